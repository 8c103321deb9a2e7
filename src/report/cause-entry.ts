import type {AnyCheck, CausePage, UnreadableCause} from '../model/check.ts';
import type {CauseId} from '../model/finding.ts';
import type {Stage} from '../model/stage.ts';

/** All that is known of one cause by its id. */
export type CauseEntry =
  | {
      readonly is: 'checked';
      readonly id: CauseId;
      readonly page: CausePage;
      readonly check: AnyCheck;
      /** Where it bites: its page's stage, else its check's. */
      readonly stage: Stage;
      /** Causes whose pages say that they explain this one. */
      readonly explainedBy: readonly CauseId[];
    }
  | {readonly is: 'unreadable'; readonly id: CauseId; readonly reason: string};

/** The entry of a cause; undefined for an id that there is not. */
export function findPage(
  checks: readonly AnyCheck[],
  unreadable: readonly UnreadableCause[],
  id: CauseId,
): CauseEntry | undefined {
  const check = checks.find((c) => Object.hasOwn(c.causes, id));
  const page = check?.causes[id];
  if (check && page) {
    const explainedBy = checks.flatMap((c) =>
      Object.entries(c.causes).flatMap(([other, p]) => (p.explains?.includes(id) ? [other] : [])),
    );
    return {is: 'checked', id, page, check, stage: page.stage ?? check.stage, explainedBy: explainedBy.sort()};
  }
  const reason = unreadable.find((u) => u.id === id)?.reason;
  return reason === undefined ? undefined : {is: 'unreadable', id, reason};
}

/** Facts that are there before anything is read. */
const GIVEN = new Set(['subject', 'clock', 'target']);

/** Names of the facts that have to be read for a check. */
export function readsOf(check: AnyCheck): readonly string[] {
  return [...check.needs, ...(check.maybe ?? []), ...(check.consults ?? [])].filter((fact) => !GIVEN.has(fact));
}
