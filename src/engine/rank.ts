import {PRECEDENCE} from '../model/check.ts';
import type {Cause} from '../model/diagnosis.ts';
import type {Certainty, Severity} from '../model/finding.ts';
import {stageNumber} from '../model/stage.ts';
import {toCause, type Finding} from './findings.ts';

const CERTAINTIES: readonly Certainty[] = ['certain', 'likely', 'possible'];
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Orders findings by what to mend first, and nests each consequence under its cause. Nothing is dropped. Of one subject that
 * is what bites first; of a whole cluster (`broadest`) what most pods have in common.
 */
export function rankFindings(
  findings: readonly Finding[],
  first: 'earliest' | 'broadest' = 'earliest',
): readonly Cause[] {
  const edges = findings.map((cause) => findings.filter((other) => explains(cause, other)));
  const explainers = findings.map((finding) => findings.filter((_, i) => edges[i]?.includes(finding)));
  const weight = new Map(findings.map((finding, i) => [finding, edges[i]?.length ?? 0]));
  const order = (a: Finding, b: Finding): number => compare(a, b, weight, first === 'broadest');
  const roots = findings.filter((_, i) => explainers[i]?.length === 0).sort(order);
  const ordered: Finding[] = [];
  const placed = new Set<Finding>();
  const visit = (finding: Finding): void => {
    if (placed.has(finding)) return;
    placed.add(finding);
    ordered.push(finding);
    // A consequence of several causes comes after the last of them, from which it is visited again.
    const ready = (other: Finding): boolean => explainers[findings.indexOf(other)]?.every((f) => placed.has(f)) ?? true;
    // One of these may be a cause of another: what it frees is placed with it.
    [...(edges[findings.indexOf(finding)] ?? [])].sort(order).forEach((other) => {
      if (ready(other)) visit(other);
    });
  };
  roots.forEach(visit);
  // A cycle of edges would leave findings without a root; a law test keeps the graph free of them.
  [...findings].sort(order).forEach(visit);
  const ids = (list: readonly Finding[] | undefined): readonly string[] =>
    [...new Set((list ?? []).map((f) => f.problem.cause))].sort();
  return ordered.map((finding, i) => {
    const at = findings.indexOf(finding);
    return toCause(finding, i + 1, ids(edges[at]), ids(explainers[at]));
  });
}

/**
 * Whether one finding explains another: its page says so, they concern the same subject, and it does not bite later than
 * what it explains.
 */
function explains(cause: Finding, other: Finding): boolean {
  const cutsOff = cause.cutsOff === true && other.page.ofCutOffNode === true;
  if (cause === other || !(cutsOff || cause.page.explains?.includes(other.problem.cause))) return false;
  if (cause.when === 'next' && other.when === 'now') return false;
  const shared =
    cause.subjects.length === 0 ||
    other.subjects.length === 0 ||
    cause.subjects.some((s) => other.subjects.includes(s));
  return shared && stageNumber(cause.stage) <= stageNumber(other.stage);
}

function compare(a: Finding, b: Finding, weight: ReadonlyMap<Finding, number>, byBreadth: boolean): number {
  return (
    rankOf(['now', 'next'], a.when, b.when) ||
    rankOf(SEVERITIES, a.severity, b.severity) ||
    (byBreadth ? b.subjects.length - a.subjects.length : 0) ||
    stageNumber(a.stage) - stageNumber(b.stage) ||
    rankOf(CERTAINTIES, a.certainty, b.certainty) ||
    rankOf(PRECEDENCE, a.precedence, b.precedence) ||
    (weight.get(b) ?? 0) - (weight.get(a) ?? 0) ||
    b.subjects.length - a.subjects.length ||
    text(a.problem.cause, b.problem.cause) ||
    text(a.problem.summary, b.problem.summary)
  );
}

const rankOf = <T>(list: readonly T[], a: T, b: T): number => list.indexOf(a) - list.indexOf(b);
/** By code point, so that a machine's locale does not change a report. */
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
