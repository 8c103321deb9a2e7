import type {Remedy} from '../model/finding.ts';
import type {SpecifiedPod, Subject, Workload} from '../model/kubernetes.ts';
import {sh} from './shell.ts';

/** `deployment` for a Deployment: the word that kubectl takes. */
export const kubectlKind = (kind: string): string => kind.toLowerCase();

/**
 * The command that makes a new pod in place of a stuck one: the usual last step, since nothing on Fargate is retried for
 * sure. Deleting the one pod is the smallest change; a workload without pods is rolled out. Undefined where kubectl has
 * no such command (a Job is not restarted), and for what is only planned.
 */
export function recreateCommand(subject: Subject): string | undefined {
  if (subject.planned) return undefined;
  if (subject.kind === 'Pod') return sh`kubectl delete pod ${subject.name} -n ${subject.namespace}`;
  if (RESTARTABLE.includes(subject.kind)) {
    return sh`kubectl rollout restart ${kubectlKind(subject.kind)}/${subject.name} -n ${subject.namespace}`;
  }
  return undefined;
}

/** Kinds that kubectl can roll out anew. */
const RESTARTABLE: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

const DELETE = 'kubectl delete pod ';
/** More names than a person would paste; a remedy for more pods names those that it has. */
const MOST_NAMES = 50;

/**
 * One command for both, where each deletes pods of the same namespace; else the first, which is the same thing for another
 * pod. Both are commands of {@link recreateCommand}, or of this function.
 */
export function recreateBoth(a: string, b: string): string {
  const [ours, theirs] = [deleted(a), deleted(b)];
  if (!ours || !theirs || ours.rest !== theirs.rest) return a;
  const names = [...new Set([...ours.names, ...theirs.names])];
  return names.length > MOST_NAMES ? a : `${DELETE}${names.join(' ')}${ours.rest}`;
}

function deleted(command: string): {readonly names: readonly string[]; readonly rest: string} | undefined {
  const end = command.indexOf(' -n ');
  if (!command.startsWith(DELETE) || end < 0) return undefined;
  const names = command.slice(DELETE.length, end).split(' ');
  // A name that had to be quoted is no pod's; its blanks would be taken for the next name.
  return names.every((name) => /^[a-z0-9][a-z0-9.-]*$/.test(name)) ? {names, rest: command.slice(end)} : undefined;
}

/** The same for many pods at once: by their names, or where these are too many by a restart of their workload. */
export function recreateAll(
  command: string,
  names: readonly string[],
  owner: Pick<Subject, 'kind' | 'name'> | undefined,
): string {
  const ours = deleted(command);
  if (!ours || names.length === 0) return command;
  const all = [...new Set([...ours.names, ...names])];
  if (all.length <= MOST_NAMES) return `${DELETE}${all.join(' ')}${ours.rest}`;
  if (!owner || !RESTARTABLE.includes(owner.kind)) return command;
  return `${sh`kubectl rollout restart ${kubectlKind(owner.kind)}/${owner.name}`}${ours.rest}`;
}

/** {@link recreateCommand} as the `then` of a remedy: an object to spread, empty where there is no such command. */
export function thenRecreate(subject: Subject): {readonly then?: string} {
  const command = recreateCommand(subject);
  return command === undefined ? {} : {then: command};
}

/**
 * {@link recreateCommand} as a remedy of its own. A pod without an owner doesn't come back by itself, and the summary says so.
 */
export function recreate(subject: Subject, owned: boolean): Remedy {
  const command = recreateCommand(subject);
  return {
    summary: owned
      ? 'Recreate the pod: the decision for Fargate is taken only when a pod is created.'
      : 'Delete the pod and create it again from its manifest (it has no owner): the decision for Fargate is taken only when a pod is created.',
    commands: command === undefined ? [] : [command],
    changes: 'pod',
  };
}

/** A JSON patch of one workload, removing or setting fields of its pod template. `path` is relative to the template. */
export function patchTemplate(
  workload: Workload,
  operations: readonly {readonly op: 'remove' | 'add' | 'replace'; readonly path: string; readonly value?: unknown}[],
): string {
  const prefix = `/${workload.templatePath.replaceAll('.', '/')}`;
  const patch = JSON.stringify(operations.map((o) => ({...o, path: prefix + o.path})));
  return sh`kubectl patch ${kubectlKind(workload.kind)} ${workload.name} -n ${workload.namespace} --type=json -p ${patch}`;
}

/** A key as one segment of a JSON pointer (RFC 6901). */
export const pointerSegment = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** The object that a person edits to change this pod: its workload, else the pod's own manifest. */
export function editedObject(pod: SpecifiedPod, workload: Workload | undefined): string {
  return workload ? `${kubectlKind(workload.kind)}/${workload.name}` : pod.ref;
}

/** Sets labels on a workload's pod template; the controller then makes new pods by itself. */
export function labelTemplate(workload: Workload, labels: Readonly<Record<string, string>>): string {
  const patch = workload.templatePath
    .split('.')
    .reduceRight<unknown>((inner, key) => ({[key]: inner}), {metadata: {labels}});
  return sh`kubectl patch ${kubectlKind(workload.kind)} ${workload.name} -n ${workload.namespace} --type=merge -p ${JSON.stringify(patch)}`;
}
