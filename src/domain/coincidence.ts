import type {ClusterUpdate} from '../model/aws.ts';
import type {Evidence} from '../model/finding.ts';
import type {FargatePod, Pod} from '../model/kubernetes.ts';
import {newestHealthy, type Kinship} from './siblings.ts';
import {isUnplaced} from './spoken.ts';
import {SLOW_SECONDS} from './stages.ts';

// A change that falls into the time in which the trouble began is evidence for a fault that it could have made. It raises
// no certainty: much else may have happened in that time.

/** When a trouble began: after the newest pod that got through, and before the first that did not. */
export interface Beginning {
  /** Milliseconds since the epoch, as the next. */
  readonly after: number;
  readonly before: number;
  /** The newest pod that got through; absent where none runs. */
  readonly last?: FargatePod;
}

/** Something that was changed. */
export interface Change {
  /** RFC 3339. */
  readonly at: string | undefined;
  readonly source: string;
  readonly ref: string;
  /** `created`, `EndpointAccessUpdate (PublicAccessCidrs=…)`. */
  readonly what: string;
}

const DAY = 86_400_000;

/**
 * The time in which the trouble of a pod without a node began. Where no pod of its kin runs, a day before the pod was
 * made. Undefined where nothing can be said: the others could not be read, or the pod has its node.
 */
export function beginningOf(
  pod: Pod | undefined,
  pods: readonly FargatePod[] | undefined,
  kinship: Omit<Kinship, 'reference'>,
): Beginning | undefined {
  if (!pod || !pods || !isUnplaced(pod)) return undefined;
  const made = Date.parse(pod.createdAt);
  const last = newestHealthy(pods, kinship);
  return {
    after: last ? Date.parse(last.createdAt) : made - DAY,
    before: made + SLOW_SECONDS * 1000,
    ...(last ? {last} : {}),
  };
}

/** Which of these changes fall into that time, the latest first; at most three. */
export function coincident(beginning: Beginning | undefined, changes: readonly Change[]): readonly Evidence[] {
  if (!beginning) return [];
  const {last} = beginning;
  const than = last
    ? `after ${last.namespace}/${last.name} had started, the newest pod that runs there`
    : 'less than a day before the pod was made; no pod runs there';
  return changes
    .flatMap(({at, ...change}) => (at === undefined ? [] : [{...change, at, time: Date.parse(at)}]))
    .filter(({time}) => time > beginning.after && time <= beginning.before)
    .sort((a, b) => b.time - a.time || (a.ref < b.ref ? -1 : 1))
    .slice(0, 3)
    .map(({source, ref, what, at}) => ({source, ref, value: `${what} ${than}`, at}));
}

/** Longest list of parameters that is shown. */
const LONGEST = 160;

/** The cluster's updates of one type that took effect, as changes. */
export function updatesOf(updates: readonly ClusterUpdate[] | undefined, type: string): readonly Change[] {
  return (updates ?? [])
    .filter((update) => update.type === type && ['Successful', 'InProgress'].includes(update.status))
    .map(({id, createdAt, params}) => {
      const words = params.map(({name, value}) => `${name}=${value}`).join(', ');
      const shown = words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
      return {at: createdAt, source: 'eks:DescribeUpdate', ref: id, what: `${type}${shown ? ` (${shown})` : ''}`};
    });
}
