import {knownWords} from '../../../domain/application-words.ts';
import type {
  ContainerState,
  ContainerStatus,
  FargatePod,
  Pod,
  PodStatus,
  SpecifiedPod,
} from '../../../model/kubernetes.ts';
import {CAPACITY_ANNOTATION, PROFILE_LABEL} from '../../../domain/names.ts';
import {some, wanted} from '../answers.ts';
import {at, flag, number, objects, strings, text} from './json.ts';
import {annotations, conditions, createdAt, labels, nameOf, namespaceOf, ownerRef, uidOf} from './map-meta.ts';
import {mapPodSpec} from './map-pod-spec.ts';

/** Reads a core/v1 Pod. */
export function mapPod(pod: unknown): Pod {
  return {
    namespace: namespaceOf(pod),
    name: nameOf(pod),
    uid: uidOf(pod) ?? '',
    createdAt: createdAt(pod),
    finalizers: strings(pod, 'metadata', 'finalizers'),
    labels: labels(pod),
    annotations: annotations(pod),
    spec: mapPodSpec(at(pod, 'spec')),
    status: mapPodStatus(pod),
    ...some({deletedAt: text(pod, 'metadata', 'deletionTimestamp'), owner: ownerRef(pod)}),
  };
}

/** The Pod as an API server has it: never without a spec. A manifest may be. @throws Error where it has none. */
export function withSpec(pod: unknown): unknown {
  wanted(at(pod, 'spec'), 'spec of a pod');
  return pod;
}

/** The pod itself as the thing that was specified. */
export function specifiedByPod(pod: Pod): SpecifiedPod {
  return {
    from: 'pod',
    ref: `pod/${pod.name}`,
    pathPrefix: '',
    namespace: pod.namespace,
    labels: pod.labels,
    annotations: pod.annotations,
    spec: pod.spec,
    ...some({ownerKind: pod.owner?.kind}),
  };
}

/** Whether the condition `Ready` is true. */
export const isReady = (pod: unknown): boolean =>
  conditions(pod).some((c) => c.type === 'Ready' && c.status === 'True');

function mapPodStatus(pod: unknown): PodStatus {
  const status = at(pod, 'status');
  return {
    phase: text(status, 'phase') ?? 'Unknown',
    conditions: conditions(pod),
    containers: [
      ...objects(status, 'initContainerStatuses').flatMap((c) => mapContainerStatus(c, true)),
      ...objects(status, 'containerStatuses').flatMap((c) => mapContainerStatus(c, false)),
    ],
    ...some({
      reason: text(status, 'reason'),
      message: text(status, 'message'),
      podIP: text(status, 'podIP'),
      hostIP: text(status, 'hostIP'),
      startTime: text(status, 'startTime'),
    }),
  };
}

function mapContainerStatus(status: unknown, init: boolean): readonly ContainerStatus[] {
  const name = text(status, 'name');
  if (name === undefined) return [];
  const last = mapState(at(status, 'lastState'));
  return [
    {
      name,
      init,
      ready: flag(status, 'ready') ?? false,
      restarts: number(status, 'restartCount') ?? 0,
      image: text(status, 'image') ?? '',
      state: mapState(at(status, 'state')),
      ...(last.is === 'terminated' ? {last} : {}),
    },
  ];
}

/** With these reasons the message is the application's own (its termination file, or the end of its log), of which little is kept. */
const APPLICATION_SPEAKS = ['Error', 'Completed', 'OOMKilled'];

function mapState(state: unknown): ContainerState {
  const waiting = at(state, 'waiting');
  if (waiting !== undefined) {
    return {is: 'waiting', ...some({reason: text(waiting, 'reason'), message: text(waiting, 'message')})};
  }
  const running = at(state, 'running');
  if (running !== undefined) return {is: 'running', ...some({at: text(running, 'startedAt')})};
  const terminated = at(state, 'terminated');
  if (terminated === undefined) return {is: 'unknown'};
  const reason = text(terminated, 'reason');
  const message = text(terminated, 'message');
  return {
    is: 'terminated',
    ...some({
      reason,
      message: APPLICATION_SPEAKS.includes(reason ?? 'Error') ? knownWords(message) : message,
      exitCode: number(terminated, 'exitCode'),
      at: text(terminated, 'finishedAt'),
    }),
  };
}

/** Reads a pod that carries the profile label: what is told of siblings. */
export function mapFargatePod(pod: unknown): FargatePod | undefined {
  const profile = labels(pod)[PROFILE_LABEL];
  if (profile === undefined || nameOf(pod) === '') return undefined;
  return {
    namespace: namespaceOf(pod),
    name: nameOf(pod),
    createdAt: createdAt(pod),
    profile,
    phase: text(pod, 'status', 'phase') ?? 'Unknown',
    ready: isReady(pod),
    ...some({
      deletedAt: text(pod, 'metadata', 'deletionTimestamp'),
      owner: ownerRef(pod),
      nodeName: text(pod, 'spec', 'nodeName'),
      hostIP: text(pod, 'status', 'hostIP'),
      capacity: annotations(pod)[CAPACITY_ANNOTATION],
    }),
  };
}
