import {absent, unavailable, type Fact} from '../model/fact.ts';
import {isSubjectFact, type FactId, type FactMap} from '../model/facts.ts';
import {subjectKey, type Subject} from '../model/kubernetes.ts';
import type {RecordedFacts, Recording} from '../model/recording.ts';
import type {Source} from '../model/source.ts';
import {forEachSubject, gather} from './plan.ts';

/**
 * Asks for these facts of each subject and keeps the answers, failures included. What is unanswered when the signal fires
 * is kept as a failure, as in a diagnosis.
 *
 * @param facts Mostly `factsFor` all checks: a recording answers the questions of those checks, and no others.
 */
export async function record(
  source: Source,
  subjects: readonly Subject[],
  facts: readonly FactId[],
  signal: AbortSignal,
): Promise<Omit<Recording, 'told'>> {
  const gathered = await forEachSubject(subjects, async (subject) => {
    const answers = Object.entries<Fact<unknown>>(await gather(source, subject, facts, signal));
    const part = (ofSubject: boolean): RecordedFacts =>
      Object.fromEntries(answers.filter(([id]) => isSubjectFact(id as FactId) === ofSubject));
    return {subject, facts: part(true), cluster: part(false)};
  });
  return {
    subjects: gathered.map(({subject, facts: own}) => ({subject, facts: own})),
    // The first to ask was told what all were told.
    cluster: gathered[0]?.cluster ?? {},
  };
}

/** A source that answers as the recorded one did. What was not recorded is unavailable. */
export function replay(recording: Pick<Recording, 'subjects' | 'cluster'>): Source {
  const own = new Map(recording.subjects.map(({subject, facts}) => [subjectKey(subject), facts]));
  const answer = (fact: FactId, subject: Subject): Fact<unknown> => {
    const facts = isSubjectFact(fact) ? own.get(subjectKey(subject)) : recording.cluster;
    if (facts === undefined || !Object.hasOwn(facts, fact)) return unavailable('it is not in this bundle');
    return facts[fact] ?? absent;
  };
  return {
    ask: <K extends FactId>(fact: K, subject: Subject) => Promise.resolve(answer(fact, subject) as Fact<FactMap[K]>),
  };
}
