import type {Container, ContainerState, ContainerStatus, KubeEvent, PodSpec} from '../../src/model/kubernetes.ts';
import {
  about,
  container,
  event,
  minutesAgo,
  pendingPod,
  pod,
  spec,
  withFacts,
  workload,
  type AllAnswers,
} from '../fixture.ts';

/** A pod that waits for fargate-scheduler, with a Deployment whose template has the same fields. */
export const waiting = (over: Partial<PodSpec>, podEvents: readonly KubeEvent[] = []): AllAnswers =>
  withFacts({
    ...about(pendingPod({annotations: {}, spec: spec(over), owner: {kind: 'ReplicaSet', name: 'nginx-6d4cf56db6'}})),
    podEvents,
    workload: workload({template: {...workload().template, spec: spec({schedulerName: '', ...over})}}),
  });

/** fargate-scheduler's refusal with one clause. */
export const refusal = (clause: string): KubeEvent => event({message: `Pod not supported on Fargate: ${clause}`});

/** Any word of fargate-scheduler. */
export const said = (message: string): KubeEvent => event({message});

/** An event of the kubelet on the pod. */
export const kubelet = (reason: string, message: string, minutes = 5): KubeEvent =>
  event({component: 'kubelet', reason, message, lastAt: minutesAgo(minutes)});

/** The status of container `app`. */
export const state = (now: ContainerState, over: Partial<ContainerStatus> = {}): ContainerStatus => ({
  name: 'app',
  init: false,
  ready: false,
  restarts: 0,
  image: 'nginx',
  state: now,
  ...over,
});

/** A pod that has its node, and containers in these states. */
export const placed = (
  containers: readonly ContainerStatus[],
  podEvents: readonly KubeEvent[] = [],
  over: Partial<Container> = {},
  phase = 'Pending',
): AllAnswers =>
  withFacts({
    ...about(
      pod({
        owner: {kind: 'ReplicaSet', name: 'nginx-6d4cf56db6'},
        spec: spec({
          nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
          containers: [container(over)],
          initContainers: containers.filter((c) => c.init).map((c) => container({name: c.name})),
        }),
        status: {
          phase,
          conditions: [{type: 'PodScheduled', status: 'True', at: minutesAgo(13)}],
          containers,
        },
      }),
    ),
    podEvents,
    workload: workload(),
  });

/** A container that waits for its image. */
export const pulling = (message?: string, reason = 'ErrImagePull'): ContainerStatus =>
  state({is: 'waiting', reason, ...(message === undefined ? {} : {message})});
