import type {Ignored} from '../model/diagnosis.ts';
import type {CauseId} from '../model/finding.ts';

/** A cause that the user does not want to hear of: everywhere, or for one subject. */
export interface Ignore {
  readonly id: CauseId;
  /** `namespace/name`. */
  readonly subject?: string;
  readonly reason?: string;
  /** The last day on which it holds, `2026-12-31`, in UTC. */
  readonly expires?: string;
}

interface Found {
  readonly problem: {readonly cause: CauseId};
  readonly subjects: readonly string[];
}

/** What is left of the findings, and what was kept from them. An ignore that is over is named, and keeps nothing. */
export interface Sifted<T> {
  readonly kept: readonly T[];
  readonly ignored: readonly Ignored[];
}

/** @param today `2026-11-20`; undefined: what expires is taken to hold. */
export function sift<T extends Found>(
  findings: readonly T[],
  ignores: readonly Ignore[],
  today: string | undefined,
): Sifted<T> {
  const isOver = ({expires}: Ignore): boolean => expires !== undefined && today !== undefined && expires < today;
  const valid = ignores.filter((ignore) => !isOver(ignore));
  const of = (finding: T): Ignore | undefined => valid.find((ignore) => covers(ignore, finding));
  const counts = new Map<Ignore, number>();
  const kept = findings.filter((finding) => {
    const ignore = of(finding);
    if (ignore) counts.set(ignore, (counts.get(ignore) ?? 0) + 1);
    return ignore === undefined;
  });
  const ignored = ignores.flatMap((ignore): readonly Ignored[] => {
    const count = counts.get(ignore) ?? 0;
    if (isOver(ignore)) return [{...ignore, expired: true, count: 0}];
    return count > 0 ? [{...ignore, count}] : [];
  });
  return {kept, ignored};
}

function covers({id, subject}: Ignore, {problem, subjects}: Found): boolean {
  if (id !== problem.cause) return false;
  // A workload's key has its kind before the name.
  return subject === undefined || (subjects.length > 0 && subjects.every((s) => s.split(' ').at(-1) === subject));
}
