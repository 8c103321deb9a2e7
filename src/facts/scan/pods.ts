import {PROFILE_LABEL} from '../../domain/names.ts';
import {failed, type Fact, type Gap} from '../../model/fact.ts';
import type {FargatePod} from '../../model/kubernetes.ts';
import {unmapped} from '../classify-error.ts';
import type {KubeClient} from '../clients/types.ts';
import type {KubeRight} from '../../model/right.ts';
import {labels, nameOf, namespaceOf} from '../probes/kube/map-meta.ts';
import {mapFargatePod, withSpec} from '../probes/kube/map-pod.ts';
import {LIST_PODS, read} from '../probes/kube/requests.ts';
import {glimpse, type PodGlimpse} from '../subjects/choose.ts';
import {listOver, type Scope} from './scope.ts';

/** As much of a pod as a scan keeps: the whole of it only where it is neither ready nor done. */
interface Kept extends PodGlimpse {
  readonly namespace: string;
  readonly fargate?: FargatePod;
}

/** A pod that is neither ready nor done, as the API gave it. */
export interface UnreadyPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly owner?: {readonly kind: string; readonly name: string; readonly uid: string};
  readonly object: unknown;
}

/** What one pass over the pods of a scope tells. */
export interface PodCensus {
  /** What was read: less than what was asked for, where all namespaces may not be listed at once. */
  readonly scope: Scope;
  /** All of the scope was read. */
  readonly complete: boolean;
  /** Pods that were read. */
  readonly read: number;
  readonly unready: readonly UnreadyPod[];
  /** Pods that a profile took. */
  readonly fargate: readonly FargatePod[];
}

/** How a census ended: whole, or with less than was asked for and the reason. */
export interface Counted {
  readonly census: PodCensus;
  readonly gap?: Gap;
}

/**
 * Reads the pods of a scope once, page by page; what was read before a failure is kept. Where all namespaces may not be
 * listed at once, those are read that may: of all that there are if these can be listed, else `own`.
 */
export async function countPods(
  kube: KubeClient,
  scope: Scope,
  own: string,
  onPage: (read: number) => void,
): Promise<Counted> {
  let kept: readonly Kept[] = [];
  const hear = (page: readonly Kept[]): void => {
    kept = page;
    onPage(page.length);
  };
  const pods = await listed(kube, scope, hear);
  if (pods.is === 'known') return {census: censusOf(pods.value, scope, true)};
  if (pods.is === 'absent') return {census: censusOf([], scope, false), gap: failed('the API server knows no pods')};
  if (pods.is !== 'denied' || scope.namespaces !== 'all') return {census: censusOf(kept, scope, false), gap: pods};
  const names = await kube.list(read(LIST_NAMESPACES), nameOf);
  const readable: string[] = [];
  const found: Kept[] = [];
  for (const namespace of names.is === 'known' ? names.value : [own]) {
    const one = {...scope, namespaces: [namespace]};
    const part = await listed(kube, one, (page) => hear([...found, ...page]));
    if (part.is !== 'known') continue;
    readable.push(namespace);
    found.push(...part.value);
  }
  return {census: censusOf(found, {...scope, namespaces: readable}, false), gap: pods};
}

/** The pods of a scope. A pod that can't be read makes the list one that could not be. */
async function listed(
  kube: KubeClient,
  scope: Scope,
  onPage: (kept: readonly Kept[]) => void,
): Promise<Fact<readonly Kept[]>> {
  try {
    return await listOver(kube, LIST_PODS, scope, keep, onPage);
  } catch (error) {
    return unmapped(error);
  }
}

/** The namespaces of the cluster, where its pods may not be listed all at once. */
export const LIST_NAMESPACES: KubeRight = {verb: 'list', group: '', resource: 'namespaces'};

function keep(pod: unknown): Kept | undefined {
  const seen = glimpse(withSpec(pod));
  if (!seen) return undefined;
  const fargate = labels(pod)[PROFILE_LABEL] === undefined ? undefined : mapFargatePod(pod);
  const settled = seen.ready || seen.phase === 'Succeeded';
  return {
    ...seen,
    namespace: namespaceOf(pod),
    object: settled && !seen.deleted ? undefined : withoutBookkeeping(pod),
    ...(fargate === undefined ? {} : {fargate}),
  };
}

/** Who wrote which field is most of a pod's text, and nothing that a check reads. */
function withoutBookkeeping(pod: unknown): unknown {
  const {metadata, ...rest} = pod as {readonly metadata?: object};
  return {...rest, metadata: {...metadata, managedFields: undefined}};
}

function censusOf(kept: readonly Kept[], scope: Scope, complete: boolean): PodCensus {
  // A failed pod that a ready one of the same owner has replaced since is history.
  const readySince = new Map<string, number>();
  for (const {ready, owner, createdAt} of kept) {
    if (ready && owner) readySince.set(owner.uid, Math.max(readySince.get(owner.uid) ?? 0, Date.parse(createdAt)));
  }
  const replaced = ({phase, owner, createdAt}: Kept): boolean =>
    phase === 'Failed' && owner !== undefined && (readySince.get(owner.uid) ?? 0) > Date.parse(createdAt);
  return {
    scope,
    complete,
    read: kept.length,
    unready: kept
      .filter((pod) => pod.object !== undefined && !replaced(pod))
      .map(({namespace, name, uid, owner, object}) => ({
        namespace,
        name,
        uid,
        object,
        ...(owner ? {owner} : {}),
      })),
    fargate: kept.flatMap((pod) => pod.fargate ?? []),
  };
}
