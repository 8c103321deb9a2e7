import type {Fact} from '../../../model/fact.ts';
import type {OwnerRef, WorkloadKind} from '../../../model/kubernetes.ts';
import type {KubeClient} from '../../clients/types.ts';
import {ownerOf, uidOf} from './map-meta.ts';
import {read} from './requests.ts';
import {getWorkload, workloadApi} from './workload-kinds.ts';

/** One object above a pod, as the API gives it. */
export interface ChainLink {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly uid: string;
  readonly object: unknown;
}

/** The owners above a pod, the nearest first: empty for a bare pod. */
export interface OwnerChain {
  readonly links: readonly ChainLink[];
  /** The next owner, if it is of a kind that we don't read. */
  readonly managedBy?: OwnerRef;
}

/** More than any chain of Kubernetes' own kinds has. */
const LONGEST_CHAIN = 4;

/**
 * Follows owner references upwards, one read per owner. An owner that is gone, or whose name another object has taken,
 * ends the chain; one that can't be read makes all of it unknown. `onOwner` hears of each owner before it is read.
 */
export async function ownersOf(
  kube: KubeClient,
  namespace: string,
  object: unknown,
  onOwner: (owner: Omit<ChainLink, 'object'>) => void = () => undefined,
): Promise<Fact<OwnerChain>> {
  const links: ChainLink[] = [];
  let current = object;
  while (links.length < LONGEST_CHAIN) {
    const owner = ownerOf(current);
    if (!owner) break;
    const api = workloadApi(owner.kind);
    if (!api || !owner.apiVersion.startsWith(`${api.group}/`)) {
      return {is: 'known', value: {links, managedBy: {kind: owner.kind, name: owner.name}}};
    }
    const {name, uid} = owner;
    onOwner({kind: api.kind, name, uid});
    const fact = await kube.get<unknown>(read(getWorkload(api), {namespace, name}));
    if (fact.is === 'absent') break;
    if (fact.is !== 'known') return fact;
    if (uidOf(fact.value) !== uid) break;
    links.push({kind: api.kind, name, uid, object: fact.value});
    current = fact.value;
  }
  return {is: 'known', value: {links}};
}
