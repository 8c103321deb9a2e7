import {describe, expect, it} from 'vitest';
import {liveSource} from '../../../../src/facts/sources/live.ts';
import {absent, denied, known} from '../../../../src/model/fact.ts';
import type {FactId} from '../../../../src/model/facts.ts';
import type {Subject} from '../../../../src/model/kubernetes.ts';
import {connect, stubKube, type StubOptions} from '../../stub.ts';
import {DEPLOYMENT, event, eventJson, meta, OBJECTS, owner, POD, podJson, REPLICA_SET} from '../../world.ts';

const NGINX: Subject = {kind: 'Pod', namespace: 'default', name: 'nginx'};

const ask = <K extends FactId>(fact: K, objects: object = {}, subject = NGINX, options: StubOptions = {}) =>
  liveSource(connect(stubKube({...OBJECTS, ...objects}, options)), '2026-11-20T03:10:00Z').ask(fact, subject);

const bare = (over: object = {}) => podJson('nginx', 'uid-pod', {ownerReferences: [], ...over});

describe('workload', () => {
  const set = OBJECTS[REPLICA_SET] as {metadata: object};
  const orphan = {...set, metadata: {...set.metadata, ownerReferences: []}};
  const rollout = {...set, metadata: {...set.metadata, ...owner('Rollout', 'nginx', 'r', 'argoproj.io/v1alpha1')}};
  const taken = {...set, metadata: {...set.metadata, uid: 'another'}};

  it.each<[string, object, unknown]>([
    ['a bare pod', {[POD]: bare()}, absent],
    ['a pod of a custom resource', {[POD]: bare(owner('Workflow', 'w', 'w', 'argoproj.io/v1alpha1'))}, absent],
    [
      'a pod of a custom StatefulSet',
      {[POD]: bare(owner('StatefulSet', 'nginx-6d4cf', 'w', 'apps.kruise.io/v1beta1'))},
      absent,
    ],
    ['a ReplicaSet of its own', {[REPLICA_SET]: orphan}, {value: {kind: 'ReplicaSet', via: []}}],
    [
      'a ReplicaSet of a custom resource',
      {[REPLICA_SET]: rollout},
      {value: {kind: 'ReplicaSet', managedBy: {kind: 'Rollout', name: 'nginx'}}},
    ],
    ['an owner whose name is taken by another', {[REPLICA_SET]: taken}, absent],
    ['a Deployment', {}, {value: {kind: 'Deployment', via: [{kind: 'ReplicaSet', name: 'nginx-6d4cf'}]}}],
  ])('of %s', async (_name, objects, expected) => {
    expect(await ask('workload', objects)).toMatchObject(expected as object);
  });

  it('of a pod whose owner is gone', async () => {
    const rest = Object.entries(OBJECTS).filter(([path]) => path !== REPLICA_SET);
    const source = liveSource(connect(stubKube(Object.fromEntries(rest))), '2026-11-20T03:10:00Z');
    expect(await source.ask('workload', NGINX)).toEqual(absent);
  });

  it('of a Job goes up to its CronJob', async () => {
    const batch = '/apis/batch/v1/namespaces/default';
    const objects = {
      [POD]: bare(owner('Job', 'night-1', 'uid-job', 'batch/v1')),
      [`${batch}/jobs/night-1`]: {
        metadata: meta('night-1', 'uid-job', owner('CronJob', 'night', 'uid-cj', 'batch/v1')),
      },
      [`${batch}/cronjobs/night`]: {metadata: meta('night', 'uid-cj')},
    };
    expect(await ask('workload', objects)).toMatchObject({
      value: {kind: 'CronJob', name: 'night', via: [{kind: 'Job', name: 'night-1'}]},
    });
  });
});

describe('workloadEvents', () => {
  it('of a bare pod are absent, of an owner without events none', async () => {
    expect(await ask('workloadEvents', {[POD]: bare()})).toEqual(absent);
    const quiet = Object.fromEntries(Object.entries(OBJECTS).filter(([path]) => !path.includes('/events/')));
    const source = liveSource(connect(stubKube(quiet)), '2026-11-20T03:10:00Z');
    expect(await source.ask('workloadEvents', NGINX)).toEqual(known([]));
  });

  it('leave out those on former objects of the same names', async () => {
    const events = await ask('workloadEvents', {
      [event('old')]: eventJson('old', 'Deployment', 'nginx', 'uid-former', 0),
    });
    expect(events).toMatchObject({value: [{message: 'Deployment nginx'}, {message: 'ReplicaSet nginx-6d4cf'}]});
    expect(events.is === 'known' && events.value).toHaveLength(2);
  });

  it('of a Deployment are those of its current ReplicaSet too, by the highest revision', async () => {
    const set = OBJECTS[REPLICA_SET] as {metadata: object};
    const revision = (name: string, uid: string, number: string, replicas: number) => ({
      metadata: {...set.metadata, name, uid, annotations: {'deployment.kubernetes.io/revision': number}},
      spec: {replicas},
    });
    const path = (name: string) => REPLICA_SET.replace('nginx-6d4cf', name);
    const objects = {
      [REPLICA_SET]: revision('nginx-6d4cf', 'uid-rs', '9', 0),
      [path('nginx-new')]: revision('nginx-new', 'uid-new', '10', 0),
      [event('new')]: eventJson('new', 'ReplicaSet', 'nginx-new', 'uid-new', 9),
    };
    const subject: Subject = {...NGINX, kind: 'Deployment'};
    expect(await ask('workloadEvents', objects, subject)).toMatchObject({
      value: [{message: 'Deployment nginx'}, {message: 'ReplicaSet nginx-new'}],
    });
    expect(await ask('workloadEvents', objects, subject, {deny: ['list replicasets -n default']})).toEqual(
      denied('list replicasets -n default'),
    );
    expect(await ask('workload', {}, {...subject, name: 'gone'})).toEqual(absent);
  });
});

describe('claims', () => {
  it('are read once each, and a missing one is told', async () => {
    expect(await ask('claims')).toMatchObject({
      value: [
        {name: 'cache', exists: false, phase: ''},
        {name: 'data', exists: true, phase: 'Bound', volumeName: 'efs-1'},
      ],
    });
  });

  it('of a pod that names none are an empty list', async () => {
    expect(await ask('claims', {[POD]: {...podJson('nginx', 'u'), spec: {containers: []}}})).toEqual(known([]));
  });
});

describe('dnsEndpoints', () => {
  const SLICES = '/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices';
  const slice = (name: string, endpoints: unknown, service = 'kube-dns') => ({
    [`${SLICES}/${name}`]: {metadata: {name, labels: {'kubernetes.io/service-name': service}}, endpoints},
  });

  it('are summed over the slices of the Service; no word on readiness means ready', async () => {
    const objects = {
      ...slice('a', [{conditions: {ready: true}}, {conditions: {ready: false}}]),
      ...slice('b', [{conditions: {}}, {}]),
      ...slice('c', [{conditions: {ready: true}}], 'other'),
    };
    expect(await ask('dnsEndpoints', objects)).toEqual(known({slices: 2, ready: 3, notReady: 1}));
  });

  it('of a slice without endpoints are none', async () => {
    expect(await ask('dnsEndpoints', slice('a', null))).toEqual(known({slices: 1, ready: 0, notReady: 0}));
    expect(await ask('dnsEndpoints')).toEqual(absent);
    const untold = {metadata: {name: 'a', labels: {'kubernetes.io/service-name': 'kube-dns'}}};
    expect((await ask('dnsEndpoints', {[`${SLICES}/a`]: untold})).is).toBe('failed');
  });
});

describe('lists', () => {
  it('are sorted, whatever the order of the answer', async () => {
    const pod = (namespace: string, name: string) => ({
      [`/api/v1/namespaces/${namespace}/pods/${name}`]: podJson(name, name, {namespace}),
    });
    const objects = {...pod('b', 'a'), ...pod('a', 'z'), ...pod('a', 'b')};
    const pods = await ask('fargatePods', objects);
    expect(pods.is === 'known' && pods.value.map((p) => `${p.namespace}/${p.name}`)).toEqual([
      'a/b',
      'a/z',
      'b/a',
      'default/nginx',
    ]);
  });

  it('keep only pods with the label k8s-app=kube-dns as CoreDNS', async () => {
    const pods = await ask('corednsPods', {
      '/api/v1/namespaces/kube-system/pods/coredns-b': podJson('coredns-b', 'b', {labels: {'k8s-app': 'kube-dns'}}),
      '/api/v1/namespaces/kube-system/pods/coredns-a': podJson('coredns-a', 'a', {labels: {'k8s-app': 'kube-dns'}}),
      '/api/v1/namespaces/kube-system/pods/other': podJson('other', 'o', {labels: {}}),
    });
    expect(pods.is === 'known' && pods.value.map((p) => p.name)).toEqual(['coredns-a', 'coredns-b']);
  });

  it('read the named objects', async () => {
    expect(DEPLOYMENT).toContain('/deployments/nginx');
    const deployment = {metadata: {name: 'coredns', namespace: 'kube-system'}, spec: {replicas: 2, template: {}}};
    const objects = {
      '/apis/apps/v1/namespaces/kube-system/deployments/coredns': deployment,
      '/api/v1/namespaces/aws-observability': {metadata: {name: 'aws-observability'}},
      '/api/v1/namespaces/aws-observability/configmaps/aws-logging': {metadata: {name: 'aws-logging'}},
      '/api/v1/namespaces/kube-system/configmaps/aws-auth': {metadata: {name: 'aws-auth'}},
      '/api/v1/namespaces/kube-system/configmaps/coredns': {metadata: {name: 'coredns'}, data: {Corefile: '.:53 {}'}},
      '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/w': {metadata: {name: 'w'}},
      '/api/v1/nodes/n': {metadata: {name: 'n'}},
    };
    expect(await ask('corednsDeployment', objects)).toMatchObject({value: {name: 'coredns', replicas: {desired: 2}}});
    const bare = {...objects, '/apis/apps/v1/namespaces/kube-system/deployments/coredns': {...deployment, spec: {}}};
    expect((await ask('corednsDeployment', bare)).is).toBe('failed');
    expect(await ask('loggingNamespace', objects)).toMatchObject({value: {name: 'aws-observability'}});
    expect(await ask('awsLogging', objects)).toMatchObject({value: {name: 'aws-logging'}});
    expect(await ask('awsAuth', objects)).toMatchObject({value: {name: 'aws-auth'}});
    expect(await ask('corefile', objects)).toMatchObject({value: {data: {Corefile: '.:53 {}'}}});
    expect(await ask('mutatingWebhooks', objects)).toMatchObject({value: [{name: 'w'}]});
    expect(await ask('nodes', objects)).toMatchObject({value: [{name: 'n'}]});
  });
});

describe('securityGroupPolicies', () => {
  const PATH = '/apis/vpcresources.k8s.aws/v1beta1/namespaces/default/securitygrouppolicies';
  const spec = {podSelector: {}, securityGroups: {groupIds: ['sg-2', 'sg-1', 'sg-2', 7]}};
  const byAccount = {serviceAccountSelector: {matchLabels: {a: 'b'}}, securityGroups: null};
  const objects = {
    [`${PATH}/web`]: {metadata: meta('web', 'u2'), spec},
    [`${PATH}/db`]: {metadata: meta('db', 'u1'), spec: byAccount},
  };
  const ready = {conditions: [{type: 'Ready', status: 'True'}]};

  it('are read with their selectors; an empty one is one', async () => {
    const found = await ask('securityGroupPolicies', objects);
    expect(found).toEqual(
      known([
        {
          name: 'db',
          createdAt: expect.any(String) as string,
          groupIds: [],
          serviceAccountSelector: {matchLabels: {a: 'b'}, matchExpressions: []},
        },
        {
          name: 'web',
          createdAt: expect.any(String) as string,
          groupIds: ['sg-1', 'sg-2'],
          podSelector: {matchLabels: {}, matchExpressions: []},
        },
      ]),
    );
  });

  it('are not asked for a profile, nor for a pod at rest', async () => {
    const profile: Subject = {kind: 'FargateProfile', namespace: '', name: 'default-fp'};
    expect(await ask('securityGroupPolicies', objects, profile)).toEqual(absent);
    const annotated = {annotations: {'fargate.amazonaws.com/pod-sg': 'sg-1'}};
    const pod = (over: object, status: object) => ({
      ...objects,
      [POD]: podJson('nginx', 'uid-pod', {...over}, {...status}),
    });
    expect(await ask('securityGroupPolicies', pod({}, ready))).toEqual(absent);
    expect(await ask('securityGroupPolicies', pod(annotated, ready))).toMatchObject({is: 'known'});
  });
});
