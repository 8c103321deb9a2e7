import type {Fact} from './fact.ts';
import type {Subject} from './kubernetes.ts';

/**
 * Everything that a diagnosis was told: what it is about, and each answer as it was given, its failures included. The same
 * checks over the same recording give the same conclusion, wherever and whenever.
 */
export interface Recording {
  /** What was found to diagnose, with the facts that differ from subject to subject. */
  readonly subjects: readonly RecordedSubject[];
  /** The facts that are the same for the whole cluster, by their id. */
  readonly cluster: RecordedFacts;
  /** Sentences for the user's terminal: what was chosen and why, and what the connection warned of. */
  readonly told: readonly string[];
}

export interface RecordedSubject {
  readonly subject: Subject;
  readonly facts: RecordedFacts;
}

/** Answers by the id of their fact. One that is missing was not asked for. */
export type RecordedFacts = Readonly<Record<string, Fact<unknown>>>;
