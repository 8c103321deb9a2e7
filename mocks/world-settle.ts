// What controllers derive from pods. Run after every change of the objects, so that removing a pod shows in its
// ReplicaSet, its node and the Service's endpoints, as it would in a cluster.
import {object} from './objects.ts';
import {isObject, mergePatch, type Json} from './merge.ts';
import type {KubeObject} from './kube/object.ts';

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((v, key) => (isObject(v) ? v[key] : undefined), value);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function isReady(pod: KubeObject): boolean {
  return list(at(pod, 'status', 'conditions')).some((c) => at(c, 'type') === 'Ready' && at(c, 'status') === 'True');
}

const isLive = (pod: KubeObject): boolean => !['Failed', 'Succeeded'].includes(String(at(pod, 'status', 'phase')));

function selects(selector: unknown, pod: KubeObject): boolean {
  if (!isObject(selector)) return false;
  return Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value);
}

/**
 * Brings what is derived up to date: objects whose owner is gone and Fargate nodes without a pod disappear, ReplicaSets
 * and Deployments count their pods, selecting Services get their EndpointSlice.
 */
export function settle(objects: readonly KubeObject[]): readonly KubeObject[] {
  const kept = withoutIdleNodes(withoutOrphans(objects.filter((o) => o.kind !== 'EndpointSlice')));
  const pods = kept.filter((o) => o.kind === 'Pod');
  return [...kept.map((o) => counted(o, pods)), ...kept.flatMap((o) => slices(o, pods))];
}

function withoutOrphans(objects: readonly KubeObject[]): readonly KubeObject[] {
  const uids = new Set(objects.map((o) => o.metadata.uid));
  const kept = objects.filter((o) => {
    const owners = o.metadata.ownerReferences ?? [];
    // An owner of a kind that the world holds none of (a custom resource) can't be judged.
    return owners.every((owner) => uids.has(owner.uid) || !['ReplicaSet', 'Deployment'].includes(owner.kind));
  });
  return kept.length === objects.length ? kept : withoutOrphans(kept);
}

function withoutIdleNodes(objects: readonly KubeObject[]): readonly KubeObject[] {
  const used = new Set(objects.filter((o) => o.kind === 'Pod').map((pod) => at(pod, 'spec', 'nodeName')));
  const fargate = (o: KubeObject): boolean => o.metadata.labels?.['eks.amazonaws.com/compute-type'] === 'fargate';
  return objects.filter((o) => o.kind !== 'Node' || !fargate(o) || used.has(o.metadata.name));
}

function counted(workload: KubeObject, pods: readonly KubeObject[]): KubeObject {
  if (workload.kind !== 'ReplicaSet' && workload.kind !== 'Deployment') return workload;
  const matchLabels = at(workload, 'spec', 'selector', 'matchLabels');
  const own = pods.filter(
    (p) => p.metadata.namespace === workload.metadata.namespace && isLive(p) && selects(matchLabels, p),
  );
  const ready = own.filter(isReady).length;
  const desired = Number(at(workload, 'spec', 'replicas') ?? 1);
  const counts = {observedGeneration: 1, replicas: own.length, readyReplicas: ready, availableReplicas: ready};
  if (workload.kind === 'ReplicaSet') return withStatus(workload, {...counts, fullyLabeledReplicas: own.length});
  const available = ready >= Math.ceil(desired * 0.75);
  const condition = (type: string, yes: boolean, reason: string): Json => ({
    type,
    status: yes ? 'True' : 'False',
    reason,
    lastUpdateTime: workload.metadata.creationTimestamp,
    lastTransitionTime: workload.metadata.creationTimestamp,
  });
  const conditions = [
    condition('Available', available, available ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable'),
    condition('Progressing', available, available ? 'NewReplicaSetAvailable' : 'ProgressDeadlineExceeded'),
  ];
  const unavailable = Math.max(desired - ready, 0);
  return withStatus(workload, {
    ...counts,
    updatedReplicas: own.length,
    ...(unavailable > 0 ? {unavailableReplicas: unavailable} : {}),
    conditions,
  });
}

function withStatus(workload: KubeObject, status: Json): KubeObject {
  return {...workload, status: mergePatch(workload['status'] ?? {}, status)};
}

function slices(service: KubeObject, pods: readonly KubeObject[]): readonly KubeObject[] {
  const selector = at(service, 'spec', 'selector');
  if (service.kind !== 'Service' || !isObject(selector)) return [];
  const {name, namespace = 'default', creationTimestamp = ''} = service.metadata;
  const placed = pods.filter(
    (p) =>
      p.metadata.namespace === namespace && isLive(p) && selects(selector, p) && at(p, 'status', 'podIP') !== undefined,
  );
  const endpoints = placed.map((pod) => ({
    addresses: [at(pod, 'status', 'podIP')],
    conditions: {ready: isReady(pod), serving: isReady(pod), terminating: pod.metadata.deletionTimestamp !== undefined},
    nodeName: at(pod, 'spec', 'nodeName'),
    targetRef: {kind: 'Pod', name: pod.metadata.name, namespace, uid: pod.metadata.uid},
  }));
  const ports = list(at(service, 'spec', 'ports')).map((p) => ({
    name: at(p, 'name') ?? '',
    port: at(p, 'targetPort') ?? at(p, 'port'),
    protocol: at(p, 'protocol') ?? 'TCP',
  }));
  const labels = {
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  };
  const slice = {name: `${name}-x7k2p`, namespace, labels, creationTimestamp};
  // Without a single endpoint the controller leaves one slice, with `endpoints: null`.
  const rest = {addressType: 'IPv4', endpoints: endpoints.length === 0 ? null : endpoints, ports};
  return [object('EndpointSlice', slice, {now: creationTimestamp, region: ''}, rest)];
}
