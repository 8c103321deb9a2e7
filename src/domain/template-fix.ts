import type {Fact} from '../model/fact.ts';
import type {Remedy} from '../model/finding.ts';
import type {Container, PodSpec, SpecifiedPod, Subject, Workload} from '../model/kubernetes.ts';
import {editedObject, kubectlKind, patchTemplate, thenRecreate} from './remedies.ts';
import {sh} from './shell.ts';

/** One operation of a JSON patch; `path` is relative to the pod template: `/spec/hostNetwork`. */
export interface TemplateOperation {
  readonly op: 'remove' | 'add' | 'replace';
  readonly path: string;
  readonly value?: unknown;
}

/** A field of a pod spec that is wrong, and how a template loses it. */
export interface SpecField {
  /** `spec.containers[0].securityContext.privileged`. */
  readonly path: string;
  readonly value: string;
  readonly container?: string;
  /** Takes the field out of the template in which it was found; absent where that takes a decision. */
  readonly mend?: TemplateOperation;
}

/** A container with where it is. */
export interface PlacedContainer {
  readonly container: Container;
  /** `spec.initContainers[0]`. */
  readonly path: string;
  /** The same as a JSON pointer: `/spec/initContainers/0`. */
  readonly pointer: string;
}

/** Init containers, containers and debug containers, in the order in which they start. */
export function placedContainers(spec: PodSpec): readonly PlacedContainer[] {
  const place = (list: string, containers: readonly Container[]): readonly PlacedContainer[] =>
    containers.map((container, i) => ({
      container,
      path: `spec.${list}[${i}]`,
      pointer: `/spec/${list}/${i}`,
    }));
  return [
    ...place('initContainers', spec.initContainers),
    ...place('containers', spec.containers),
    ...place('ephemeralContainers', spec.ephemeralContainers),
  ];
}

/** What a remedy for a wrong field is made from. */
export interface Mending {
  readonly subject: Subject;
  readonly podSpec: SpecifiedPod;
  readonly workload: Fact<Workload>;
  /** Finds the wrong fields in any pod spec: in the pod's, and in the template to be patched. */
  readonly find: (spec: PodSpec) => readonly SpecField[];
  /** What it is about: "the privileged flag". */
  readonly what: string;
  /** What to do in a place, without the stop. Default: "Take WHAT out of PLACE". */
  readonly deed?: (place: string) => string;
}

/**
 * The remedy that takes wrong fields out of where they come from: the workload's template, a webhook that adds them, or a
 * bare pod's manifest. A command is given only where it does the whole of it.
 */
export function takeOut({subject, podSpec, workload, find, what, deed}: Mending): Remedy {
  const act = deed ?? ((place: string) => `Take ${what} out of ${place}`);
  if (subject.planned) {
    const part = workload.is === 'known' ? `the pod template of ${podSpec.ref}` : podSpec.ref;
    return {summary: `${act(part)}.`, commands: [], changes: 'workload'};
  }
  if (workload.is === 'absent') return replaceBarePod(subject, act);
  if (workload.is !== 'known') {
    return {
      summary: `${act("the pod template of the pod's owner")}.`,
      commands: [],
      changes: 'workload',
      ...thenRecreate(subject),
    };
  }
  const owner = workload.value;
  const object = editedObject(podSpec, owner);
  const fields = find(owner.template.spec);
  if (fields.length === 0) {
    return {
      summary: `The template of ${object} has nothing of the kind: an admission webhook adds ${what} to the pod. Find it, and keep it off this pod.`,
      commands: ['kubectl get mutatingwebhookconfigurations'],
      changes: 'cluster',
      ...thenRecreate(subject),
    };
  }
  if (owner.kind === 'Job') {
    return {
      summary: `${act(`the manifest of ${object}`)}, delete the Job and create it again: a Job's template can't be changed.`,
      commands: [],
      changes: 'workload',
    };
  }
  const operations = fields.flatMap((field) => (field.mend ? [field.mend] : []));
  const whole = operations.length === fields.length;
  return {
    summary: `${act(`the pod template of ${object}`)}${whole ? '' : ', by hand'}.`,
    // From the last to the first, so that removing one item of a list doesn't shift the next.
    commands: whole ? [patchTemplate(owner, [...operations].reverse())] : [],
    changes: 'workload',
    ...afterPatch(subject, owner),
  };
}

/**
 * A remedy whose commands change a workload's pod template, as that workload allows it: a Job's can't be changed, which the
 * API server answers with "field is immutable".
 */
export function onTemplate(owner: Pick<Workload, 'kind' | 'name'>, remedy: Remedy): Remedy {
  if (owner.kind !== 'Job') return remedy;
  const {then: _then, ...rest} = remedy;
  return {
    ...rest,
    summary: `${rest.summary} A Job's template can't be changed: change the manifest of job/${owner.name}, delete the Job and create it again.`,
    commands: [],
  };
}

/** Deployments and DaemonSets roll out by themselves; others leave the stuck pod where it is. */
function afterPatch(subject: Subject, owner: Workload): {readonly then?: string} {
  if (owner.kind === 'StatefulSet' || owner.kind === 'ReplicaSet') return thenRecreate(subject);
  const job = owner.via.find((ref) => ref.kind === 'Job');
  if (owner.kind === 'CronJob' && job)
    return {then: sh`kubectl delete ${kubectlKind(job.kind)} ${job.name} -n ${owner.namespace}`};
  return {};
}

function replaceBarePod(subject: Subject, act: (place: string) => string): Remedy {
  const file = `${subject.name}.yaml`;
  return {
    summary: `The pod has no owner: save it; ${uncapital(act('the file'))}; then replace the pod.`,
    commands: [sh`kubectl get pod ${subject.name} -n ${subject.namespace} -o yaml > ${file}`],
    changes: 'pod',
    then: sh`kubectl replace --force -f ${file}`,
  };
}

const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
