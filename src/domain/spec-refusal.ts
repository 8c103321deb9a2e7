import type {Doubt, Given} from '../model/check.ts';
import {answered, valueOf} from '../model/fact.ts';
import type {CauseId, Certainty, Evidence, Problem, Remedy} from '../model/finding.ts';
import type {PodSpec} from '../model/kubernetes.ts';
import {lastRefusal, type Clause, type Utterance} from './messages.ts';
import {CAPACITY_ANNOTATION, FARGATE_SCHEDULER, LOGGING_ANNOTATION} from './names.ts';
import {lowered} from './siblings.ts';
import {spokenEvidence} from './spoken.ts';
import {takeOut, type SpecField} from './template-fix.ts';
import {waitsForFargate} from './unsettled.ts';

// Fargate refuses some fields of a pod spec whoever sets them. The spec proves it before anything is said; what
// fargate-scheduler says corroborates it, and stands alone where our reading of the spec finds nothing.

/** The inputs of every check on what Fargate refuses; spread into the check. */
export const REFUSAL_INPUTS = {
  group: 'pod-spec',
  scope: 'pod',
  stage: 'validation',
  precedence: 'spec',
  needs: ['podSpec', 'subject'],
  consults: ['profile', 'pod', 'podEvents', 'workload'],
} as const;

export type RefusalGiven = Given<'podSpec' | 'subject', never, 'profile' | 'pod' | 'podEvents' | 'workload'>;

/** One thing that Fargate refuses. */
export interface Refusal {
  readonly cause: CauseId;
  /** The words of the message grammar that speak of it. */
  readonly says: readonly string[];
  readonly find: (spec: PodSpec) => readonly SpecField[];
  /** One sentence on fields that were found; there is at least one. */
  readonly summary: (fields: readonly SpecField[]) => string;
  /** What has to go, after "Take": "the privileged flag". */
  readonly what: string;
  /** How sure the spec alone makes it. Default: certain. */
  readonly certainty?: Certainty;
  /** Instead of taking the field out of the template. */
  readonly remedies?: readonly Remedy[];
}

/** What is known of a pod's way to Fargate. */
export type Bound = 'yes' | 'no' | 'unknown';

/** Whether the pod is, or would be, Fargate's: its scheduler says so, or a profile takes it. */
export function boundForFargate({podSpec, profile}: Pick<RefusalGiven, 'podSpec' | 'profile'>): Bound {
  if (podSpec.meantForFargate || podSpec.spec.schedulerName === FARGATE_SCHEDULER || profile.is === 'known')
    return 'yes';
  return answered(profile) ? 'no' : 'unknown';
}

/** True where a Fargate node has started a container of the pod: then nothing in its spec was refused. */
export function acceptedByFargate(pod: RefusalGiven['pod']): boolean {
  const value = valueOf(pod);
  return (
    value?.spec.nodeName?.startsWith('fargate-') === true &&
    value.status.containers.some((c) => c.state.is === 'running' || c.state.is === 'terminated' || c.restarts > 0)
  );
}

/** Holds the pod's spec, and the last refusal, against what Fargate refuses. */
export function refusals(given: RefusalGiven, doubt: Doubt, questions: readonly Refusal[]): readonly Problem[] {
  const bound = boundForFargate(given);
  if (bound === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
  if (acceptedByFargate(given.pod)) return [];
  const problems = questions.flatMap((question) => refusalOf(given, question));
  return asFarAsPlaced(given, doubt, problems);
}

/**
 * Problems of a spec, as far as it is known that the pod is Fargate's; tells the engine what is not. Of a pod that is only
 * written down the question is whether it would run on Fargate: whether a profile takes it makes its faults surer.
 */
export function asFarAsPlaced(
  given: Pick<RefusalGiven, 'podSpec' | 'profile' | 'pod' | 'subject'>,
  doubt: Doubt,
  problems: readonly Problem[],
): readonly Problem[] {
  if (problems.length === 0 || !isUnsettled(given, doubt)) return problems;
  if (given.subject.planned !== true) return [];
  return problems.map((problem) => ({...problem, certainty: lowered(problem.certainty)}));
}

/**
 * Whether a field that Fargate refuses can't be judged, since it isn't known that the pod is Fargate's, or whether it runs
 * there already. Says so to the engine.
 */
export function isUnsettled(given: Pick<RefusalGiven, 'podSpec' | 'profile' | 'pod'>, doubt: Doubt): boolean {
  const unplaced = boundForFargate(given) === 'unknown' && doubt.unsure('profile');
  return doubt.unsure('pod') || unplaced;
}

function refusalOf(given: RefusalGiven, question: Refusal): readonly Problem[] {
  const {podSpec, pod, workload, subject} = given;
  const fields = question.find(podSpec.spec);
  const heard = hear(given, question.says);
  const [clause] = heard.clauses;
  if (fields.length === 0 && !clause) return [];
  const seen = fields.map((field) => fieldEvidence(given, field));
  const podValue = valueOf(pod);
  const words = podValue && heard.utterance && clause ? [spokenEvidence(podValue, heard.utterance, clause)] : [];
  const [first, ...rest] = [...seen, ...words];
  if (!first) return [];
  const sure = question.certainty ?? 'certain';
  // A node that isn't Fargate's runs it, whatever Fargate would say.
  const elsewhere = podValue?.spec.nodeName !== undefined && !podValue.spec.nodeName.startsWith('fargate-');
  return [
    {
      cause: question.cause,
      summary: fields.length > 0 ? question.summary(fields) : byMessage(clause),
      certainty: fields.length === 0 ? 'likely' : clause ? 'certain' : heard.saysOther ? lowered(sure) : sure,
      evidence: [first, ...rest],
      remedies: question.remedies ?? [takeOut({subject, podSpec, workload, find: question.find, what: question.what})],
      ...(clause
        ? {stage: clause.stage}
        : fields.length > 0 && sure === 'certain' && isUnheard(given)
          ? {stage: 'provisioning' as const}
          : {}),
      ...(elsewhere ? {note: true} : {}),
    },
  ];
}

/**
 * True of a pod that bears the marks of the stage after validation, and of which fargate-scheduler has no word left: the
 * marks are no proof that it was not refused, so that a spec that Fargate never runs is why it hangs.
 */
function isUnheard({pod, podEvents}: RefusalGiven): boolean {
  const value = valueOf(pod);
  if (!value || !waitsForFargate(value)) return false;
  const marked = value.annotations[CAPACITY_ANNOTATION] ?? value.annotations[LOGGING_ANNOTATION];
  if (marked === undefined) return false;
  return answered(podEvents) && lastRefusal(value, valueOf(podEvents) ?? []) === undefined;
}

/** The one field of the object itself, and not of its pod template, that is refused. */
const OBJECTS_OWN = 'kind';

/** The field as it stands in the object that was read. */
export function fieldEvidence({podSpec}: Pick<RefusalGiven, 'podSpec'>, field: SpecField): Evidence {
  const kind = podSpec.ref.split('/')[0] ?? 'pod';
  return {
    source: `get ${kind}s -n ${podSpec.namespace}`,
    ref: podSpec.ref,
    path: field.path === OBJECTS_OWN ? field.path : podSpec.pathPrefix + field.path,
    value: field.value,
  };
}

interface Heard {
  readonly utterance?: Utterance;
  readonly clauses: readonly Clause[];
  /** The refusal lists faults of the spec, and this is none of them. */
  readonly saysOther: boolean;
}

function hear({pod, podEvents}: RefusalGiven, says: readonly string[]): Heard {
  const value = valueOf(pod);
  const utterance = value && lastRefusal(value, valueOf(podEvents) ?? []);
  if (!utterance || (value.spec.nodeName !== undefined && value.status.phase !== 'Failed')) {
    return {clauses: [], saysOther: false};
  }
  const clauses = utterance.clauses.filter((clause) => says.includes(clause.says));
  const listsSpec =
    utterance.clauses.some((clause) => clause.cause?.startsWith('spec-')) &&
    !utterance.clauses.some((clause) => clause.says === 'unsupported-other');
  return {utterance, clauses, saysOther: clauses.length === 0 && listsSpec};
}

function byMessage(clause: Clause | undefined): string {
  return `Fargate refuses the pod: "${(clause?.text ?? '').slice(0, 200)}"; the specification as it is now shows no such field.`;
}

/** `container app`, `containers app and proxy`, `containers a, b and 3 more`. */
export function inContainers(fields: readonly SpecField[]): string {
  const names = [...new Set(fields.flatMap((field) => field.container ?? []))];
  return `${names.length === 1 ? 'container' : 'containers'} ${listed(names)}`;
}

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function listed(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= 3) return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/** The same with a capital, for the start of a sentence. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
