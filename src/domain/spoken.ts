import type {Doubt} from '../model/check.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {Evidence} from '../model/finding.ts';
import type {KubeEvent, Pod} from '../model/kubernetes.ts';
import {lastRefusal, utterances, type Clause, type Utterance} from './messages.ts';

/** A clause with the text that it is part of. */
export interface Spoken {
  readonly utterance: Utterance;
  readonly clause: Clause;
}

/** Longest message that evidence repeats whole; of longer ones the clause that matters is shown. */
const WHOLE = 2000;

/** What was said, as evidence: verbatim, with who said it and when. */
export function spokenEvidence(pod: Pod, utterance: Utterance, clause?: Clause): Evidence {
  const value =
    utterance.message.length <= WHOLE ? utterance.message : (clause?.text ?? utterance.message.slice(0, WHOLE));
  const at = utterance.at === undefined ? {} : {at: utterance.at};
  if (utterance.from === 'event') return {source: 'event', ref: utterance.component, value, ...at};
  const path =
    utterance.from === 'container'
      ? `status.containerStatuses[${utterance.container ?? ''}]`
      : pod.status.phase === 'Failed'
        ? 'status'
        : 'status.conditions[PodScheduled]';
  const words = [utterance.reason, value].filter((text) => text !== '').join(': ');
  return {source: `get pods -n ${pod.namespace}`, ref: `pod/${pod.name}`, path, value: words, ...at};
}

/** The clauses with these words in the last refusal of fargate-scheduler or of the Fargate node's kubelet. */
export function refusedFor(pod: Pod, events: readonly KubeEvent[], says: readonly string[]): readonly Spoken[] {
  const utterance = lastRefusal(pod, events);
  if (!utterance) return [];
  return utterance.clauses.filter((clause) => says.includes(clause.says)).map((clause) => ({utterance, clause}));
}

/** The clauses with these words in anything said of the pod, the newest first. */
export function spokenOf(pod: Pod, events: readonly KubeEvent[], says: readonly string[]): readonly Spoken[] {
  return utterances(pod, events).flatMap((utterance) =>
    utterance.clauses.filter((clause) => says.includes(clause.says)).map((clause) => ({utterance, clause})),
  );
}

/** True while fargate-scheduler has not placed the pod: what it said last still holds. */
export const isUnplaced = (pod: Pod): boolean =>
  pod.spec.nodeName === undefined && pod.status.phase === 'Pending' && pod.deletedAt === undefined;

/**
 * What the last refusal of a waiting pod says in these words. Where there is no refusal, and events could not be read,
 * that is said to the engine: the refusal may be there.
 */
export function heard(
  pod: Pod,
  podEvents: Fact<readonly KubeEvent[]>,
  says: readonly string[],
  doubt: Doubt,
): Spoken | undefined {
  if (!isUnplaced(pod)) return undefined;
  const events = valueOf(podEvents) ?? [];
  const [spoken] = refusedFor(pod, events, says);
  if (!spoken && !lastRefusal(pod, events)) doubt.unsure('podEvents');
  return spoken;
}
