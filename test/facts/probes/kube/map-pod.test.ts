import {describe, expect, it} from 'vitest';
import {mapFargatePod, mapPod, specifiedByPod} from '../../../../src/facts/probes/kube/map-pod.ts';
import {mapPodSpec} from '../../../../src/facts/probes/kube/map-pod-spec.ts';

/** A pod as an API server gives it, with most of what a pod can have. */
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-7c9d8b6f5-k2x4q',
    namespace: 'shop',
    uid: '0b2f6a0e-0000-4000-8000-000000000001',
    creationTimestamp: '2026-11-20T02:56:00Z',
    deletionTimestamp: '2026-11-20T03:09:00Z',
    finalizers: ['batch.kubernetes.io/job-tracking'],
    labels: {app: 'web', 'eks.amazonaws.com/fargate-profile': 'shop-fp'},
    annotations: {
      CapacityProvisioned: '0.25vCPU 0.5GB',
      Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND',
      'kubectl.kubernetes.io/last-applied-configuration': '{"spec":{"env":[{"name":"PASSWORD","value":"hunter2"}]}}',
    },
    ownerReferences: [
      {apiVersion: 'v1', kind: 'ConfigMap', name: 'first', uid: '1'},
      {apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7c9d8b6f5', uid: '2', controller: true},
    ],
  },
  spec: {
    schedulerName: 'fargate-scheduler',
    serviceAccountName: 'web',
    priorityClassName: 'system-node-critical',
    restartPolicy: 'Always',
    nodeSelector: {'kubernetes.io/arch': 'amd64'},
    hostNetwork: true,
    os: {name: 'linux'},
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{key: 'kubernetes.io/os', operator: 'In', values: ['linux']}],
              matchFields: [{key: 'metadata.name', operator: 'In', values: ['fargate-ip-10-0-1-7']}],
            },
          ],
        },
      },
      podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]},
      podAffinity: {},
    },
    tolerations: [{operator: 'Exists'}, {key: 'a', value: 'b', effect: 'NoSchedule'}],
    topologySpreadConstraints: [{topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1}],
    readinessGates: [{conditionType: 'target-health.elbv2.k8s.aws/web'}],
    securityContext: {
      fsGroup: 1000,
      runAsUser: null,
      sysctls: [{name: 'net.core.somaxconn', value: '1'}, {value: 'nameless'}],
      seccompProfile: {type: 'RuntimeDefault'},
      appArmorProfile: {type: 'Localhost', localhostProfile: 'k8s-nginx'},
    },
    hostUsers: true,
    shareProcessNamespace: true,
    hostAliases: [],
    volumes: [
      {name: 'kube-api-access-x', projected: {sources: []}},
      {name: 'data', persistentVolumeClaim: {claimName: 'data'}},
      {name: 'scratch'},
      {hostPath: {path: '/nameless'}},
    ],
    containers: [
      {
        name: 'web',
        image: 'nginx:1.27',
        env: [{name: 'PASSWORD', value: 'hunter2'}],
        command: ['sh', '-c', 'serve --metrics-bind-address=0.0.0.0:8080 --password=hunter2'],
        args: ['--secure-port', '10250', '--token=12345', '--support-pin=12345', '--addr=:9000', '--listen=user:99'],
        resources: {requests: {cpu: '250m', memory: 1073741824}, limits: {memory: '1Gi'}},
        ports: [{containerPort: 8080, hostPort: 80, hostIP: '0.0.0.0', name: 'http', protocol: 'TCP'}, {name: 'none'}],
        securityContext: {
          privileged: true,
          allowPrivilegeEscalation: false,
          capabilities: {add: ['NET_ADMIN'], drop: ['ALL']},
        },
        volumeDevices: [{name: 'block', devicePath: '/dev/xvda'}],
      },
    ],
    initContainers: [{name: 'mesh', image: 'mesh', restartPolicy: 'Always'}],
    ephemeralContainers: [{name: 'debug', image: 'busybox'}],
    overhead: {cpu: '250m'},
  },
  status: {
    phase: 'Running',
    podIP: '10.0.1.7',
    hostIP: '10.0.1.7',
    startTime: '2026-11-20T02:57:00Z',
    conditions: [
      {type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: '2026-11-20T02:58:00Z'},
      {type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-11-20T02:57:00Z'},
    ],
    initContainerStatuses: [
      {
        name: 'mesh',
        ready: true,
        restartCount: 0,
        image: 'mesh',
        state: {running: {startedAt: '2026-11-20T02:57:30Z'}},
      },
    ],
    containerStatuses: [
      {
        name: 'web',
        ready: false,
        restartCount: 3,
        image: 'nginx:1.27',
        state: {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 40s'}},
        lastState: {
          terminated: {
            reason: 'Error',
            exitCode: 1,
            message: 'log line with hunter2',
            finishedAt: '2026-11-20T02:59:00Z',
          },
        },
      },
    ],
  },
};

describe('mapPod', () => {
  const pod = mapPod(POD);

  it('reads what is said of the object', () => {
    expect(pod).toMatchObject({
      namespace: 'shop',
      name: 'web-7c9d8b6f5-k2x4q',
      uid: '0b2f6a0e-0000-4000-8000-000000000001',
      createdAt: '2026-11-20T02:56:00Z',
      deletedAt: '2026-11-20T03:09:00Z',
      finalizers: ['batch.kubernetes.io/job-tracking'],
      labels: {app: 'web', 'eks.amazonaws.com/fargate-profile': 'shop-fp'},
      owner: {kind: 'ReplicaSet', name: 'web-7c9d8b6f5'},
    });
    expect(Object.keys(pod.annotations)).toEqual(['CapacityProvisioned', 'Logging']);
  });

  it('keeps no environment value, argument, log line or manifest copy', () => {
    expect(JSON.stringify(pod)).not.toContain('hunter2');
    expect(JSON.stringify(pod)).not.toContain('12345');
  });

  it('reads the spec', () => {
    expect(pod.spec).toEqual({
      schedulerName: 'fargate-scheduler',
      serviceAccountName: 'web',
      priorityClassName: 'system-node-critical',
      restartPolicy: 'Always',
      os: 'linux',
      nodeSelector: {'kubernetes.io/arch': 'amd64'},
      nodeAffinityTerms: [
        {
          expressions: [{key: 'kubernetes.io/os', operator: 'In', values: ['linux']}],
          fields: [{key: 'metadata.name', operator: 'In', values: ['fargate-ip-10-0-1-7']}],
        },
      ],
      affinityKinds: ['nodeAffinity', 'podAntiAffinity'],
      tolerations: [
        {key: '', operator: 'Exists'},
        {key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule'},
      ],
      topologySpreadKeys: ['topology.kubernetes.io/zone'],
      hostNetwork: true,
      hostPID: false,
      hostIPC: false,
      readinessGates: ['target-health.elbv2.k8s.aws/web'],
      volumes: [
        {name: 'kube-api-access-x', type: 'projected'},
        {name: 'data', type: 'persistentVolumeClaim', claimName: 'data'},
        {name: 'scratch', type: 'emptyDir'},
      ],
      initContainers: [expect.objectContaining({name: 'mesh', restartPolicy: 'Always'})],
      containers: [
        {
          name: 'web',
          image: 'nginx:1.27',
          requests: {cpu: '250m', memory: '1073741824'},
          limits: {memory: '1Gi'},
          ports: [{containerPort: 8080, hostPort: 80, hostIP: '0.0.0.0', name: 'http'}],
          privileged: true,
          allowPrivilegeEscalation: false,
          capabilitiesAdd: ['NET_ADMIN'],
          volumeDevices: ['block'],
          portFlags: ['--metrics-bind-address=0.0.0.0:8080', '--secure-port=10250', '--addr=:9000'],
        },
      ],
      ephemeralContainers: [expect.objectContaining({name: 'debug'})],
      overhead: {cpu: '250m'},
      overrides: [
        {path: 'spec.securityContext.sysctls', value: 'net.core.somaxconn'},
        {path: 'spec.securityContext.appArmorProfile', value: 'Localhost k8s-nginx'},
        {path: 'spec.shareProcessNamespace', value: 'true'},
      ],
    });
  });

  it('reads the status, with the message of a runtime but not of an application', () => {
    expect(pod.status).toMatchObject({
      phase: 'Running',
      podIP: '10.0.1.7',
      conditions: [
        {type: 'Ready', status: 'False', reason: 'ContainersNotReady', at: '2026-11-20T02:58:00Z'},
        {type: 'PodScheduled', status: 'True', at: '2026-11-20T02:57:00Z'},
      ],
      containers: [
        {name: 'mesh', init: true, ready: true, state: {is: 'running', at: '2026-11-20T02:57:30Z'}},
        {
          name: 'web',
          init: false,
          restarts: 3,
          state: {is: 'waiting', reason: 'CrashLoopBackOff', message: 'back-off 40s'},
          last: {is: 'terminated', reason: 'Error', exitCode: 1, at: '2026-11-20T02:59:00Z'},
        },
      ],
    });
    const started = mapPod({
      status: {
        containerStatuses: [{name: 'a', state: {terminated: {reason: 'StartError', message: 'cpu.cfs_quota_us'}}}],
      },
    });
    expect(started.status.containers[0]?.state.message).toBe('cpu.cfs_quota_us');
  });

  it.each([null, {}, {metadata: null, spec: null, status: null}, {spec: {containers: 'x', volumes: [null, 1]}}, []])(
    'bears %j',
    (json) => {
      expect(mapPod(json)).toMatchObject({name: '', spec: {containers: [], volumes: []}, status: {phase: 'Unknown'}});
    },
  );

  it('keeps a key __proto__ as a key', () => {
    const {labels} = mapPod(JSON.parse('{"metadata":{"labels":{"__proto__":"x","a":"b"}}}'));
    expect(Object.keys(labels)).toEqual(['__proto__', 'a']);
    expect(({} as {a?: string}).a).toBeUndefined();
  });

  it('is itself the pod as specified', () => {
    expect(specifiedByPod(pod)).toMatchObject({
      from: 'pod',
      ref: 'pod/web-7c9d8b6f5-k2x4q',
      pathPrefix: '',
      ownerKind: 'ReplicaSet',
      spec: pod.spec,
    });
    const {ownerReferences, ...bare} = POD.metadata;
    expect(ownerReferences).toHaveLength(2);
    expect('ownerKind' in specifiedByPod(mapPod({...POD, metadata: bare}))).toBe(false);
  });
});

describe('mapPodSpec', () => {
  it('leaves the scheduler of a template empty and defaults what the API server would', () => {
    expect(mapPodSpec({containers: [{name: 'a'}]})).toMatchObject({
      schedulerName: '',
      serviceAccountName: 'default',
      containers: [{name: 'a', image: '', requests: {}, limits: {}}],
    });
  });

  it('reads a hostile command line in no time', () => {
    const args = [`--${'a-'.repeat(500_000)}port=1`, '-'.repeat(1_000_000), `--port ${'1'.repeat(1_000_000)}`];
    expect(mapPodSpec({containers: [{name: 'a', args}]}).containers[0]?.portFlags).toEqual([]);
  });
});

describe('mapFargatePod', () => {
  it('reads a sibling, and no pod without the label', () => {
    expect(mapFargatePod(POD)).toEqual({
      namespace: 'shop',
      name: 'web-7c9d8b6f5-k2x4q',
      createdAt: '2026-11-20T02:56:00Z',
      deletedAt: '2026-11-20T03:09:00Z',
      profile: 'shop-fp',
      owner: {kind: 'ReplicaSet', name: 'web-7c9d8b6f5'},
      phase: 'Running',
      ready: false,
      hostIP: '10.0.1.7',
      capacity: '0.25vCPU 0.5GB',
    });
    expect(mapFargatePod({...POD, metadata: {...POD.metadata, labels: {}}})).toBeUndefined();
  });
});
