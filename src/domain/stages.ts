import type {Standing} from '../model/diagnosis.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {ContainerStatus, KubeEvent, Pod} from '../model/kubernetes.ts';
import type {Stage} from '../model/stage.ts';
import {lastRefusal} from './messages.ts';
import {CAPACITY_ANNOTATION, FARGATE_SCHEDULER, LOGGING_ANNOTATION, PROFILE_LABEL} from './names.ts';

/** Where a pod stands in its life, and how it fares there. */
export interface PodStanding {
  readonly standing: Standing;
  /**
   * The first and last stage at which it may be: the same, unless only silence tells (a pod that fargate-scheduler has
   * said nothing of may be in validation or in provisioning).
   */
  readonly from: Stage;
  readonly to: Stage;
  /** Seconds since it has been on the way: since its creation while unscheduled, since the last progress afterwards. */
  readonly seconds: number;
  /** It is being deleted: how far it came is history, and only its end matters. `seconds` then count from that end. */
  readonly leaving?: true;
}

/** Up to here a start is ordinary, and up to the second it is slow; measured starts of Fargate pods took 12 to 75 s. */
export const NORMAL_SECONDS = 60;
export const SLOW_SECONDS = 150;
/** A pod that is still there so long after it was to be gone hangs: its `deletionTimestamp` has the grace period in it. */
export const END_SECONDS = 300;

/** Why an image isn't there; the kubelet goes on trying, so the pod may cure itself, but it hangs now. */
export const IMAGE_ERRORS: readonly string[] = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
  'ImageInspectError',
];

/** Why a container doesn't start. */
export const START_ERRORS: readonly string[] = [
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'StartError',
  'ContainerCannotRun',
  'PreCreateHookError',
  'PreStartHookError',
  'PostStartHookError',
];

/** Once a container has run for so long the kubelet starts it anew at once: its back-off is forgotten. */
const BACKOFF_SECONDS = 600;

/**
 * Between two ends of a crash loop: the container runs or is about to, has ended before, and has neither become ready since
 * nor run for so long that it counts as up. Most programs that die after a while are met in this state.
 */
export function isBetweenRestarts({ready, restarts, state, last}: ContainerStatus, now: string): boolean {
  if (ready || restarts === 0 || !last) return false;
  if (state.is === 'waiting') return state.reason === 'ContainerCreating';
  return state.is === 'running' && (time(now) - time(state.at)) / 1000 < BACKOFF_SECONDS;
}

/** True where waiting on won't help: it hangs, or it has failed. */
export const isStuck = (standing: PodStanding): boolean =>
  standing.standing === 'stuck' || standing.standing === 'failed';

/** True where the pod is still on its way and not late. */
export const isOnItsWay = (standing: PodStanding): boolean =>
  standing.standing === 'starting' || standing.standing === 'slow';

/**
 * Reads where a pod stands from facts that outlive events, and from its events where they could be read. Of a pod that is
 * being deleted the stage is kept; it hangs if it outlives its end by {@link END_SECONDS}.
 */
export function standingOf(pod: Pod, events: Fact<readonly KubeEvent[]>, now: string): PodStanding {
  const standing = counted(readStanding({pod, events: valueOf(events) ?? [], now}));
  if (pod.deletedAt === undefined) return standing;
  const seconds = overdue(pod, now);
  return {...standing, standing: seconds > END_SECONDS ? 'stuck' : 'ending', seconds, leaving: true};
}

/** Seconds for which a pod has outlived the time at which it was to be gone; 0 before that, or where it isn't deleted. */
export function overdue({deletedAt}: Pod, now: string): number {
  const seconds = Math.floor((time(now) - time(deletedAt)) / 1000);
  return Number.isNaN(seconds) ? 0 : Math.max(0, seconds);
}

interface View {
  readonly pod: Pod;
  readonly events: readonly KubeEvent[];
  readonly now: string;
}

function readStanding(view: View): PodStanding {
  const {pod, events} = view;
  const {phase, reason} = pod.status;
  if (phase === 'Succeeded') return at('finished', 'ready', since(view, lastChange(pod)));
  if (phase === 'Failed') {
    const refused = [reason, ...events.map((e) => e.reason)].includes('UnsupportedPodSpec');
    return at('failed', refused ? 'mounts' : 'start', since(view, lastChange(pod)));
  }
  const ready = condition(pod, 'Ready');
  if (ready?.status === 'True') return at('running', 'ready', since(view, ready.at));
  // Without the condition the phase and the containers tell.
  if (!ready && phase === 'Running' && pod.status.containers.every((c) => c.init || c.ready)) {
    return at('running', 'ready', since(view, pod.status.startTime));
  }
  const assigned = pod.spec.nodeName !== undefined || condition(pod, 'PodScheduled')?.status === 'True';
  return assigned ? onItsNode(view) : withoutNode(view);
}

function withoutNode(view: View): PodStanding {
  const {pod, events} = view;
  const seconds = since(view, pod.createdAt);
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False' && scheduled.reason === 'SchedulingGated') return at('stuck', 'admission', seconds);
  if (pod.spec.schedulerName !== FARGATE_SCHEDULER) {
    const refused =
      (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') ||
      events.some((event) => event.reason === 'FailedScheduling');
    return at(refused ? 'stuck' : byAge(seconds), 'admission', seconds);
  }
  const refusal = lastRefusal(pod, events);
  if (refusal) {
    const provisioning = refusal.clauses.some((clause) => clause.stage === 'provisioning');
    return at('stuck', provisioning ? 'provisioning' : 'validation', seconds);
  }
  const validated =
    pod.annotations[CAPACITY_ANNOTATION] !== undefined ||
    pod.annotations[LOGGING_ANNOTATION] !== undefined ||
    events.some((e) => e.component === FARGATE_SCHEDULER && /^Logging(?:En|Dis)abled$/.test(e.reason));
  // Without the webhook's label nobody but the manifest has named this scheduler, and it has not spoken.
  if (!validated && pod.labels[PROFILE_LABEL] === undefined) return at(byAge(seconds), 'admission', seconds);
  return {standing: byAge(seconds), from: validated ? 'provisioning' : 'validation', to: 'provisioning', seconds};
}

function onItsNode(view: View): PodStanding {
  const {pod} = view;
  const {containers} = pod.status;
  const onTheWay = since(view, condition(pod, 'PodScheduled')?.at ?? pod.status.startTime ?? pod.createdAt);
  if (containers.some((c) => waitsFor(c, IMAGE_ERRORS))) return at('stuck', 'image', onTheWay);
  if (containers.some((c) => waitsFor(c, START_ERRORS) || failed(c))) return at('stuck', 'start', onTheWay);

  // A restart is no progress, so the time since then says nothing.
  if (containers.some((c) => isBetweenRestarts(c, view.now))) {
    return {...at(byAge(onTheWay), 'start', onTheWay), to: 'ready'};
  }

  const started = containers.filter((c) => c.state.is === 'running');
  const idle = since(view, latest(started.map((c) => c.state.at)) ?? condition(pod, 'PodScheduled')?.at);
  const main = containers.filter((c) => !c.init);
  if (main.length > 0 && main.every((c) => c.state.is === 'running' || c.state.is === 'terminated')) {
    return at(byAge(idle), 'ready', idle);
  }
  // An init container at work: the others wait for it with PodInitializing. Sidecars don't hold them up.
  if (started.some((c) => c.init && !c.ready)) return at(byAge(idle), 'start', idle);
  return at(byAge(onTheWay), stageByKubelet(view.events), onTheWay);
}

const STAGE_OF_EVENT: Readonly<Record<string, Stage>> = {
  FailedMount: 'mounts',
  FailedAttachVolume: 'mounts',
  Pulling: 'image',
  Pulled: 'start',
  Created: 'start',
  Started: 'start',
};

/** What the kubelet did last; mounts come first on a node, so silence means that they are not done. */
function stageByKubelet(events: readonly KubeEvent[]): Stage {
  let last: KubeEvent | undefined;
  for (const event of events) {
    if (!Object.hasOwn(STAGE_OF_EVENT, event.reason)) continue;
    // Of two in the same second the later in the pod's life counts: events have whole seconds.
    if (!last || compareProgress(event, last) > 0) last = event;
  }
  return (last && STAGE_OF_EVENT[last.reason]) ?? 'mounts';
}

const ORDER = Object.keys(STAGE_OF_EVENT);

function compareProgress(a: KubeEvent, b: KubeEvent): number {
  return time(a.lastAt) - time(b.lastAt) || ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason);
}

function waitsFor(status: ContainerStatus, reasons: readonly string[]): boolean {
  return status.state.is === 'waiting' && reasons.includes(status.state.reason ?? '');
}

/** Ended with an error. A container that ended well, or was never started, has no part in this. */
function failed(status: ContainerStatus): boolean {
  return status.state.is === 'terminated' && (status.state.exitCode ?? 0) !== 0;
}

const at = (standing: Standing, stage: Stage, seconds: number): PodStanding => ({
  standing,
  from: stage,
  to: stage,
  seconds,
});

/** The same with whole seconds: 0 for an age that nothing tells. */
const counted = (standing: PodStanding): PodStanding =>
  Number.isNaN(standing.seconds) ? {...standing, seconds: 0} : standing;

/** An age that nothing tells is no sign of youth. */
function byAge(seconds: number): Standing {
  if (Number.isNaN(seconds)) return 'stuck';
  if (seconds < NORMAL_SECONDS) return 'starting';
  return seconds <= SLOW_SECONDS ? 'slow' : 'stuck';
}

const condition = (pod: Pod, type: string): Pod['status']['conditions'][number] | undefined =>
  pod.status.conditions.find((c) => c.type === type);

const lastChange = (pod: Pod): string | undefined =>
  latest([...pod.status.containers.map((c) => c.state.at), ...pod.status.conditions.map((c) => c.at)]) ?? pod.createdAt;

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times.reduce((best, t) => (t !== undefined && !(time(best) >= time(t)) ? t : best), undefined);
}

const time = (at: string | undefined): number => Date.parse(at ?? '');

/** Whole seconds from then to now; 0 where clocks disagree, unknown (NaN) where nothing has a time. */
function since({pod, events, now}: View, then: string | undefined): number {
  const times = [then, pod.createdAt, pod.status.startTime, ...events.map((e) => e.firstAt)];
  const known = times.find((t) => !Number.isNaN(time(t)));
  return Math.max(0, Math.floor((time(now) - time(known)) / 1000));
}
