import {createHash} from 'node:crypto';
import type {PodOptions, PodState} from './objects-pod.ts';
import type {BuildContext} from './objects.ts';
import {ageMs, rfc3339} from './time.ts';

type Status = Readonly<Record<string, unknown>>;
type Standing = PodOptions & {
  readonly age: string;
  readonly state: PodState;
  readonly ip: string;
  /** As in the finished spec. */
  readonly containers: readonly {readonly name: string; readonly image: string}[];
};

const UNSCHEDULABLE =
  '0/2 nodes are available: 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}. ' +
  'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';

/** `status` of a pod at a stage of its life. A micro-VM takes some 40 s to come up, an image some 10 s. */
export function podStatus(pod: Standing, context: BuildContext): Status {
  const created = Date.parse(context.now) - ageMs(pod.age);
  const scheduled = rfc3339(created + 40_000);
  const started = rfc3339(created + 52_000);
  switch (pod.state) {
    case 'new':
    case 'timed-out':
      return {phase: 'Pending', qosClass: 'Guaranteed'};
    case 'unscheduled':
      return pending(pod.reason ?? 'Unschedulable', pod.message ?? UNSCHEDULABLE, rfc3339(created));
    case 'refused':
      return pending(
        pod.reason ?? 'POD_UNSUPPORTED_ON_FARGATE',
        pod.message ?? 'Pod not supported on Fargate: invalid SecurityContext fields: Privileged',
        rfc3339(created),
      );
    case 'rejected':
      return {
        phase: 'Failed',
        reason: pod.reason ?? 'UnsupportedPodSpec',
        message: pod.message ?? 'Pod not supported: SchedulerName is not fargate-scheduler',
        startTime: scheduled,
        qosClass: 'Guaranteed',
      };
    case 'creating':
    case 'image-pull':
    case 'crash':
    case 'not-ready':
    case 'running':
    case 'succeeded':
      return placed(pod, scheduled, started);
  }
}

function pending(reason: string, message: string, at: string): Status {
  return {
    phase: 'Pending',
    conditions: [{type: 'PodScheduled', status: 'False', reason, message, lastProbeTime: null, lastTransitionTime: at}],
    qosClass: 'Guaranteed',
  };
}

function placed(pod: Standing, scheduled: string, started: string): Status {
  const ready = pod.state === 'running';
  const done = pod.state === 'succeeded';
  const condition = (type: string, yes: boolean, at: string): unknown => ({
    type,
    status: yes ? 'True' : 'False',
    lastProbeTime: null,
    lastTransitionTime: at,
    ...(yes
      ? {}
      : done
        ? {reason: 'PodCompleted'}
        : {
            reason: 'ContainersNotReady',
            message: `containers with unready status: [${pod.containers.map((c) => c.name).join(' ')}]`,
          }),
  });
  const phase = done ? 'Succeeded' : pod.state === 'creating' || pod.state === 'image-pull' ? 'Pending' : 'Running';
  return {
    phase,
    conditions: [
      condition('PodScheduled', true, scheduled),
      condition('Initialized', true, scheduled),
      condition('ContainersReady', ready, started),
      condition('Ready', ready, started),
    ],
    hostIP: pod.ip,
    ...(phase === 'Pending' ? {} : {podIP: pod.ip, podIPs: [{ip: pod.ip}]}),
    startTime: scheduled,
    containerStatuses: pod.containers.map((c) => containerStatus(pod, c, started)),
    qosClass: 'Guaranteed',
  };
}

function containerStatus(pod: Standing, {name, image}: Standing['containers'][number], started: string): Status {
  const id = createHash('sha256')
    .update(`${pod.namespace ?? 'default'}/${pod.name}/${name}`)
    .digest('hex');
  const waiting = (reason: string): Status => ({
    waiting: {reason: pod.reason ?? reason, ...(pod.message === undefined ? {} : {message: pod.message})},
  });
  const ended = (exitCode: number, reason: string): Status => ({
    terminated: {exitCode, reason, startedAt: started, finishedAt: started, containerID: `containerd://${id}`},
  });
  const state =
    pod.state === 'creating'
      ? waiting('ContainerCreating')
      : pod.state === 'image-pull'
        ? waiting('ImagePullBackOff')
        : pod.state === 'crash'
          ? waiting('CrashLoopBackOff')
          : pod.state === 'succeeded'
            ? ended(0, 'Completed')
            : {running: {startedAt: started}};
  const up = pod.state === 'running' || pod.state === 'not-ready';
  return {
    name,
    image,
    imageID:
      pod.state === 'creating' || pod.state === 'image-pull' ? '' : `${image.split(':')[0] ?? image}@sha256:${id}`,
    ...(up || pod.state === 'crash' ? {containerID: `containerd://${id}`} : {}),
    ready: pod.state === 'running',
    started: up,
    restartCount: pod.restarts ?? (pod.state === 'crash' ? 6 : 0),
    state,
    lastState: pod.state === 'crash' ? ended(1, 'Error') : {},
  };
}
