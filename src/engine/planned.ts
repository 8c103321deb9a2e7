import {placementOf} from '../domain/placement.ts';
import {diskRequest, fargateSize, podNeed, USUAL_DISK_GIB} from '../domain/pod-size.ts';
import {profileAnswers} from '../domain/profile-answers.ts';
import type {Cause, NotChecked, PlannedReport, PlannedSize, SubjectReport} from '../model/diagnosis.ts';
import {failed, valueOf} from '../model/fact.ts';
import {positionText, type Evidence, type Outcome, type Position, type Problem, type Remedy} from '../model/finding.ts';
import type {PodSpec, Subject} from '../model/kubernetes.ts';
import type {SubjectState} from './subject.ts';

/** What a planned subject's report has of its own. */
export type PlannedPart = Pick<SubjectReport, 'headline'> & {readonly planned?: PlannedReport};

/** Where things of a manifest are written. */
export interface Written {
  /** Where the object begins. */
  position(subject: Subject): Position | undefined;
  /** Where what a piece of evidence saw is written; `undefined` for what was seen in the cluster. */
  evidence(subject: Subject, evidence: Evidence): Position | undefined;
}

const NOT_ASKED = failed('not asked');

/** What would become of it. `profile` is the one that takes it as it is. */
export function reportPlanned(
  state: SubjectState,
  causes: readonly Cause[],
  notChecked: readonly NotChecked[],
  profile: string | undefined,
  position: Position | undefined,
): PlannedPart {
  const spec = valueOf(state.answers.podSpec ?? NOT_ASKED);
  const profiles = valueOf(state.answers.profiles ?? NOT_ASKED);
  const workload = valueOf(state.answers.workload ?? NOT_ASKED);
  const counted = workload !== undefined && workload.kind !== 'DaemonSet' && workload.kind !== 'CronJob';
  const size = spec && state.elsewhere === undefined ? sizeOf(spec.spec) : undefined;
  return {
    headline: headline(state, causes, notChecked, profile),
    ...(position && spec
      ? {
          planned: {
            position,
            ...(workload === undefined ? {pods: 1} : counted ? {pods: workload.replicas.desired} : {}),
            ...(size ? {size} : {}),
            ...(profiles
              ? {profiles: profileAnswers(spec, placementOf(spec, profiles), state.elsewhere !== undefined)}
              : {}),
          },
        }
      : {}),
  };
}

function sizeOf(spec: PodSpec): PlannedSize | undefined {
  const size = fargateSize(spec);
  if (!size) return undefined;
  // Billed is what is asked for beyond the 20 GB that every pod has.
  const disk = Math.max(USUAL_DISK_GIB, Math.ceil(diskRequest(spec)));
  return {
    vcpu: size.cpu,
    memoryGb: size.memoryGiB,
    ephemeralGb: disk,
    billedEphemeralGb: disk - USUAL_DISK_GIB,
    confirmed: podNeed(spec).confirmed,
  };
}

function headline(
  {subject, answers, elsewhere}: SubjectState,
  causes: readonly Cause[],
  notChecked: readonly NotChecked[],
  profile: string | undefined,
): string {
  const place = `${subject.namespace}/${subject.name}`;
  const name = subject.kind === 'Pod' ? `pod ${place}` : `${subject.kind.toLowerCase()} ${place}`;
  if (elsewhere !== undefined) return `${name} would not go to Fargate: ${elsewhere}.`;
  if (causes.some((c) => c.severity === 'error')) return `${name} would not run on Fargate.`;
  const {profiles = NOT_ASKED} = answers;
  if (profiles.is === 'unavailable') {
    return `Nothing in the manifest of ${name} keeps it from Fargate; no cluster was looked at.`;
  }
  if (profiles.is !== 'known') return `Nothing in the manifest of ${name} keeps it from Fargate.`;
  const by = profile === undefined ? '' : `, by profile ${profile}`;
  return notChecked.some((n) => n.matters)
    ? `${name} would run on Fargate${by}, as far as could be seen.`
    : `${name} would run on Fargate${by}.`;
}

/**
 * What was found of a planned subject, with where it is written. Commands that change or recreate an object have nothing to
 * work on yet: the file is what is to be mended.
 */
export function writtenOutcome(outcome: Outcome, subject: Subject, written: Written): Outcome {
  if (outcome.is !== 'found') return outcome;
  const locate = (evidence: Evidence): Evidence => {
    const position = written.evidence(subject, evidence);
    return position ? {...evidence, source: positionText(position), position} : evidence;
  };
  const problems = outcome.problems.map((problem): Problem => {
    const [first, ...rest] = problem.evidence;
    return {
      ...problem,
      evidence: [locate(first), ...rest.map(locate)],
      remedies: problem.remedies.map(inFile),
    };
  });
  return {...outcome, problems};
}

function inFile({then: _then, ...remedy}: Remedy): Remedy {
  const ofPods = remedy.changes === 'workload' || remedy.changes === 'pod';
  return ofPods ? {...remedy, commands: []} : remedy;
}
