import {PROFILE_LABEL} from '../../domain/names.ts';
import {absent, known, type Fact, type Gap} from '../../model/fact.ts';
import type {KubeRight} from '../../model/right.ts';
import type {KubeClient, KubeRequest} from '../clients/types.ts';
import {text} from '../probes/kube/json.ts';
import {nameOf, namespaceOf, ownerOf, uidOf} from '../probes/kube/map-meta.ts';
import {mapFargatePod} from '../probes/kube/map-pod.ts';
import {LIST_EVENTS} from '../probes/kube/requests.ts';
import {listWorkloads, WORKLOAD_APIS, workloadApi, type WorkloadApi} from '../probes/kube/workload-kinds.ts';
import type {PodCensus} from './pods.ts';
import {inScope, listOver, type Scope} from './scope.ts';
import {wantsPods} from './wants-pods.ts';

/** A workload of the scope that has fewer ready pods than it wants, or owns a pod that is not ready. */
export interface ListedWorkload {
  readonly api: WorkloadApi;
  readonly object: unknown;
}

/** A client whose answers on single objects and on events come from lists, so that their number does not grow with the pods. */
export interface ListedKube {
  readonly kube: KubeClient;
  readonly workloads: Promise<readonly ListedWorkload[]>;
  /** Why kinds of workloads could not be listed. */
  readonly gaps: Promise<readonly Gap[]>;
}

const list = (group: string, resource: string, version = 'v1'): KubeRight => ({
  verb: 'list',
  group,
  version,
  resource,
  namespace: 'SUBJECT',
});

/** Objects that pods name, read as a list once the first of them is asked for. */
const NAMED: Readonly<Record<string, KubeRight>> = {
  persistentvolumeclaims: list('', 'persistentvolumeclaims'),
  serviceaccounts: list('', 'serviceaccounts'),
};
/** Objects of which a diagnosis reads all that a namespace has. */
const BY_NAMESPACE: Readonly<Record<string, KubeRight>> = {
  securitygrouppolicies: list('vpcresources.k8s.aws', 'securitygrouppolicies', 'v1beta1'),
  poddisruptionbudgets: list('policy', 'poddisruptionbudgets'),
};

/** The rights that a scan needs beyond those of a single diagnosis. */
export const SCAN_RIGHTS: readonly KubeRight[] = [
  list('', 'pods'),
  LIST_EVENTS,
  ...WORKLOAD_APIS.map(listWorkloads),
  ...Object.values(NAMED),
  ...Object.values(BY_NAMESPACE),
];

interface Place {
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

/** `/apis/GROUP/VERSION/namespaces/NS/RESOURCE[/NAME]` taken apart; undefined for objects without a namespace. */
function placeOf(path: string): Place | undefined {
  const [, namespace, resource, name = ''] =
    /^(?:\/api\/v1|\/apis\/[^/]+\/[^/]+)\/namespaces\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (namespace === undefined || resource === undefined) return undefined;
  return {resource, namespace: decodeURIComponent(namespace), name: decodeURIComponent(name)};
}

const keyOf = (resource: string, namespace: string, name: string): string => `${resource} ${namespace}/${name}`;

/**
 * Makes a client that answers from the census of pods and from lists of workloads and events, which are read once the census
 * is there. What a list can't tell (it was denied, or the object was not kept) is asked for singly.
 */
export function listedKube(kube: KubeClient, census: Promise<PodCensus>): ListedKube {
  const lists = census.then((pods) => readLists(kube, pods));
  const whole = new Map<string, Promise<Fact<readonly unknown[]>>>();
  const all = (resource: string, right: KubeRight): Promise<Fact<readonly unknown[]>> => {
    const list = async (): Promise<Fact<readonly unknown[]>> =>
      listOver(kube, right, withoutLabels((await census).scope), (item: unknown) => item);
    const answer = whole.get(resource) ?? list();
    whole.set(resource, answer);
    return answer;
  };
  const listed = async (path: string): Promise<Place | undefined> => {
    const place = placeOf(path);
    if (!place || !FROM_LISTS.has(place.resource)) return undefined;
    return inScope((await census).scope, place.namespace) ? place : undefined;
  };
  const object = async ({resource, namespace, name}: Place): Promise<unknown> => {
    if (LISTED.has(resource)) {
      const {objects, gone} = await lists;
      const key = keyOf(resource, namespace, name);
      return objects.get(key) ?? (gone.has(key) ? GONE : undefined);
    }
    const right = NAMED[resource];
    const items = right && (await all(resource, right));
    if (items?.is !== 'known') return undefined;
    return items.value.find((i) => namespaceOf(i) === namespace && nameOf(i) === name) ?? GONE;
  };
  const items = async (
    {resource, namespace, name}: Place,
    {query}: KubeRequest,
  ): Promise<Fact<readonly unknown[]> | undefined> => {
    if (name !== '') return undefined;
    if (resource === 'events') {
      const about = subjectOf(query?.['fieldSelector'] ?? '');
      const {events} = await lists;
      if (about === undefined || events.is !== 'known') return undefined;
      return known(events.value.get(keyOf(about.kind, namespace, about.name)) ?? []);
    }
    const right = BY_NAMESPACE[resource];
    if (!right || query !== undefined) return undefined;
    const found = await all(resource, right);
    if (found.is !== 'known') return found.is === 'absent' ? absent : undefined;
    return known(found.value.filter((i) => namespaceOf(i) === namespace));
  };
  const client: KubeClient = {
    server: kube.server,
    async get<T>(request: KubeRequest): Promise<Fact<T>> {
      const place = await listed(request.path);
      const found = place ? await object(place) : undefined;
      if (found === GONE) return absent;
      return found === undefined ? kube.get(request) : known(found as T);
    },
    async list<I, T>(request: KubeRequest, map: (item: I) => T | undefined): Promise<Fact<readonly T[]>> {
      const place = await listed(request.path);
      const found = place ? await items(place, request) : undefined;
      if (found?.is !== 'known') return found ?? kube.list(request, map);
      return known(found.value.map((i) => map(i as I)).filter((i) => i !== undefined));
    },
  };
  return {
    kube: withFargatePods(client, census),
    workloads: lists.then(({workloads}) => workloads),
    gaps: lists.then(({gaps}) => gaps),
  };
}

/** Instead of an object that a whole list does not hold. */
const GONE = Symbol('gone');

/** What is answered from the census and from the lists that follow it. */
const LISTED = new Set(['pods', ...WORKLOAD_APIS.map((api) => api.resource)]);
const FROM_LISTS = new Set([...LISTED, 'events', ...Object.keys(NAMED), ...Object.keys(BY_NAMESPACE)]);

function withoutLabels({namespaces}: Scope): Scope {
  return {namespaces};
}

interface Lists {
  readonly objects: ReadonlyMap<string, unknown>;
  /** Owners, by the same key, that a whole list of their kind does not hold: nobody needs to ask for each of them. */
  readonly gone: ReadonlySet<string>;
  readonly events: Fact<ReadonlyMap<string, readonly unknown[]>>;
  readonly workloads: readonly ListedWorkload[];
  readonly gaps: readonly Gap[];
}

async function readLists(kube: KubeClient, census: PodCensus): Promise<Lists> {
  const {scope} = census;
  const objects = new Map<string, unknown>();
  for (const {namespace, name, object} of census.unready) objects.set(keyOf('pods', namespace, name), object);
  const [{workloads, gaps, gone}, events] = await Promise.all([
    listWorkloadsOf(kube, scope, census),
    listEvents(kube, scope, census),
  ]);
  for (const {api, object} of workloads) {
    objects.set(keyOf(api.resource, namespaceOf(object), nameOf(object)), object);
  }
  return {objects, gone, events, workloads, gaps};
}

/** The list of all Fargate pods is part of a census of all pods. */
function withFargatePods(kube: KubeClient, census: Promise<PodCensus>): KubeClient {
  return {
    ...kube,
    async list<I, T>(request: KubeRequest, map: (item: I) => T | undefined): Promise<Fact<readonly T[]>> {
      const same = request.path === '/api/v1/pods' && request.query?.['labelSelector'] === PROFILE_LABEL;
      // Only in this form are they kept.
      if (!same || (map as unknown) !== mapFargatePod) return kube.list(request, map);
      const {complete, scope, fargate} = await census;
      const all = complete && scope.namespaces === 'all' && scope.labelSelector === undefined;
      return all ? known(fargate as unknown as readonly T[]) : kube.list(request, map);
    },
  };
}

/** The object that the field selector of an event list names. */
function subjectOf(fieldSelector: string): {readonly kind: string; readonly name: string} | undefined {
  const [, name, kind] = /^involvedObject\.name=([^,]+),involvedObject\.kind=([^,]+)$/.exec(fieldSelector) ?? [];
  return name === undefined || kind === undefined ? undefined : {kind, name};
}

const WORKLOAD_KINDS = new Set<string>(WORKLOAD_APIS.map((api) => api.kind));

/** Events on the pods that are not ready, and warnings on workloads, by what they are about. */
async function listEvents(
  kube: KubeClient,
  scope: Scope,
  census: PodCensus,
): Promise<Fact<ReadonlyMap<string, readonly unknown[]>>> {
  const pods = new Set(census.unready.map(({namespace, name}) => keyOf('Pod', namespace, name)));
  const kept = await listOver(kube, LIST_EVENTS, withoutLabels(scope), (event: unknown) => {
    const kind = text(event, 'involvedObject', 'kind') ?? '';
    if (kind === 'Pod') return pods.has(aboutOf(event)) ? event : undefined;
    return WORKLOAD_KINDS.has(kind) && text(event, 'type') !== 'Normal' ? event : undefined;
  });
  if (kept.is !== 'known') return kept;
  const byObject = new Map<string, unknown[]>();
  for (const event of kept.value) {
    const key = aboutOf(event);
    const before = byObject.get(key);
    if (before) before.push(event);
    else byObject.set(key, [event]);
  }
  return known(byObject);
}

function aboutOf(event: unknown): string {
  const about = (field: string): string | undefined => text(event, 'involvedObject', field);
  return keyOf(about('kind') ?? '', about('namespace') ?? namespaceOf(event), about('name') ?? '');
}

/** The workloads that want pods or own one that is not ready: of those that make pods first, then of those above them. */
async function listWorkloadsOf(
  kube: KubeClient,
  scope: Scope,
  census: PodCensus,
): Promise<Pick<Lists, 'workloads' | 'gaps' | 'gone'>> {
  // By uid, and by name, since a workload that was made anew under its name is what the next pods come from.
  const uids = new Set<string>();
  const names = new Set<string>();
  const own = (
    namespace: string,
    owner: {readonly kind: string; readonly name: string; readonly uid: string},
  ): void => {
    if (owner.uid !== '') uids.add(owner.uid);
    const api = workloadApi(owner.kind);
    if (api) names.add(keyOf(api.resource, namespace, owner.name));
  };
  for (const {namespace, owner} of census.unready) if (owner) own(namespace, owner);
  const isOwner = (api: WorkloadApi, object: unknown): boolean =>
    uids.has(uidOf(object) ?? '') || names.has(keyOf(api.resource, namespaceOf(object), nameOf(object)));
  const workloads: ListedWorkload[] = [];
  const gaps: Gap[] = [];
  const gone = new Set<string>();
  for (const turn of [false, true]) {
    const apis = WORKLOAD_APIS.filter((api) => ABOVE.has(api.kind) === turn);
    const parts = await Promise.all(
      apis.map((api) =>
        listOver(kube, listWorkloads(api), scope, (object: unknown): ListedWorkload | undefined =>
          wantsPods(api.kind, object) || isOwner(api, object) ? {api, object} : undefined,
        ),
      ),
    );
    for (const [i, part] of parts.entries()) {
      if (part.is === 'known') workloads.push(...part.value);
      else if (part.is !== 'absent') gaps.push(part);
      // A selector may leave out the owners of what it selects.
      if (part.is !== 'known' || scope.labelSelector !== undefined) continue;
      const there = new Set(
        part.value.map(({api, object}) => keyOf(api.resource, namespaceOf(object), nameOf(object))),
      );
      const kind = keyOf(apis[i]?.resource ?? '', '', '').slice(0, -1);
      for (const key of names) if (key.startsWith(kind) && !there.has(key)) gone.add(key);
    }
    for (const {object} of workloads) {
      const owner = ownerOf(object);
      if (owner) own(namespaceOf(object), owner);
    }
  }
  return {workloads, gaps, gone};
}

/** Kinds that make pods through another kind. */
const ABOVE = new Set<string>(['Deployment', 'CronJob']);
