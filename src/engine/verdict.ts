import {takes} from '../domain/placement.ts';
import {timelineOf} from '../domain/timeline.ts';
import {
  PODS_ARE_LISTED,
  type Cause,
  type Diagnosis,
  type NotChecked,
  type SubjectReport,
  type Verdict,
} from '../model/diagnosis.ts';
import {valueOf} from '../model/fact.ts';
import {subjectKey, type AlikePod} from '../model/kubernetes.ts';
import type {Stage} from '../model/stage.ts';
import type {Examined} from './findings.ts';
import {reportPlanned, type Written} from './planned.ts';
import {headlineOf, inTrouble, type SubjectState} from './subject.ts';

/** From which severity on a cause makes the exit code 3. */
export type FailOn = 'error' | 'warning' | 'never';

/** What was found of one subject, in one word. */
export function verdictOf(state: SubjectState, causes: readonly Cause[], notChecked: readonly NotChecked[]): Verdict {
  const {standing} = state.standing;
  if (causes.some(isError)) return 'causes-found';
  // A subject that could not be read may be in trouble: only what was read can be called healthy.
  const troubled = inTrouble(standing) || (standing === 'unknown' && state.answers.pod?.is !== 'known');
  const ours = state.elsewhere === undefined;
  // What only degrades a pod is not the answer while worse may be hidden.
  if (ours && (troubled || standing === 'planned') && notChecked.some((n) => n.matters)) return 'incomplete';
  if (causes.length > 0) return 'causes-found';
  if (!ours) return 'not-fargate';
  return troubled ? 'unexplained' : 'healthy';
}

const isError = (cause: Cause): boolean => cause.severity === 'error';

/** The report of one subject. */
export function reportSubject(
  examined: Examined,
  causes: readonly Cause[],
  notChecked: readonly NotChecked[],
  written?: Written,
): SubjectReport {
  const {state} = examined;
  const {subject, answers, standing} = state;
  const mine = causes.filter((c) => c.subjects.includes(subjectKey(subject)));
  const pod = answers.pod?.is === 'known' ? answers.pod.value : undefined;
  const workload = answers.workload?.is === 'known' ? answers.workload.value : undefined;
  const profile = takingProfile(state);
  const at = stageOf(state, mine);
  const owner = workload && subject.kind === 'Pod' ? {kind: workload.kind, name: workload.name} : pod?.owner;
  const settled = standing.standing === 'unknown' && !pod;
  // Causes that concern every pod explain a subject that could not be read.
  const verdict = verdictOf(state, settled ? causes : mine, notChecked);
  return {
    kind: subject.kind,
    namespace: subject.namespace,
    name: subject.name,
    ...(owner ? {owner: {kind: owner.kind, name: owner.name}} : {}),
    ...(pod ? {phase: pod.status.phase} : {}),
    ...(settled || subject.planned ? {} : {stage: at}),
    standing: standing.standing,
    ...(inTrouble(standing.standing) ? {stuckSeconds: standing.seconds} : {}),
    ...(pod ? {scheduler: pod.spec.schedulerName} : {}),
    ...(profile === undefined ? {} : {profile}),
    verdict,
    ...(subject.planned
      ? reportPlanned(state, mine, notChecked, profile, written?.position(subject))
      : {headline: headlineOf(state, at)}),
    ...(inTrouble(standing.standing) && state.elsewhere === undefined
      ? {timeline: timelineOf(standing, at, pod, (answers.podEvents && valueOf(answers.podEvents)) ?? [])}
      : {}),
  };
}

/** The same of a pod that fares alike. */
export function reportAlike(report: SubjectReport, {state}: Examined, {subject, seconds}: AlikePod): SubjectReport {
  const {stage = state.standing.to} = report;
  return {
    ...report,
    namespace: subject.namespace,
    name: subject.name,
    ...(inTrouble(state.standing.standing) ? {stuckSeconds: seconds} : {}),
    headline: headlineOf({...state, subject, standing: {...state.standing, seconds}}, stage),
  };
}

/** The profile that has the pod or would take it as it is. */
function takingProfile({answers}: SubjectState): string | undefined {
  if (answers.profile?.is !== 'known') return undefined;
  const profile = answers.profile.value;
  const taken = answers.podSpec?.is !== 'known' || takes(profile, answers.podSpec.value);
  return taken ? profile.name : undefined;
}

/** Where it stands: what the first cause says, as far as the facts leave it open. */
function stageOf({standing}: SubjectState, causes: readonly Cause[]): Stage {
  const now = causes.find((c) => c.when === 'now');
  return standing.from !== standing.to && now ? now.stage : standing.to;
}

// A subject that nothing explains weighs more than one whose causes only degrade it.
const WORST: readonly Verdict[] = ['incomplete', 'unexplained', 'causes-found', 'not-fargate', 'healthy', 'error'];

/** The verdict on the whole run: the worst of its subjects', and causes of the cluster count. */
export function overallVerdict(
  subjects: readonly SubjectReport[],
  causes: readonly Cause[],
  notChecked: readonly NotChecked[],
): Verdict {
  if (causes.some(isError)) return 'causes-found';
  const verdicts = subjects.map((s) => s.verdict);
  if (verdicts.length === 0) {
    if (notChecked.some((n) => n.matters)) return 'incomplete';
    return causes.length > 0 ? 'causes-found' : 'healthy';
  }
  // Pods that a scan could not list may be in more trouble than those that it saw.
  if (notChecked.some((n) => n.check === PODS_ARE_LISTED && n.matters)) return 'incomplete';
  return WORST.find((v) => verdicts.includes(v)) ?? 'healthy';
}

/** The exit code and its reason (product contract, section 3). */
export function exitOf(verdict: Verdict, causes: readonly Cause[], failOn: FailOn): Diagnosis['exit'] {
  const counted = causes.filter((c) =>
    failOn === 'error' ? c.severity === 'error' : failOn === 'warning' && c.severity !== 'info',
  );
  const [first] = counted;
  if (first)
    return {
      code: 3,
      reason: counted.length === 1 ? `1 cause: ${first.id}` : `${counted.length} causes, the first: ${first.id}`,
    };
  switch (verdict) {
    case 'incomplete':
      return {code: 4, reason: 'no cause was found, and a check that could have explained it could not run'};
    case 'unexplained':
      return {code: 4, reason: 'nothing that could be checked explains it'};
    case 'causes-found':
      return {
        code: 0,
        reason:
          causes.length === 0
            ? 'every cause that was found is ignored'
            : failOn === 'never'
              ? 'causes were found; --fail-on never'
              : 'no cause is severe enough for --fail-on',
      };
    case 'not-fargate':
      return {code: 0, reason: 'not meant for Fargate'};
    case 'healthy':
      return {code: 0, reason: 'nothing is wrong'};
    case 'error':
      return {code: 1, reason: 'the diagnosis could not be made'};
  }
}

/** The cluster's line of the report, from whatever could be read. */
export function clusterSummary(examined: readonly Examined[]): Diagnosis['cluster'] {
  const answers = examined[0]?.state.answers;
  const target = answers?.target ? valueOf(answers.target) : undefined;
  const cluster = answers?.cluster ? valueOf(answers.cluster) : undefined;
  const account =
    target?.account ??
    /^arn:[^:]*:eks:[^:]*:(\d{12}|acct-\d{1,9}):/.exec(cluster?.arn ?? '')?.[1] ??
    (answers?.callerIdentity && !cluster ? valueOf(answers.callerIdentity)?.account : undefined);
  return {
    ...(target ? {name: target.name, region: target.region} : {}),
    ...(account === undefined ? {} : {account}),
    ...(target ? {partition: target.partition} : {}),
    ...(target?.context === undefined ? {} : {context: target.context}),
    ...(cluster ? {kubernetesVersion: cluster.version, platformVersion: cluster.platformVersion} : {}),
  };
}
