import type {CauseId} from '../../model/finding.ts';
import type {Stage} from '../../model/stage.ts';

/** One thing that a scheduler's or kubelet's text says. A message may say several. */
export interface Clause {
  /** The cause it names by itself; absent for texts that name none (`Pod provisioning timed out`). */
  readonly cause?: CauseId;
  /** Stable word for the text: `timeout`, `host-network`, `pvc-unbound`, `profile-blocked-auth`, … */
  readonly says: string;
  /** The stage at which this text is written. */
  readonly stage: Stage;
  /** The part of the message that says it, verbatim; at most {@link CLAUSE_TEXT} characters. */
  readonly text: string;
  /** Names inside it: `volume`, `claim`, `profile`, `capability`, `ip`, … */
  readonly names: Readonly<Record<string, string>>;
}

/** Longest text that a clause repeats. The whole message stays in its utterance. */
export const CLAUSE_TEXT = 2000;

/** Named groups of a match as plain names; groups that took no part are left out. */
export function namesOf(groups: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> {
  const names: Record<string, string> = {};
  for (const [key, value] of Object.entries(groups ?? {})) if (value !== undefined) names[key] = value;
  return names;
}

/** Clauses in the order in which they were said, each thing once: Fargate repeats a clause for every container. */
export class ClauseList {
  readonly #seen = new Map<string, Clause>();

  add(clause: Clause): void {
    if (this.#seen.size >= 500) return;
    const key = `${clause.says} ${JSON.stringify(clause.names)}`;
    if (!this.#seen.has(key)) this.#seen.set(key, {...clause, text: clause.text.slice(0, CLAUSE_TEXT)});
  }

  has(says: string): boolean {
    return [...this.#seen.values()].some((clause) => clause.says === says);
  }

  all(): readonly Clause[] {
    return [...this.#seen.values()];
  }
}
