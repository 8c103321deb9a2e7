import type {KubeObject} from '../../mocks/kube/object.ts';

/** The time at which the little world below stands still. */
export const NOW = '2026-11-21T10:00:00Z';

/** RFC 3339, so many minutes before NOW. */
export function ago(minutes: number): string {
  return new Date(Date.parse(NOW) - minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

interface PodOptions {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly minutes?: number;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export function pod(name: string, options: PodOptions = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: options.namespace ?? 'default',
      creationTimestamp: ago(options.minutes ?? 14),
      labels: options.labels ?? {app: name},
      ...options.metadata,
    },
    spec: {
      containers: [{name: 'main', image: 'nginx:1.27', resources: {}}],
      schedulerName: 'fargate-scheduler',
      serviceAccountName: 'default',
      ...options.spec,
    },
    status: {phase: 'Pending', ...options.status},
  };
}

const RUNNING = {
  phase: 'Running',
  podIP: '10.0.1.20',
  podIPs: [{ip: '10.0.1.20'}],
  conditions: [
    {type: 'Initialized', status: 'True'},
    {type: 'Ready', status: 'True'},
    {type: 'PodScheduled', status: 'True'},
  ],
  containerStatuses: [
    {
      name: 'main',
      ready: true,
      started: true,
      restartCount: 2,
      image: 'nginx:1.27',
      state: {running: {startedAt: ago(5)}},
      lastState: {terminated: {exitCode: 1, reason: 'Error', finishedAt: ago(6)}},
    },
  ],
};

const TEMPLATE = {metadata: {labels: {app: 'web'}}, spec: {containers: [{name: 'main', image: 'nginx:1.27'}]}};
const NODE = 'fargate-ip-10-0-1-20.eu-central-1.compute.internal';

/** A small cluster: one pod that runs, one that hangs, what made them, and what was said about them. */
export function littleWorld(): KubeObject[] {
  return [
    ...['default', 'kube-system'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {name, creationTimestamp: ago(60 * 24 * 30), labels: {'kubernetes.io/metadata.name': name}},
      status: {phase: 'Active'},
    })),
    pod('nginx', {labels: {app: 'nginx', tier: 'web'}}),
    pod('web-1', {labels: {app: 'web', tier: 'web'}, spec: {nodeName: NODE}, status: RUNNING}),
    pod('coredns-1', {namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}, minutes: 60 * 24 * 3 + 120}),
    {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {name: 'nginx.1', namespace: 'default', creationTimestamp: ago(14)},
      involvedObject: {kind: 'Pod', namespace: 'default', name: 'nginx', apiVersion: 'v1'},
      reason: 'FailedScheduling',
      message: 'Pod provisioning timed out (will retry) for pod: default/nginx',
      source: {component: 'fargate-scheduler'},
      firstTimestamp: ago(14),
      lastTimestamp: ago(8),
      count: 3,
      type: 'Warning',
    },
    {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: {name: 'nginx.2', namespace: 'default', creationTimestamp: ago(13)},
      eventTime: `${ago(13).slice(0, -1)}.000000Z`,
      regarding: {kind: 'Pod', namespace: 'default', name: 'nginx', apiVersion: 'v1'},
      reason: 'LoggingDisabled',
      note: 'Disabled logging because aws-logging configmap was not found.',
      reportingController: 'fargate-scheduler',
      reportingInstance: 'fargate-scheduler-1',
      action: 'Binding',
      type: 'Warning',
    },
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {name: NODE, creationTimestamp: ago(30), labels: {'eks.amazonaws.com/compute-type': 'fargate'}},
      spec: {taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}]},
      status: {
        conditions: [{type: 'Ready', status: 'True'}],
        addresses: [{type: 'InternalIP', address: '10.0.1.20'}],
        nodeInfo: {
          kubeletVersion: 'v1.33.1-eks-1234567',
          osImage: 'Amazon Linux 2',
          kernelVersion: '5.10.1',
          containerRuntimeVersion: 'containerd://1.7.27',
        },
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {name: 'web', namespace: 'default', creationTimestamp: ago(200), labels: {app: 'web'}},
      spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, template: TEMPLATE},
      status: {replicas: 2, readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1},
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {name: 'web-7d4b9c', namespace: 'default', creationTimestamp: ago(200), labels: {app: 'web'}},
      spec: {replicas: 2, selector: {matchLabels: {app: 'web'}}, template: TEMPLATE},
      status: {replicas: 2, readyReplicas: 1},
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {name: 'aws-auth', namespace: 'kube-system', creationTimestamp: ago(60 * 24 * 30)},
      data: {mapRoles: '- rolearn: arn:aws:iam::111122223333:role/pods\n'},
    },
  ];
}

/** Many pods in a few namespaces, for lists that need pages. */
export function manyPods(count: number): KubeObject[] {
  return Array.from({length: count}, (_, index) =>
    pod(`pod-${String(index).padStart(6, '0')}`, {
      namespace: `ns-${index % 7}`,
      labels: {app: 'many', shard: String(index % 10)},
      status: {phase: index % 50 === 0 ? 'Pending' : 'Running'},
    }),
  );
}
