import type {AnyCheck} from '../model/check.ts';
import {SCHEMA, type Diagnosis, type Verdict, type NotChecked, type Scanned} from '../model/diagnosis.ts';
import type {Outcome} from '../model/finding.ts';
import {subjectKey, type AlikePod, type Subject} from '../model/kubernetes.ts';
import type {Source} from '../model/source.ts';
import {coverageOf} from './coverage.ts';
import {examine} from './examine.ts';
import {findingsOf, mergeFindings, withoutEchoes, type Examined} from './findings.ts';
import {factsFor, forEachSubject, gather} from './plan.ts';
import {sift, type Ignore} from './ignores.ts';
import {pathsOf} from './paths.ts';
import {writtenOutcome, type Written} from './planned.ts';
import {rankFindings} from './rank.ts';
import {stateOf} from './subject.ts';
import {clusterSummary, exitOf, overallVerdict, reportAlike, reportSubject, type FailOn} from './verdict.ts';

/** What a diagnosis is asked to do. */
export interface DiagnoseOptions {
  readonly checks: readonly AnyCheck[];
  readonly failOn: FailOn;
  /** Causes that are not to be reported: everywhere, or for one subject (`ns/name`). */
  readonly ignore: readonly Ignore[];
  /** Ends the gathering; what is unanswered by then is a failed fact. */
  readonly signal: AbortSignal;
  /** Pods for which the diagnosis of a subject holds too, by its key. */
  readonly alike?: ReadonlyMap<string, readonly AlikePod[]>;
  /** The whole cluster is asked about: what is common comes first, and profiles stand for their next pods. */
  readonly scan?: () => ScanReport;
  /** Where planned subjects are written. */
  readonly written?: Written;
  /** Told when all facts of a subject are in. */
  readonly onExamined?: (subject: Subject, done: number, of: number) => void;
}

export type {Ignore};

/** What a scan looked at and what of it could not be listed; asked for at the end, when it is known whether all was read. */
export interface ScanReport {
  readonly scanned: Scanned;
  readonly unread: readonly NotChecked[];
}

const CAUSES_FOUND: Verdict = 'causes-found';

/** Everything of a diagnosis but how the run went. */
export type Conclusion = Omit<Diagnosis, 'run'>;

/** Gathers the facts of each subject, judges them with each check, and ranks what was found. */
export async function diagnose(
  source: Source,
  subjects: readonly Subject[],
  options: DiagnoseOptions,
): Promise<Conclusion> {
  const facts = factsFor(options.checks);
  let done = 0;
  const examined = await forEachSubject(subjects, async (subject): Promise<Examined> => {
    const answers = await gather(source, subject, facts, options.signal);
    options.onExamined?.(subject, ++done, subjects.length);
    const {written} = options;
    const seen = (outcome: Outcome): Outcome =>
      subject.planned && written ? writtenOutcome(outcome, subject, written) : outcome;
    const outcomes = options.checks.map((check) => ({check, outcome: seen(examine(check, answers))}));
    const alike = options.alike?.get(subjectKey(subject));
    return {state: stateOf(subject, answers), outcomes, ...(alike ? {alike} : {})};
  });
  const {scan, ...rest} = options;
  return conclude(examined, scan ? {...rest, scan: scan()} : rest);
}

/** Ranks and words what the checks said. Pure: the same outcomes give the same conclusion, in whatever order they came. */
export function conclude(
  unordered: readonly Examined[],
  options: Pick<DiagnoseOptions, 'checks' | 'failOn' | 'ignore' | 'written'> & {readonly scan?: ScanReport},
): Conclusion {
  const {scan} = options;
  const examined = [...unordered].sort((a, b) => (subjectKey(a.state.subject) < subjectKey(b.state.subject) ? -1 : 1));
  const all = examined.flatMap(findingsOf);
  const {kept: found, ignored} = sift(all, options.ignore, dayOf(examined));
  // What the user does not want to hear of explains a subject all the same.
  const explained = new Set(all.filter((f) => !f.note && !found.includes(f)).flatMap((f) => f.subjects));
  const findings = mergeFindings(scan ? withoutEchoes(found) : found);
  const causes = rankFindings(
    findings.filter((f) => !f.note),
    scan ? 'broadest' : 'earliest',
  );
  // What is a cause for one subject needs no note for another.
  const named = new Set(causes.map((c) => `${c.id} ${c.summary}`));
  const notes = rankFindings(findings.filter((f) => f.note && !named.has(`${f.problem.cause} ${f.problem.summary}`)));
  const {ruledOut, notChecked: unchecked} = coverageOf(examined, options.checks, scan ? 'next-pods' : 'unread-pods');
  const notChecked = [...(scan?.unread ?? []), ...unchecked];
  const reports = examined
    .filter((e) => e.state.subject.kind !== 'FargateProfile')
    .flatMap((e) => reportsOf(e, causes, unchecked, options.written))
    .map((r) => (r.verdict === 'unexplained' && explained.has(subjectKey(r)) ? {...r, verdict: CAUSES_FOUND} : r));
  const verdict = overallVerdict(reports, causes, notChecked);
  const paths = pathsOf(examined, causes);
  return {
    schema: SCHEMA,
    cluster: clusterSummary(examined),
    ...(scan ? {scanned: scan.scanned} : {}),
    subjects: reports,
    verdict,
    causes,
    notes,
    ruledOut,
    notChecked,
    ...(paths.length > 0 ? {paths} : {}),
    ...(ignored.length > 0 ? {ignored} : {}),
    exit: exitOf(verdict, causes, options.failOn),
  };
}

function reportsOf(
  examined: Examined,
  causes: Conclusion['causes'],
  unchecked: readonly NotChecked[],
  written: Written | undefined,
): Conclusion['subjects'] {
  const report = reportSubject(examined, causes, unchecked, written);
  return [report, ...(examined.alike ?? []).map((pod) => reportAlike(report, examined, pod))];
}

/** The day of the diagnosis. */
function dayOf([first]: readonly Examined[]): string | undefined {
  const clock = first?.state.answers.clock;
  return clock?.is === 'known' ? clock.value.slice(0, 10) : undefined;
}
