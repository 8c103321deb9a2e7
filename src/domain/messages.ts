import type {Condition, ContainerState, KubeEvent, Pod} from '../model/kubernetes.ts';
import {ClauseList, type Clause} from './messages/clause.ts';
import {readSentences} from './messages/sentences.ts';
import {readUnsupported} from './messages/unsupported.ts';
import {FARGATE_SCHEDULER} from './names.ts';

export type {Clause} from './messages/clause.ts';

/** A text with its origin: an event's message or a condition's. */
export interface Utterance {
  readonly from: 'event' | 'condition' | 'container';
  /** Who said it; for a container's state, the kubelet. */
  readonly component: string;
  readonly reason: string;
  readonly message: string;
  /** The container whose state it is. */
  readonly container?: string;
  readonly at?: string;
  readonly count: number;
  readonly clauses: readonly Clause[];
  /** It says why the pod is not placed, or not admitted on its Fargate node. */
  readonly refuses: boolean;
  /** False: fargate-scheduler (or the kubelet on a Fargate node) said something that the grammar doesn't know. */
  readonly understood: boolean;
}

/** fargate-scheduler's own reasons in `status.conditions`, unlike every reason of Kubernetes' own scheduler. */
const CODE = /^[A-Z][A-Z0-9]{0,60}_[A-Z0-9_]{1,120}$/;

/** True for a reason such as `POD_UNSUPPORTED_ON_FARGATE`: only fargate-scheduler writes such. */
export const isFargateCode = (reason: string): boolean => CODE.test(reason);

/** Longest part of a text that is read. The API server cuts an event's message at 1 KB; others may not. */
const READ = 128 * 1024;

/** Words of {@link Clause.says} for texts whose form is known and whose content is not. */
const HALF_KNOWN: readonly string[] = ['unsupported-other', 'profile-blocked-other'];

/** Reads one text. Unanchored, linear in the text's length; an unknown text yields no clause. */
export function readMessage(reason: string, component: string, message: string): readonly Clause[] {
  const text = message.length > READ ? message.slice(0, READ) : message;
  const clauses = new ClauseList();
  readUnsupported(text, clauses);
  readSentences(reason, text, clauses);
  const bracketed = /^\s{0,8}\[([A-Z][A-Z0-9_]{1,180})\]/.exec(text)?.[1];
  for (const code of [reason, bracketed]) if (code !== undefined) readCode(code, text, clauses);
  if (reason === 'InvalidImageName' && !clauses.has('image-name')) {
    clauses.add({cause: 'image-invalid-name', says: 'image-name', stage: 'image', text: text || reason, names: {}});
  }
  return clauses.all();
}

/** A code may come with words that we don't know, or with none. */
function readCode(code: string, text: string, clauses: ClauseList): void {
  if (code === 'POD_CPU_MEM_EXCEEDS_MAX_FARGATE_SIZE' && !clauses.has('size')) {
    clauses.add({cause: 'size-exceeds-max', says: 'size', stage: 'validation', text: code, names: {}});
  }
  if (code === 'POD_UNSUPPORTED_ON_FARGATE' && clauses.all().length === 0) {
    clauses.add({says: 'unsupported-other', stage: 'validation', text: text || code, names: {}});
  }
}

/** What fargate-scheduler says beside its refusals. */
const NO_REFUSAL: readonly string[] = ['logging-missing', 'logging-invalid', 'logging-on', 'scheduled'];

type Origin = Omit<Utterance, 'clauses' | 'understood' | 'refuses'>;

/**
 * True where fargate-scheduler says why it doesn't place a pod, or a Fargate node's kubelet why it refuses one. Its words
 * count under any reason: AWS publishes no list of those.
 */
function isRefusal({reason, component, from}: Origin, clauses: readonly Clause[]): boolean {
  if (reason === 'UnsupportedPodSpec' || isFargateCode(reason)) return true;
  if (component !== FARGATE_SCHEDULER || reason === 'SchedulingGated') return false;
  if (reason === 'FailedScheduling' || reason === 'Unschedulable') return true;
  return from === 'condition' || clauses.some((clause) => !NO_REFUSAL.includes(clause.says));
}

function utter(origin: Origin): Utterance {
  const clauses = readMessage(origin.reason, origin.component, origin.message);
  const known = clauses.length > 0 && clauses.every((clause) => !HALF_KNOWN.includes(clause.says));
  const refuses = isRefusal(origin, clauses);
  return {...origin, clauses, refuses, understood: known || !refuses};
}

/**
 * All that was said of a pod: container states (they have no time and hold now), events, the PodScheduled condition and
 * the pod's own reason; the newest first.
 */
export function utterances(pod: Pod, events: readonly KubeEvent[]): readonly Utterance[] {
  const timed = [...events.map(fromEvent), ...pod.status.conditions.flatMap((c) => fromCondition(pod, c))];
  return [...fromContainers(pod), ...fromPod(pod), ...timed.sort(newestFirst)];
}

/**
 * What fargate-scheduler, or the kubelet of a Fargate node, says of the pod at last: the newest refusal. What it said
 * before is superseded: a pod that was refused for an unbound claim and later timed out is no longer held by the claim.
 */
export function lastRefusal(pod: Pod, events: readonly KubeEvent[]): Utterance | undefined {
  return utterances(pod, events).find((u) => u.from !== 'container' && u.refuses);
}

/** Ties are broken by the text, so that the order in which the API lists events decides nothing. */
const newestFirst = (a: Utterance, b: Utterance): number =>
  timeOf(b) - timeOf(a) || (a.message < b.message ? -1 : a.message > b.message ? 1 : 0);

const timeOf = (utterance: Utterance): number => {
  const time = Date.parse(utterance.at ?? '');
  return Number.isNaN(time) ? 0 : time;
};

/** Many checks ask what an event says; facts never change, so each is read once. */
const readEvents = new WeakMap<KubeEvent, Utterance>();

function fromEvent(event: KubeEvent): Utterance {
  const before = readEvents.get(event);
  if (before) return before;
  const {component, reason, message, count} = event;
  const utterance = utter({from: 'event', component, reason, message, at: event.lastAt, count});
  readEvents.set(event, utterance);
  return utterance;
}

function fromCondition(pod: Pod, condition: Condition): readonly Utterance[] {
  if (condition.type !== 'PodScheduled' || condition.status === 'True') return [];
  const {reason = '', message = '', at} = condition;
  if (reason === '' && message === '') return [];
  const component = isFargateCode(reason) ? FARGATE_SCHEDULER : pod.spec.schedulerName;
  return [utter({from: 'condition', component, reason, message, ...(at === undefined ? {} : {at}), count: 1})];
}

/** A refused pod is `Failed`, with the kubelet's reason in its status. */
function fromPod(pod: Pod): readonly Utterance[] {
  const {phase, reason = '', message = ''} = pod.status;
  if (phase !== 'Failed' || (reason === '' && message === '')) return [];
  return [utter({from: 'condition', component: 'kubelet', reason, message, count: 1})];
}

function fromContainers(pod: Pod): readonly Utterance[] {
  return pod.status.containers.flatMap((status) =>
    [status.state, status.last].flatMap((state) => (state ? fromState(status.name, state) : [])),
  );
}

function fromState(container: string, state: ContainerState): readonly Utterance[] {
  if (state.is !== 'waiting' && state.is !== 'terminated') return [];
  const {reason = '', message = '', at} = state;
  if (reason === '' && message === '') return [];
  return [
    utter({
      from: 'container',
      component: 'kubelet',
      reason,
      message,
      container,
      ...(at === undefined ? {} : {at}),
      count: 1,
    }),
  ];
}
