import type {Fact} from './fact.ts';
import type {NotChecked, Scanned} from './diagnosis.ts';
import type {AlikePod, Subject} from './kubernetes.ts';

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
  /** Only of a scan: what it looked at, and which pods hang like a subject. */
  readonly scan?: RecordedScan;
}

export interface RecordedScan {
  readonly scanned: Scanned;
  /** What of the scope could not be listed. */
  readonly unread: readonly NotChecked[];
  /** By the key of the subject. */
  readonly alike: readonly {readonly subject: string; readonly others: readonly AlikePod[]}[];
}

export interface RecordedSubject {
  readonly subject: Subject;
  readonly facts: RecordedFacts;
}

/** Answers by the id of their fact. One that is missing was not asked for. */
export type RecordedFacts = Readonly<Record<string, Fact<unknown>>>;
