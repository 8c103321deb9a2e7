import {describe, expect, it} from 'vitest';
import {labelSelectorOf} from '../../../../src/facts/probes/kube/children.ts';
import {mapClaim} from '../../../../src/facts/probes/kube/map-claim.ts';
import {mapConfigMap, mapNamespace} from '../../../../src/facts/probes/kube/map-config.ts';
import {inTime, mapEvent} from '../../../../src/facts/probes/kube/map-event.ts';
import {mapNode} from '../../../../src/facts/probes/kube/map-node.ts';
import {mapWebhookConfiguration} from '../../../../src/facts/probes/kube/map-webhook.ts';
import {mapWorkload, specifiedByTemplate} from '../../../../src/facts/probes/kube/map-workload.ts';
import type {WorkloadKind} from '../../../../src/model/kubernetes.ts';

const involvedObject = {kind: 'Pod', namespace: 'default', name: 'nginx', uid: 'u-1'};

describe('mapEvent', () => {
  it('reads what the older events API wrote', () => {
    expect(
      mapEvent({
        involvedObject,
        type: 'Warning',
        reason: 'FailedScheduling',
        message: 'Pod provisioning timed out (will retry) for pod: default/nginx',
        source: {component: 'fargate-scheduler'},
        firstTimestamp: '2026-11-20T02:59:00Z',
        lastTimestamp: '2026-11-20T03:02:00Z',
        count: 4,
        eventTime: null,
        reportingComponent: '',
      }),
    ).toEqual({
      type: 'Warning',
      reason: 'FailedScheduling',
      message: 'Pod provisioning timed out (will retry) for pod: default/nginx',
      component: 'fargate-scheduler',
      object: {kind: 'Pod', name: 'nginx'},
      uid: 'u-1',
      count: 4,
      firstAt: '2026-11-20T02:59:00Z',
      lastAt: '2026-11-20T03:02:00Z',
    });
  });

  it('reads what the newer events API wrote', () => {
    expect(
      mapEvent({
        involvedObject,
        type: 'Warning',
        reason: 'FailedScheduling',
        message: '\u001b[31mred',
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        eventTime: '2026-11-20T02:59:00.000123Z',
        series: {count: 7, lastObservedTime: '2026-11-20T03:05:00.000001Z'},
        reportingComponent: 'default-scheduler',
      }),
    ).toMatchObject({
      component: 'default-scheduler',
      message: '\u001b[31mred',
      count: 7,
      firstAt: '2026-11-20T02:59:00.000123Z',
      lastAt: '2026-11-20T03:05:00.000001Z',
    });
  });

  it('reads the names of events.k8s.io/v1 as well', () => {
    expect(
      mapEvent({
        regarding: involvedObject,
        type: 'Warning',
        reason: 'FailedScheduling',
        note: 'moon phase',
        deprecatedFirstTimestamp: '2026-11-20T02:59:00Z',
        deprecatedLastTimestamp: '2026-11-20T03:02:00Z',
        deprecatedCount: 3,
        reportingController: 'fargate-scheduler',
      }),
    ).toMatchObject({
      component: 'fargate-scheduler',
      message: 'moon phase',
      object: {kind: 'Pod', name: 'nginx'},
      uid: 'u-1',
      count: 3,
      firstAt: '2026-11-20T02:59:00Z',
      lastAt: '2026-11-20T03:02:00Z',
    });
  });

  it('counts one and takes the time of creation where nothing else is said', () => {
    const event = mapEvent({involvedObject, metadata: {creationTimestamp: '2026-11-20T03:00:00Z'}});
    expect(event).toMatchObject({count: 1, firstAt: '2026-11-20T03:00:00Z', lastAt: '2026-11-20T03:00:00Z'});
    expect(mapEvent({message: 'about nothing'})).toBeUndefined();
  });

  it('sorts by time, and ties in one way only', () => {
    const at = (message: string, time: string) =>
      mapEvent({involvedObject, message, firstTimestamp: time, lastTimestamp: time}) ?? expect.fail();
    const events = [
      at('b', '2026-11-20T03:00:00Z'),
      at('c', '2026-11-20T02:59:59.5Z'),
      at('a', '2026-11-20T03:00:00Z'),
    ];
    expect(inTime(events).map((e) => e.message)).toEqual(['c', 'a', 'b']);
    expect(inTime([...events].reverse())).toEqual(inTime(events));
  });
});

describe('mapWorkload', () => {
  const template = {
    metadata: {
      labels: {app: 'web'},
      annotations: {'kapp.k14s.io/original': 'secret', keep: 'me'},
    },
    spec: {containers: [{name: 'web', image: 'nginx'}]},
  };

  it.each<[WorkloadKind, object, object, object]>([
    [
      'Deployment',
      {replicas: 3},
      {replicas: 2, readyReplicas: 1, updatedReplicas: 1},
      {desired: 3, current: 2, ready: 1, updated: 1},
    ],
    ['Deployment', {}, {}, {desired: 1, current: 0, ready: 0, updated: 0}],
    ['Deployment', {replicas: 0}, {}, {desired: 0, current: 0, ready: 0, updated: 0}],
    [
      'DaemonSet',
      {},
      {desiredNumberScheduled: 4, currentNumberScheduled: 3, numberReady: 2},
      {desired: 4, current: 3, ready: 2},
    ],
    ['Job', {parallelism: 2}, {active: 1, ready: 1}, {desired: 2, current: 1, ready: 1}],
    ['Job', {parallelism: 3, completions: 4}, {active: 1, succeeded: 2}, {desired: 2, current: 1, ready: 0}],
    ['Job', {suspend: true}, {}, {desired: 0, current: 0, ready: 0}],
    ['Job', {}, {conditions: [{type: 'Complete', status: 'True'}]}, {desired: 0, current: 0, ready: 0}],
  ])('counts the pods of a %s %j %j', (kind, spec, status, replicas) => {
    const workload = mapWorkload(kind, {metadata: {name: 'web'}, spec: {...spec, template}, status});
    expect(workload.replicas).toEqual(replicas);
    expect(workload.templatePath).toBe('spec.template');
    expect(workload.template).toMatchObject({labels: {app: 'web'}, annotations: {keep: 'me'}});
    expect(Object.keys(workload.template.annotations)).toEqual(['keep']);
  });

  it('finds the template of a CronJob', () => {
    const cron = mapWorkload('CronJob', {
      metadata: {name: 'night', namespace: 'jobs', creationTimestamp: '2026-11-01T00:00:00Z'},
      spec: {schedule: '0 3 * * *', jobTemplate: {spec: {template}}},
      status: {active: [{name: 'night-1'}]},
    });
    expect(cron).toMatchObject({
      kind: 'CronJob',
      templatePath: 'spec.jobTemplate.spec.template',
      replicas: {desired: 1, current: 1, ready: 0},
      via: [],
      selector: {},
    });
    expect(specifiedByTemplate(cron)).toMatchObject({
      from: 'template',
      ref: 'cronjob/night',
      pathPrefix: 'spec.jobTemplate.spec.template.',
      namespace: 'jobs',
      ownerKind: 'CronJob',
      labels: {app: 'web'},
    });
  });

  it('reads conditions and selector', () => {
    const message = 'pods "web-" is forbidden: exceeded quota';
    const workload = mapWorkload('ReplicaSet', {
      spec: {selector: {matchLabels: {app: 'web'}}},
      status: {conditions: [{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message}]},
    });
    expect(workload.conditions).toEqual([{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message}]);
    expect(workload.selector).toEqual({app: 'web'});
  });
});

describe('the rest', () => {
  it('reads a node', () => {
    expect(
      mapNode({
        metadata: {name: 'fargate-ip-10-0-1-7', creationTimestamp: '2026-11-20T00:00:00Z', labels: {a: 'b'}},
        spec: {taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}]},
        status: {
          conditions: [{type: 'Ready', status: 'True'}],
          addresses: [
            {type: 'Hostname', address: 'h'},
            {type: 'InternalIP', address: '10.0.1.7'},
          ],
          nodeInfo: {kubeletVersion: 'v1.33.4-eks-0123456'},
        },
      }),
    ).toEqual({
      name: 'fargate-ip-10-0-1-7',
      createdAt: '2026-11-20T00:00:00Z',
      labels: {a: 'b'},
      taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}],
      ready: 'True',
      unschedulable: false,
      kubeletVersion: 'v1.33.4-eks-0123456',
      internalIP: '10.0.1.7',
    });
    expect(mapNode({metadata: {name: 'silent'}, spec: {unschedulable: true}})).toMatchObject({
      ready: 'not told',
      unschedulable: true,
    });
    expect(mapNode({})).toBeUndefined();
  });

  it('reads a ConfigMap with its last change', () => {
    const configMap = mapConfigMap({
      metadata: {
        name: 'aws-auth',
        namespace: 'kube-system',
        creationTimestamp: '2026-11-01T00:00:00Z',
        managedFields: [{time: '2026-11-02T00:00:00Z'}, {time: '2026-11-05T00:00:00Z'}, {manager: 'x'}],
      },
      data: {mapRoles: '- rolearn: x\n'},
      binaryData: {b: 'AA=='},
    });
    expect(configMap).toEqual({
      namespace: 'kube-system',
      name: 'aws-auth',
      data: {mapRoles: '- rolearn: x\n'},
      createdAt: '2026-11-01T00:00:00Z',
      modifiedAt: '2026-11-05T00:00:00Z',
    });
    expect('modifiedAt' in mapConfigMap({metadata: {name: 'a'}})).toBe(false);
    expect(mapNamespace({metadata: {name: 'aws-observability', labels: {'aws-observability': 'enabled'}}})).toEqual({
      name: 'aws-observability',
      labels: {'aws-observability': 'enabled'},
      createdAt: '',
    });
  });

  it('reads a webhook configuration', () => {
    expect(
      mapWebhookConfiguration({
        metadata: {name: '0500-amazon-eks-fargate-mutation.amazonaws.com', creationTimestamp: '2026-11-01T00:00:00Z'},
        webhooks: [
          {
            name: '0500-amazon-eks-fargate-mutation.amazonaws.com',
            clientConfig: {caBundle: 'AAAA'},
            failurePolicy: 'Ignore',
            namespaceSelector: {},
            objectSelector: {
              matchLabels: {a: 'b'},
              matchExpressions: [{key: 'eks.amazonaws.com/fargate-profile', operator: 'Exists'}],
            },
            rules: [{operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*'}],
          },
        ],
      }),
    ).toEqual({
      name: '0500-amazon-eks-fargate-mutation.amazonaws.com',
      createdAt: '2026-11-01T00:00:00Z',
      webhooks: [
        {
          name: '0500-amazon-eks-fargate-mutation.amazonaws.com',
          failurePolicy: 'Ignore',
          namespaceSelector: {matchLabels: {}, matchExpressions: []},
          objectSelector: {
            matchLabels: {a: 'b'},
            matchExpressions: [{key: 'eks.amazonaws.com/fargate-profile', operator: 'Exists', values: []}],
          },
          rules: [{operations: ['CREATE'], apiGroups: [''], resources: ['pods']}],
        },
      ],
    });
  });

  it('tells a claim without a class from one with an empty class', () => {
    expect(mapClaim({metadata: {name: 'data'}, spec: {storageClassName: ''}, status: {phase: 'Pending'}})).toEqual({
      name: 'data',
      exists: true,
      phase: 'Pending',
      accessModes: [],
      storageClassName: '',
    });
    expect('storageClassName' in mapClaim({metadata: {name: 'data'}})).toBe(false);
  });

  it('writes a selector as the API wants it', () => {
    expect(
      labelSelectorOf({
        spec: {
          selector: {
            matchLabels: {app: 'web'},
            matchExpressions: [
              {key: 'tier', operator: 'In', values: ['a', 'b']},
              {key: 'old', operator: 'DoesNotExist'},
              {key: 'env', operator: 'NotIn', values: ['x']},
              {key: 'team', operator: 'Exists'},
            ],
          },
        },
      }),
    ).toBe('app=web,tier in (a,b),!old,env notin (x),team');
  });
});
