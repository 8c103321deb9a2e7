import {recreateAll, recreateBoth, recreateCommand} from '../domain/remedies.ts';
import type {AnyCheck, CausePage, Precedence} from '../model/check.ts';
import type {Cause} from '../model/diagnosis.ts';
import {subjectKey, type AlikePod, type Subject} from '../model/kubernetes.ts';
import type {Certainty, Evidence, Outcome, Problem, Remedy, Severity} from '../model/finding.ts';
import {stageNumber, type Stage} from '../model/stage.ts';
import {inTrouble, type SubjectState} from './subject.ts';

/** One problem of one subject, placed in that subject's life. */
export interface Finding {
  readonly check: AnyCheck;
  readonly page: CausePage;
  readonly problem: Problem;
  readonly stage: Stage;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly when: 'now' | 'next';
  /** A note is worth knowing and not why. */
  readonly note: boolean;
  readonly subjects: readonly string[];
  readonly owner: string;
  readonly precedence: Precedence;
  /** It has cut off the node that the subject runs on. */
  readonly cutsOff?: true;
  /** Found of a profile's next pod; `profile` is that profile's name, or that of the pod's. */
  readonly standsIn: boolean;
  readonly profile?: string;
}

export interface Examined {
  readonly state: SubjectState;
  /** Pods for which all of it holds too. */
  readonly alike?: readonly AlikePod[];
  readonly outcomes: readonly {readonly check: AnyCheck; readonly outcome: Outcome}[];
}

const CERTAINTIES: readonly Certainty[] = ['certain', 'likely', 'possible'];
const weaker = (a: Certainty, b: Certainty): Certainty => (CERTAINTIES.indexOf(a) > CERTAINTIES.indexOf(b) ? a : b);

/** Places every problem of an examined subject: is it why, will it be met next, or is it only worth knowing. */
export function findingsOf({state, outcomes, alike = []}: Examined): readonly Finding[] {
  const all = outcomes.flatMap(({check, outcome}) =>
    outcome.is === 'found' ? outcome.problems.map((problem) => place(check, problem, state, alike)) : [],
  );
  if (state.elsewhere === undefined) return all;
  // What is wrong with Fargate here, or keeps a pod off it, is nothing to a pod that is not ours; that a profile nearly
  // selects it is worth a word.
  return all.filter(({check, page, problem}) => page.anyPod || (problem.note && check.group === 'profile'));
}

function place(check: AnyCheck, problem: Problem, state: SubjectState, alike: readonly AlikePod[]): Finding {
  const page = check.causes[problem.cause];
  // `examine` has refused problems that the check does not declare.
  if (!page) throw new Error(`${check.id} reported ${problem.cause} without a page`);
  const cutsOff = mayCutOff(check, problem, state);
  const stage = cutsOff ? state.standing.to : stageFor(problem.stage ?? page.stage ?? check.stage, page, state);
  const given = problem.severity ?? page.severity;
  const {note, when, severity} = relevance(stage, given, problem, check, state);
  const {subject, answers} = state;
  const mended = cutsOff ? {...problem, remedies: problem.remedies.map((r) => withoutNewPod(r, subject))} : problem;
  const workload = answers.workload?.is === 'known' ? answers.workload.value : undefined;
  const profile = answers.profile?.is === 'known' ? answers.profile.value.name : undefined;
  const names = alike.map((pod) => pod.subject.name);
  const all = (command: string): string => recreateAll(command, names, workload);
  return {
    check,
    page,
    problem: names.length === 0 ? mended : {...mended, remedies: mended.remedies.map((r) => forAll(r, all))},
    stage,
    severity,
    certainty: weaker(problem.certainty, page.atMost ?? 'certain'),
    when,
    note,
    subjects:
      subject.kind === 'FargateProfile' ? [] : [subject, ...alike.map((pod) => pod.subject)].map(subjectKey).sort(),
    owner: workload ? `${workload.kind} ${workload.namespace}/${workload.name}` : subjectKey(subject),
    precedence: check.precedence ?? 'other',
    ...(cutsOff ? {cutsOff: true as const} : {}),
    standsIn: subject.kind === 'FargateProfile',
    ...(profile === undefined ? {} : {profile}),
  };
}

/** What a node needs on its way to the API server, in order to join and to stay. */
const WAY_TO_API: readonly (Precedence | undefined)[] = [
  'endpoint',
  'egress',
  'dns',
  'auth',
  'security-groups',
  'nacl',
];

/** Whether this is what keeps nodes from joining, where the subject's own node has joined and was lost since. */
const mayCutOff = (check: AnyCheck, problem: Problem, {cutOff, standing}: SubjectState): boolean =>
  cutOff === true &&
  inTrouble(standing.standing) &&
  !problem.note &&
  (problem.stage ?? check.causes[problem.cause]?.stage ?? check.stage) === 'provisioning' &&
  WAY_TO_API.includes(check.precedence);

/** A kubelet that reaches the API server again reports by itself, and its pod may have served all the time. */
function withoutNewPod(remedy: Remedy, subject: Subject): Remedy {
  const {then, ...rest} = remedy;
  return then === undefined || then === recreateCommand(subject) ? rest : remedy;
}

const forAll = (remedy: Remedy, all: (command: string) => string): Remedy => ({
  ...remedy,
  commands: remedy.commands.map(all),
  ...(remedy.then === undefined ? {} : {then: all(remedy.then)}),
});

/** Leaves out what the next pod of a profile would meet where a pod of that profile has met it. */
export function withoutEchoes(findings: readonly Finding[]): readonly Finding[] {
  const key = ({problem, profile}: Finding): string => JSON.stringify([problem.cause, profile]);
  const met = new Set(findings.filter((f) => !f.standsIn).map(key));
  // The rest comes last, so that where it is joined with the same of a pod the pod's evidence and remedies stand.
  const own = findings.filter((f) => !f.standsIn);
  return [...own, ...findings.filter((f) => f.standsIn && !met.has(key(f)))];
}

/** A fault that lasts bites where the subject stands, if that is within its reach. */
function stageFor(stage: Stage, {until}: CausePage, {standing}: SubjectState): Stage {
  if (until === undefined || standing.standing === 'running' || standing.standing === 'finished') return stage;
  const [at, from] = [stageNumber(stage), stageNumber(standing.from)];
  return at < from && from <= stageNumber(until) ? standing.from : stage;
}

/** The readings of the product contract, 7.1: what stands behind a subject, or does not harm it, is a note. */
function relevance(
  stage: Stage,
  severity: Severity,
  problem: Problem,
  check: AnyCheck,
  {subject, standing}: SubjectState,
): Pick<Finding, 'note' | 'when' | 'severity'> {
  // What is only worth knowing keeps no pod from running, so no note is an error.
  const noteWith = (s: Severity): Pick<Finding, 'note' | 'when' | 'severity'> => ({
    note: true,
    when: 'next',
    severity: s === 'error' ? 'warning' : s,
  });
  if (problem.note || severity === 'info') return noteWith(severity);
  // Of a pod that is being deleted only its end matters: what keeps it from ending is why, the rest is history.
  if (standing.leaving) {
    const holds = standing.standing === 'stuck' && check.group === 'lifecycle';
    return holds ? {note: false, when: 'now', severity} : noteWith(severity);
  }
  if (subject.kind === 'FargateProfile' || subject.planned)
    return severity === 'error' ? {note: false, when: 'next', severity} : noteWith(severity);
  // A pod that runs has no causes: that the cluster could not start it again is worth a warning.
  if (standing.standing === 'running' || standing.standing === 'finished') return noteWith(severity);
  // One that is not late is not in trouble either, whatever it will meet (7.9).
  if (standing.standing === 'starting' || standing.standing === 'slow') return noteWith(severity);
  const at = stageNumber(stage);
  if (at < stageNumber(standing.from)) return noteWith(severity);
  if (at <= stageNumber(standing.to)) return {note: false, when: 'now', severity};
  return severity === 'error' ? {note: false, when: 'next', severity} : noteWith(severity);
}

/** Joins what is the same thing seen on several subjects: the same sentence, or the same cause in one workload. */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Merged>();
  const byOwner = new Map<string, string>();
  for (const finding of findings) {
    const exact = [finding.problem.cause, finding.note, finding.problem.summary].join('\n');
    const owned = [finding.problem.cause, finding.note, finding.owner].join('\n');
    const foreign = byOwner.get(owned);
    const before = merged.get(exact);
    // Several problems of one subject with one id (two containers) stay apart; two pods of one workload are joined.
    const joins = before
      ? exact
      : foreign !== undefined && disjoint(merged.get(foreign), finding)
        ? foreign
        : undefined;
    if (joins === undefined) {
      merged.set(exact, {finding, subjects: new Set(finding.subjects)});
      byOwner.set(owned, exact);
      continue;
    }
    const first = merged.get(joins);
    if (!first) continue;
    first.finding = join(first.finding, finding);
    for (const subject of finding.subjects) first.subjects.add(subject);
  }
  return [...merged.values()].map(({finding, subjects}) => ({...finding, subjects: [...subjects].sort()}));
}

/** A finding that is being joined with others. Its subjects are a set, since a scan may join thousands. */
interface Merged {
  finding: Finding;
  readonly subjects: Set<string>;
}

const disjoint = (a: Merged | undefined, b: Finding): boolean =>
  a !== undefined && a.subjects.size > 0 && b.subjects.length > 0 && !b.subjects.some((s) => a.subjects.has(s));

function join(a: Finding, b: Finding): Finding {
  return {
    ...a,
    problem: {
      ...a.problem,
      evidence: writtenInBoth(a.problem.evidence, b.problem.evidence),
      remedies: forBoth(a.problem.remedies, b.problem.remedies),
    },
    when: a.when === 'now' || b.when === 'now' ? 'now' : 'next',
    certainty: CERTAINTIES.indexOf(a.certainty) <= CERTAINTIES.indexOf(b.certainty) ? a.certainty : b.certainty,
    severity: inOrder(a.severity, b.severity),
  };
}

/** The evidence of the first, with the places of the second where both are written down: each file has to be mended. */
function writtenInBoth(ours: Problem['evidence'], theirs: Problem['evidence']): Problem['evidence'] {
  const key = ({position}: Evidence): string => JSON.stringify(position);
  const seen = new Set(ours.flatMap((e) => (e.position ? [key(e)] : [])));
  return [...ours, ...theirs.filter((e) => e.position && !seen.has(key(e)))];
}

/** The remedies of the first, which recreate the pods of both. */
function forBoth(ours: readonly Remedy[], theirs: readonly Remedy[]): readonly Remedy[] {
  return ours.map((remedy, i) => {
    const other = theirs[i];
    if (other?.commands.length !== remedy.commands.length) return remedy;
    return {
      ...remedy,
      commands: remedy.commands.map((command, n) => recreateBoth(command, other.commands[n] ?? '')),
      ...(remedy.then === undefined ? {} : {then: recreateBoth(remedy.then, other.then ?? '')}),
    };
  });
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
const inOrder = (a: Severity, b: Severity): Severity => (SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b);

/** The published form of a finding. */
export function toCause(
  finding: Finding,
  rank: number,
  explains: readonly string[],
  explainedBy: readonly string[],
): Cause {
  const {problem, page, check} = finding;
  return {
    rank,
    id: problem.cause,
    check: check.id,
    title: page.title,
    summary: problem.summary,
    severity: finding.severity,
    certainty: finding.certainty,
    stage: finding.stage,
    when: finding.when,
    subjects: finding.subjects,
    evidence: problem.evidence,
    remedies: problem.remedies,
    explains,
    explainedBy,
    docs: page.docs,
  };
}

export const troubled = (states: readonly SubjectState[]): readonly SubjectState[] =>
  states.filter((s) => inTrouble(s.standing.standing) && s.elsewhere === undefined);
