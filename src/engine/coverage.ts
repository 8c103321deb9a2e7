import type {AnyCheck} from '../model/check.ts';
import type {NotChecked, RuledOut} from '../model/diagnosis.ts';
import type {NamedGap} from '../model/finding.ts';
import {stageNumber} from '../model/stage.ts';
import type {Examined} from './findings.ts';
import {inTrouble} from './subject.ts';

/** What was ruled out, and what could not be checked. */
export interface Coverage {
  readonly ruledOut: readonly RuledOut[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * Sums the outcomes up over all subjects. A check is ruled out only if it was clear wherever its question arose; one that
 * could not say for some subject, and found nothing elsewhere, is not checked.
 */
export function coverageOf(examined: readonly Examined[], checks: readonly AnyCheck[]): Coverage {
  const ruledOut: RuledOut[] = [];
  const notChecked: NotChecked[] = [];
  const standIns = examined.some((e) => e.state.subject.kind === 'FargateProfile');
  for (const check of checks) {
    const of = examined.map((e) => ({state: e.state, outcome: e.outcomes.find((o) => o.check === check)?.outcome}));
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
      const matters = couldExplain(check, state);
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
        notChecked.push({check: id, title, topic, ...reason, couldHide: Object.keys(check.causes), matters});
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
function couldExplain(check: AnyCheck, state: Examined['state']): boolean {
  const {standing, from, to, leaving} = state.standing;
  if (state.subject.kind === 'FargateProfile') return true;
  if (state.elsewhere !== undefined) return false;
  const pages = Object.values(check.causes).filter((page) => page.severity === 'error');
  if (standing === 'unknown') return pages.length > 0;
  if (!inTrouble(standing)) return false;
  if (leaving) return check.group === 'lifecycle' && pages.length > 0;
  return pages.some((page) => {
    const at = stageNumber(page.stage ?? check.stage);
    return at >= stageNumber(from) && at <= stageNumber(to);
  });
}
