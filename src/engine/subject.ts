import {asksForEc2, intentOf} from '../domain/intent.ts';
import {fargateNodeOf, isLost} from '../domain/fargate-node.ts';
import {placementOf} from '../domain/placement.ts';
import {lacksPods, refusedPods} from '../domain/short-workload.ts';
import {NORMAL_SECONDS, standingOf, type PodStanding} from '../domain/stages.ts';
import type {Standing} from '../model/diagnosis.ts';
import {failed, valueOf} from '../model/fact.ts';
import type {KubeEvent, Pod, Subject, Workload} from '../model/kubernetes.ts';
import {STAGES, type Stage} from '../model/stage.ts';
import type {Answers} from './examine.ts';

/** A subject's state before any check has spoken. */
export interface SubjectState {
  readonly subject: Subject;
  readonly answers: Answers;
  readonly standing: PodStanding;
  /** The Fargate node that it runs on no longer reports: what keeps nodes from joining may have cut it off. */
  readonly cutOff?: true;
  /** Why it is not ours, if it isn't. */
  readonly elsewhere?: string;
}

const NOT_ASKED = failed('not asked');

/** Reads where a subject stands, and whether it is meant for Fargate. */
export function stateOf(subject: Subject, answers: Answers): SubjectState {
  const state = placedState(subject, answers);
  return isCutOff(answers) ? {...state, cutOff: true} : state;
}

function isCutOff(answers: Answers): boolean {
  const pod = valueOf(answers.pod ?? NOT_ASKED);
  const node = pod && fargateNodeOf(pod, valueOf(answers.nodes ?? NOT_ASKED) ?? []);
  return node !== undefined && isLost(node, valueOf(answers.clock ?? NOT_ASKED) ?? '');
}

function placedState(subject: Subject, answers: Answers): SubjectState {
  const standing = standingOfSubject(subject, answers);
  const spec = valueOf(answers.podSpec ?? NOT_ASKED);
  const profiles = valueOf(answers.profiles ?? NOT_ASKED);
  // Without the profiles only the manifest tells which nodes it is meant for.
  const written = spec?.meantForFargate ?? subject.planned;
  const asked = spec && written && !profiles ? asksForEc2(spec) : undefined;
  if (asked !== undefined) return {subject, answers, standing, elsewhere: asked};
  if (!spec || !profiles) return {subject, answers, standing};
  const condition = valueOf(answers.pod ?? NOT_ASKED)?.status.conditions.find(
    (c) => c.type === 'PodScheduled',
  )?.message;
  const intent = intentOf(spec, placementOf(spec, profiles), {
    nodes: answers.nodes ?? NOT_ASKED,
    cluster: answers.cluster ?? NOT_ASKED,
    podEvents: answers.podEvents ?? NOT_ASKED,
    ...(condition === undefined ? {} : {condition}),
  });
  return intent.is === 'elsewhere'
    ? {subject, answers, standing, elsewhere: intent.because}
    : {subject, answers, standing};
}

function standingOfSubject(subject: Subject, answers: Answers): PodStanding {
  const anywhere: Pick<PodStanding, 'from' | 'to'> = {from: STAGES[0], to: 'ready'};
  if (subject.planned) return {standing: 'planned', from: 'creation', to: 'creation', seconds: 0};
  if (subject.kind === 'FargateProfile') return {standing: 'unknown', from: 'creation', to: 'creation', seconds: 0};
  const now = valueOf(answers.clock ?? NOT_ASKED);
  if (now === undefined) return {standing: 'unknown', ...anywhere, seconds: 0};
  if (subject.kind === 'Pod') {
    const pod = valueOf(answers.pod ?? NOT_ASKED);
    return pod ? standingOf(pod, answers.podEvents ?? NOT_ASKED, now) : {standing: 'unknown', ...anywhere, seconds: 0};
  }
  const workload = valueOf(answers.workload ?? NOT_ASKED);
  // Pods that could not be listed may be there and hang.
  if (!workload || answers.pod?.is !== 'absent') return {standing: 'unknown', ...anywhere, seconds: 0};
  const seconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(workload.createdAt)) / 1000));
  const missing = lacksPods(workload);
  const refused =
    (valueOf(answers.workloadEvents ?? NOT_ASKED) ?? []).some((e) => e.reason === 'FailedCreate') ||
    refusedPods(workload) !== undefined;
  // Its controller may only just have heard of it.
  const late = refused || !(seconds < NORMAL_SECONDS);
  const standing = missing ? (late ? 'stuck' : 'starting') : 'finished';
  return {standing, from: 'creation', to: 'creation', seconds: Number.isNaN(seconds) ? 0 : seconds};
}

/** Whether something is wrong with it, as opposed to on its way or done. */
export const inTrouble = (standing: Standing): boolean => standing === 'stuck' || standing === 'failed';

/** One sentence on a subject, without the cause. `at` is the stage that the findings point to. */
export function headlineOf({subject, answers, standing, elsewhere}: SubjectState, at: Stage): string {
  const name =
    subject.kind === 'Pod'
      ? `${subject.namespace}/${subject.name}`
      : `${subject.kind.toLowerCase()} ${subject.namespace}/${subject.name}`;
  const pod = valueOf(answers.pod ?? NOT_ASKED);
  if (!pod && subject.kind === 'Pod') return `${name} could not be read: what follows is about the cluster.`;
  if (!pod) {
    return standing.standing === 'finished'
      ? `${name} wants no pod that it does not have.`
      : standing.standing === 'starting'
        ? `${name} has no pod yet (${duration(standing.seconds)}): that is still normal.`
        : `${name} ${lackOf(valueOf(answers.workload ?? NOT_ASKED))}`;
  }
  if (standing.leaving && standing.standing === 'stuck')
    return `${name} was to be gone ${duration(standing.seconds)} ago, and is still there.`;
  if (elsewhere !== undefined && !inTrouble(standing.standing))
    return `${name} is ${pod.status.phase}; it is not meant for Fargate: ${elsewhere}.`;
  if (elsewhere !== undefined) {
    const words = refusalOf(pod, valueOf(answers.podEvents ?? NOT_ASKED) ?? []);
    const told = words === undefined ? '' : ` The scheduler says: ${words}`;
    return `${name} has been ${pod.status.phase} for ${duration(standing.seconds)}, but it is not meant for Fargate: ${elsewhere}.${told}`;
  }
  const since = `has been ${pod.status.phase} for ${duration(standing.seconds)}`;
  switch (standing.standing) {
    case 'running':
      return `${name} is running and ready.`;
    case 'finished':
      return `${name} has finished.`;
    case 'starting':
      return `${name} is starting (${duration(standing.seconds)}): that is still normal.`;
    case 'slow':
      return `${name} is slow to start (${duration(standing.seconds)}), which can still be normal.`;
    case 'failed':
      return `${name} has failed: ${at === 'start' ? 'its containers ended' : STUCK_AT[at]}.`;
    case 'stuck':
      return `${name} ${since}: ${at === 'start' && hasRun(pod) ? 'a container does not stay up' : STUCK_AT[at]}.`;
    case 'planned':
      return `${name} is only written down.`;
    case 'ending':
      return `${name} is being deleted: that is still normal.`;
    case 'unknown':
      return `${name} ${since}.`;
  }
}

/** What the scheduler that has the pod says of it, as one sentence. */
function refusalOf(pod: Pod, events: readonly KubeEvent[]): string | undefined {
  const condition = pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.status === 'False');
  const message = condition?.message ?? events.findLast((e) => e.reason === 'FailedScheduling')?.message;
  const text = message?.slice(0, 300).replaceAll(/\s+/g, ' ').trim();
  if (!text) return undefined;
  return text.endsWith('.') ? text.replace(/\.+$/, '.') : `${text}.`;
}

/** What a workload lacks, whose pods were not created. */
function lackOf(workload: Workload | undefined): string {
  const {current = 0, desired = 0} = workload?.replicas ?? {};
  if (current === 0) return 'has no pod yet: its pods were never created.';
  if (current < desired) return `has ${current} of ${desired} pods: the others were never created.`;
  return `keeps ${current === 1 ? 'its old pod' : `its ${current} old pods`}: the pods of the rollout were never created.`;
}

/** Whether a container of the pod, init containers aside, was started before. */
const hasRun = (pod: Pod): boolean =>
  pod.status.containers.some(
    ({init, restarts, last, state}) =>
      !init && (restarts > 0 || last !== undefined || (state.is === 'terminated' && state.exitCode !== 0)),
  );

/** What a person sees of a pod that hangs at a stage. */
const STUCK_AT: Readonly<Record<Stage, string>> = {
  creation: 'its pods were never created',
  admission: 'it was not handed to Fargate',
  validation: 'fargate-scheduler does not start it',
  provisioning: 'its Fargate node never joined the cluster',
  binding: 'it was not bound to its node',
  mounts: 'its node does not set it up',
  image: 'its image is not pulled',
  start: 'a container does not start',
  ready: 'it runs, but is not ready',
};

function duration(seconds: number): string {
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}h${minutes % 60 === 0 ? '' : `${minutes % 60}m`}` : `${Math.floor(hours / 24)}d`;
}
