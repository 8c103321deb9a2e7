import type {Fact} from '../../model/fact.ts';
import type {KubeRight} from '../../model/right.ts';
import type {KubeClient} from '../clients/types.ts';
import {read} from '../probes/kube/requests.ts';

/** Which pods a scan is about: those of some namespaces or of all, and of a label selector if there is one. */
export interface Scope {
  readonly namespaces: 'all' | readonly string[];
  readonly labelSelector?: string;
}

/** Whether objects of this namespace are within the scope. */
export const inScope = ({namespaces}: Scope, namespace: string): boolean =>
  namespaces === 'all' || namespaces.includes(namespace);

/** The same kind of right for all namespaces. */
export function everywhere(right: KubeRight): KubeRight {
  const {namespace: _, ...rest} = right;
  return rest;
}

/**
 * Lists one kind of object over the whole scope, page by page: one list for all namespaces, else one of each. `onPage`
 * hears what was kept so far.
 */
export async function listOver<I, T>(
  kube: KubeClient,
  right: KubeRight,
  {namespaces, labelSelector}: Scope,
  map: (item: I) => T | undefined,
  onPage: (kept: readonly T[]) => void = () => undefined,
): Promise<Fact<readonly T[]>> {
  const selected = labelSelector === undefined ? {} : {labelSelector};
  if (namespaces === 'all') return kube.list(read(everywhere(right), selected), map, onPage);
  let kept: readonly T[] = [];
  for (const namespace of namespaces) {
    const before = kept;
    const part = await kube.list(read(right, {namespace, ...selected}), map, (page) => onPage([...before, ...page]));
    if (part.is === 'absent') continue;
    if (part.is !== 'known') return part;
    kept = [...before, ...part.value];
  }
  return {is: 'known', value: kept};
}
