import type {AnyCheck} from '../model/check.ts';
import type {NotChecked, RuledOut} from '../model/diagnosis.ts';
import type {NamedGap} from '../model/finding.ts';
import {stageNumber} from '../model/stage.ts';
import type {Examined} from './findings.ts';
import {inTrouble} from './subject.ts';

/**
 * What Fargate profiles are among the subjects for: in the place of pods that could not be read, which may be in trouble; or
 * for the next pods that they would take, which are not.
 */
export type StandInsFor = 'unread-pods' | 'next-pods';

/** What was ruled out, and what could not be checked. */
export interface Coverage {
  readonly ruledOut: readonly RuledOut[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Sums the outcomes up over all subjects. A check is ruled out only if it was clear wherever its question arose; one that
 * could not say for some subject, and found nothing elsewhere, is not checked.
 */
export function coverageOf(
  examined: readonly Examined[],
  checks: readonly AnyCheck[],
  standFor: StandInsFor = 'unread-pods',
): Coverage {
  const ruledOut: RuledOut[] = [];
  const notChecked: NotChecked[] = [];
  const standIns = standFor === 'unread-pods' && examined.some((e) => e.state.subject.kind === 'FargateProfile');
  const outcomes = examined.map((e) => new Map(e.outcomes.map(({check, outcome}) => [check, outcome])));
  for (const check of checks) {
    const of = examined.map((e, i) => ({state: e.state, outcome: outcomes[i]?.get(check)}));
    const said = of.some(({outcome}) => outcome?.is === 'clear' || outcome?.is === 'found');
    const open = of.filter(({state, outcome}) => {
      // Where the pod can't be read, its profiles stand in for it: what they settle is settled.
      if (standIns && said && state.subject.kind !== 'FargateProfile') return false;
      return (
        outcome?.is === 'unchecked' || outcome?.is === 'broken' || (outcome?.is === 'found' && outcome.gaps.length > 0)
      );
    });
    const {id, title, topic} = check;
    if (
      of.some(({outcome}) => outcome?.is === 'clear') &&
      open.length === 0 &&
      !of.some(({outcome}) => outcome?.is === 'found')
    ) {
      ruledOut.push({check: id, title, topic});
    }
    const seen = new Set<string>();
    for (const {state, outcome} of open) {
      const matters = couldExplain(check, state, standFor);
      const reasons =
        outcome?.is === 'broken'
          ? [broken(outcome.reason)]
          : outcome && 'gaps' in outcome
            ? outcome.gaps.map(reasonOf)
            : [];
      for (const reason of distinct(reasons)) {
        const key = JSON.stringify(reason);
        if (seen.has(key)) continue;
        seen.add(key);
        // What a manifest by itself can't tell was not asked of it.
        const wanted = !(state.subject.planned && reason.reason === 'unavailable');
        notChecked.push({
          check: id,
          title,
          topic,
          ...reason,
          couldHide: Object.keys(check.causes),
          matters: matters && wanted,
        });
      }
    }
  }
  return {ruledOut, notChecked};
}

type Reason = Pick<NotChecked, 'reason' | 'needs' | 'detail'>;

const broken = (reason: string): Reason => ({reason: 'broken', detail: reason});

function reasonOf({gap}: NamedGap): Reason {
  switch (gap.is) {
    case 'denied':
      return {reason: 'denied', needs: gap.permission, ...(gap.detail === undefined ? {} : {detail: gap.detail})};
    case 'failed':
      return {reason: 'failed', detail: gap.reason};
    case 'unavailable':
      return {reason: 'unavailable', detail: gap.reason};
  }
}

function distinct(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((r) => [`${r.reason} ${r.needs ?? r.detail ?? ''}`, r])).values()];
}

/** Whether a check that could not run might explain why this subject is in trouble: one of its causes bites where it stands. */
function couldExplain(check: AnyCheck, state: Examined['state'], standFor: StandInsFor): boolean {
  const {standing, from, to, leaving} = state.standing;
  // What would stop the next pod is a cause in a scan, so that what could hide it matters.
  if (state.subject.kind === 'FargateProfile')
    return standFor === 'unread-pods' || Object.values(check.causes).some((page) => page.severity === 'error');
  if (state.elsewhere !== undefined) return false;
  const pages = Object.values(check.causes).filter((page) => page.severity === 'error');
  if (standing === 'unknown' || standing === 'planned') return pages.length > 0;
  if (!inTrouble(standing)) return false;
  if (leaving) return check.group === 'lifecycle' && pages.length > 0;
  return pages.some((page) => {
    const at = stageNumber(page.stage ?? check.stage);
    return at >= stageNumber(from) && at <= stageNumber(to);
  });
}
