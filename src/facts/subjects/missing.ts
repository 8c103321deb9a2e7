import {nearest} from '../../domain/nearest.ts';
import {sh} from '../../domain/shell.ts';
import {known, valueOf, type Fact} from '../../model/fact.ts';
import type {WorkloadKind} from '../../model/kubernetes.ts';
import type {KubeRight} from '../../model/right.ts';
import type {KubeClient} from '../clients/types.ts';
import {DoctorError} from '../errors.ts';
import {nameOf, namespaceOf} from '../probes/kube/map-meta.ts';
import {LIST_PODS, read} from '../probes/kube/requests.ts';
import {listWorkloads, WORKLOAD_APIS} from '../probes/kube/workload-kinds.ts';
import {FORMS, type AskedName} from './name.ts';

/** What there is where a name was not found, as far as it may be read: suggestions only, so gaps are silent. */
export interface Surroundings {
  readonly namespaceMissing: boolean;
  /** Workloads of the namespace. A ReplicaSet's name helps nobody, so there are none of these. */
  readonly workloads: readonly {readonly kind: WorkloadKind; readonly name: string}[];
  /** Objects of exactly this name in other namespaces: `payments`, with how to ask for it. */
  readonly elsewhere: readonly {readonly namespace: string; readonly argument: string}[];
}

const SUGGESTED = WORKLOAD_APIS.filter((api) => api.kind !== 'ReplicaSet');
const GET_NAMESPACE: KubeRight = {verb: 'get', group: '', resource: 'namespaces'};
const LIST_NAMESPACES: KubeRight = {...GET_NAMESPACE, verb: 'list'};

/** Looks around where a name was not found; all at once. */
export async function lookAround(kube: KubeClient, asked: AskedName): Promise<Surroundings> {
  const {namespace} = asked;
  const [home, workloads, elsewhere] = await Promise.all([
    kube.get<unknown>(read(GET_NAMESPACE, {name: namespace})),
    Promise.all(
      SUGGESTED.map(async (api) => {
        const names = await kube.list(read(listWorkloads(api), {namespace}), nameOf);
        return (valueOf(names) ?? []).map((name) => ({kind: api.kind, name}));
      }),
    ),
    Promise.all(rightsElsewhere(asked).map(({right, word}) => namesakes(kube, asked, right, word))),
  ]);
  return {
    namespaceMissing: home.is === 'absent',
    workloads: workloads.flat().filter(({name}) => name !== ''),
    elsewhere: elsewhere.flat().sort((a, b) => (a.namespace < b.namespace ? -1 : 1)),
  };
}

/** Where in the whole cluster to look for the very name: in its own kind, or in all for a bare name. */
function rightsElsewhere(asked: AskedName): readonly {readonly right: KubeRight; readonly word: string}[] {
  const pods = {right: LIST_PODS, word: ''};
  const workloads = WORKLOAD_APIS.filter((api) => asked.kind === api.kind || (!asked.kind && SUGGESTED.includes(api)));
  return [
    ...(asked.kind === undefined || asked.kind === 'Pod' ? [pods] : []),
    ...workloads.map((api) => ({right: listWorkloads(api), word: `${api.kind.toLowerCase()}/`})),
  ];
}

async function namesakes(
  kube: KubeClient,
  {name, namespace}: AskedName,
  {verb, group, resource}: KubeRight,
  word: string,
): Promise<Surroundings['elsewhere']> {
  const fieldSelector = `metadata.name=${name}`;
  const found = await kube.list(read({verb, group, resource}, {fieldSelector}), (object: unknown) =>
    nameOf(object) === name && namespaceOf(object) !== namespace ? namespaceOf(object) : undefined,
  );
  return (valueOf(found) ?? []).map((other) => ({namespace: other, argument: `${word}${name}`}));
}

/** The error for a name that was not found, with the nearest names that do exist. */
export async function notFound(
  kube: KubeClient,
  asked: AskedName,
  around: Surroundings,
  pods: Fact<readonly string[]> = known([]),
): Promise<DoctorError> {
  if (around.namespaceMissing) return noNamespace(kube, asked);
  const kind = (asked.kind ?? 'Pod').toLowerCase();
  const ofKind = around.workloads.filter((w) => w.kind === asked.kind).map((w) => w.name);
  const near = nearest(asked.name, [
    ...(asked.kind === undefined || asked.kind === 'Pod' ? (valueOf(pods) ?? []) : []),
    ...around.workloads.map((w) => w.name),
  ]);
  const argument = (name: string): string => {
    const workload = around.workloads.find((w) => w.name === name);
    if (asked.kind && ofKind.includes(name)) return `${kind}/${name}`;
    return workload && !valueOf(pods)?.includes(name) ? `${workload.kind.toLowerCase()}/${name}` : name;
  };
  const hints = [
    ...(near.length > 0 ? [`Did you mean ${near.map(argument).join(', ')}?`] : []),
    ...around.elsewhere.slice(0, 3).map(({namespace, argument: word}) => {
      return `It exists in ${namespace}: ${sh`fargate-doctor pod ${word} -n ${namespace}`}`;
    }),
    ...(pods.is === 'denied' ? [`Names that begin with it could not be looked for: needs ${pods.permission}.`] : []),
    ...(pods.is === 'failed' ? [`Names that begin with it could not be looked for: ${pods.reason}.`] : []),
  ];
  const prefix = asked.kind === undefined && pods.is === 'known' ? ', nor one whose name begins so' : '';
  const message = `There is no ${kind} ${asked.name} in namespace ${asked.namespace}${prefix}.`;
  return new DoctorError(message, hints.length > 0 ? hints.join(' ') : undefined, 1);
}

/** Namespaces that are named where none is near to what was typed. */
const MOST_NAMESPACES = 8;

async function noNamespace(kube: KubeClient, asked: AskedName): Promise<DoctorError> {
  const all = await kube.list(read(LIST_NAMESPACES), nameOf);
  const names = [...(valueOf(all) ?? [])].sort();
  const near = nearest(asked.namespace, names);
  const some = names.slice(0, MOST_NAMESPACES).join(', ');
  const rest = names.length > MOST_NAMESPACES ? ` and ${names.length - MOST_NAMESPACES} more` : '';
  const present = names.length > 0 ? `There are ${some}${rest}. ` : '';
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `${present}${FORMS}`;
  return new DoctorError(`There is no namespace ${asked.namespace} in this cluster.`, hint, 1);
}
