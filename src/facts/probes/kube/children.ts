import {byCodeUnit, mapped} from '../answers.ts';
import type {Fact} from '../../../model/fact.ts';
import type {WorkloadKind} from '../../../model/kubernetes.ts';
import type {KubeClient} from '../../clients/types.ts';
import {at, dictionary, number} from './json.ts';
import {annotations, createdAt, nameOf, ownerOf, uidOf} from './map-meta.ts';
import {requirements} from './map-pod-spec.ts';
import {read} from './requests.ts';
import {listWorkloads, WORKLOAD_APIS, type WorkloadApi} from './workload-kinds.ts';

/** A ReplicaSet of a Deployment, or a Job of a CronJob. */
export interface Child {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string;
  readonly ownerUid: string;
  /** It wants pods or has some: replicas of a ReplicaSet, active pods of a Job. */
  readonly active: boolean;
  readonly revision: number;
  /** The object, so that what is read of it once need not be asked again. */
  readonly object: unknown;
}

const api = (kind: WorkloadKind): WorkloadApi => WORKLOAD_APIS.find((a) => a.kind === kind) as WorkloadApi;
const REPLICA_SETS = api('ReplicaSet');
const JOBS = api('Job');

/** The rights that {@link readChildren} may need. */
export const LIST_CHILDREN = [listWorkloads(REPLICA_SETS), listWorkloads(JOBS)];

/**
 * The objects through which a Deployment or a CronJob makes its pods, newest first; none for the other kinds, which make
 * them directly.
 */
export async function readChildren(
  kube: KubeClient,
  kind: WorkloadKind,
  namespace: string,
  workload: unknown,
): Promise<Fact<readonly Child[]>> {
  const uid = uidOf(workload);
  const own = (children: readonly Child[]): readonly Child[] =>
    children
      .filter((child) => child.ownerUid === uid)
      .sort(
        (a, b) =>
          b.revision - a.revision || Date.parse(b.createdAt) - Date.parse(a.createdAt) || byCodeUnit(a.name, b.name),
      );
  if (kind === 'Deployment') {
    const labelSelector = labelSelectorOf(workload);
    return mapped(await kube.list(read(listWorkloads(REPLICA_SETS), {namespace, labelSelector}), replicaSet), own);
  }
  if (kind === 'CronJob') return mapped(await kube.list(read(listWorkloads(JOBS), {namespace}), job), own);
  return {is: 'known', value: []};
}

/** Those of the children that matter now: the active ones, else the newest. */
export function currentOnes(children: readonly Child[]): readonly Child[] {
  const active = children.filter((child) => child.active);
  return active.length > 0 ? active : children.slice(0, 1);
}

/** `spec.selector` in the words of the API's `labelSelector` parameter. */
export function labelSelectorOf(workload: unknown): string {
  const selector = at(workload, 'spec', 'selector');
  const equal = Object.entries(dictionary(selector, 'matchLabels')).map(([key, value]) => `${key}=${value}`);
  const rest = requirements(selector, 'matchExpressions').flatMap(({key, operator, values}) => {
    if (operator === 'In') return [`${key} in (${values.join(',')})`];
    if (operator === 'NotIn') return [`${key} notin (${values.join(',')})`];
    if (operator === 'Exists') return [key];
    return operator === 'DoesNotExist' ? [`!${key}`] : [];
  });
  return [...equal, ...rest].join(',');
}

function child(kind: WorkloadKind, object: unknown): Omit<Child, 'active'> {
  return {
    kind,
    name: nameOf(object),
    uid: uidOf(object) ?? '',
    createdAt: createdAt(object),
    ownerUid: ownerOf(object)?.uid ?? '',
    revision: Number(annotations(object)['deployment.kubernetes.io/revision']) || 0,
    object,
  };
}

function replicaSet(object: unknown): Child {
  const wanted = number(object, 'spec', 'replicas') ?? 1;
  const has = number(object, 'status', 'replicas') ?? 0;
  return {...child('ReplicaSet', object), active: wanted > 0 || has > 0};
}

function job(object: unknown): Child | undefined {
  // Most Jobs of a namespace belong to no CronJob.
  if (ownerOf(object)?.kind !== 'CronJob') return undefined;
  return {...child('Job', object), active: (number(object, 'status', 'active') ?? 0) > 0};
}
