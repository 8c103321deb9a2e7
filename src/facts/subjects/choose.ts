import type {OwnerRef} from '../../model/kubernetes.ts';
import {text} from '../probes/kube/json.ts';
import {createdAt, nameOf, ownerOf, uidOf} from '../probes/kube/map-meta.ts';
import {isReady} from '../probes/kube/map-pod.ts';

/** As much of a pod as tells whether it is the one to diagnose. */
export interface PodGlimpse {
  readonly name: string;
  readonly uid: string;
  readonly createdAt: string;
  readonly owner: (OwnerRef & {readonly uid: string}) | undefined;
  readonly phase: string;
  readonly ready: boolean;
  readonly deleted: boolean;
  /** The pod as the API gave it, so that it need not be read again. */
  readonly object: unknown;
}

/** Reads a core/v1 Pod. */
export function glimpse(pod: unknown): PodGlimpse | undefined {
  const name = nameOf(pod);
  if (name === '') return undefined;
  return {
    name,
    uid: uidOf(pod) ?? '',
    createdAt: createdAt(pod),
    owner: ownerOf(pod),
    phase: text(pod, 'status', 'phase') ?? 'Unknown',
    ready: isReady(pod),
    deleted: text(pod, 'metadata', 'deletionTimestamp') !== undefined,
    object: pod,
  };
}

/** More pods than this say nothing new, and cost calls. */
const MOST_SUBJECTS = 20;

/** The pods to diagnose out of several, and how many of them there would have been. */
export interface Choice {
  readonly pods: readonly PodGlimpse[];
  /** How many are stuck; 0: the newest was chosen instead. */
  readonly stuck: number;
}

/**
 * Chooses out of several pods: the stuck ones, some of each owner if there are very many; the newest one if none is stuck.
 * Pods on their way out count only where all are.
 */
export function choose(pods: readonly PodGlimpse[]): Choice {
  const troubled = pods.filter((pod) => isStuck(pod, pods));
  const staying = troubled.filter((pod) => !pod.deleted);
  const healthy = pods.some((pod) => !pod.deleted && !troubled.includes(pod));
  const stuck = staying.length > 0 || healthy ? staying : troubled;
  if (stuck.length > 0) return {pods: byName(spread(stuck)), stuck: stuck.length};
  const [newest] = [...pods].sort(
    (a, b) => Number(a.deleted) - Number(b.deleted) || ms(b) - ms(a) || (a.name < b.name ? -1 : 1),
  );
  return {pods: newest ? [newest] : [], stuck: 0};
}

/** Neither ready nor completed. A failed pod that a ready one has replaced since is history. */
function isStuck(pod: PodGlimpse, all: readonly PodGlimpse[]): boolean {
  if (pod.ready || pod.phase === 'Succeeded') return false;
  if (pod.phase !== 'Failed' || !pod.owner) return true;
  return !all.some((other) => other.ready && other.owner?.uid === pod.owner?.uid && ms(other) > ms(pod));
}

/** At most so many, one of each owner in turn, the oldest first. */
function spread(pods: readonly PodGlimpse[]): readonly PodGlimpse[] {
  const byOwner = new Map<string, PodGlimpse[]>();
  for (const pod of [...pods].sort((a, b) => ms(a) - ms(b) || (a.name < b.name ? -1 : 1))) {
    const key = pod.owner?.uid ?? pod.uid;
    byOwner.set(key, [...(byOwner.get(key) ?? []), pod]);
  }
  const ranked = [...byOwner.values()].flatMap((group) => group.map((pod, turn) => ({pod, turn})));
  return ranked
    .sort((a, b) => a.turn - b.turn)
    .slice(0, MOST_SUBJECTS)
    .map(({pod}) => pod);
}

const byName = (pods: readonly PodGlimpse[]): readonly PodGlimpse[] =>
  [...pods].sort((a, b) => (a.name < b.name ? -1 : 1));

const ms = (pod: PodGlimpse): number => Date.parse(pod.createdAt) || 0;
