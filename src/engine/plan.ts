import type {AnyCheck} from '../model/check.ts';
import {failed} from '../model/fact.ts';
import {isSubjectFact, type FactId} from '../model/facts.ts';
import type {Subject} from '../model/kubernetes.ts';
import type {Source} from '../model/source.ts';
import {inputsOf, type Answers} from './examine.ts';

/** Facts that the engine itself reads, to say where a subject stands and what the cluster is. */
const ENGINE_FACTS: readonly FactId[] = [
  'subject',
  'clock',
  'target',
  'cluster',
  'callerIdentity',
  'pod',
  'podSpec',
  'podEvents',
  'workload',
  'workloadEvents',
  'profiles',
  'profile',
  'nodes',
];

/** Every fact that these checks, and the engine, may look at. */
export function factsFor(checks: readonly AnyCheck[]): readonly FactId[] {
  return [...new Set([...ENGINE_FACTS, ...checks.flatMap(inputsOf)])];
}

/**
 * Asks for all of a subject's facts at once. What is not answered when the signal fires is a failed fact, so that the
 * deadline holds whatever the APIs do.
 */
export async function gather(
  source: Source,
  subject: Subject,
  facts: readonly FactId[],
  signal: AbortSignal,
): Promise<Answers> {
  const late = failed('no answer before the run was ended');
  let end: () => void = () => undefined;
  const ended = new Promise<typeof late>((resolve) => {
    // What is known already, or needs no request, is had all the same.
    end = () => setImmediate(() => resolve(late));
  });
  if (signal.aborted) end();
  else signal.addEventListener('abort', end);
  try {
    const entries = await Promise.all(
      facts.map(async (fact) => [fact, await Promise.race([source.ask(fact, subject), ended])] as const),
    );
    return Object.fromEntries(entries);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** So many subjects are looked into at once: what they share is asked for by the first, and the rest follow quickly. */
const AT_ONCE = 50;

/**
 * Does some work for each subject, a bounded number at once, and gives the results in the order of the subjects. Between
 * two subjects the process hears its sockets: judging thousands in one go would make answers that are there look late.
 */
export async function forEachSubject<T>(
  subjects: readonly Subject[],
  work: (subject: Subject) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < subjects.length; at = next++) {
      results[at] = await work(subjects[at] as Subject);
      if (next < subjects.length) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({length: Math.min(AT_ONCE, subjects.length)}, worker));
  return results;
}

/** Splits facts into the cluster's and the subject's, for a caller that wants to ask the former early. */
export const clusterFacts = (facts: readonly FactId[]): readonly FactId[] =>
  facts.filter((fact) => !isSubjectFact(fact));
