import {valueOf, type Fact} from '../model/fact.ts';
import type {KubeEvent, Pod} from '../model/kubernetes.ts';
import type {Stage} from '../model/stage.ts';
import {isStuck, standingOf} from './stages.ts';

/**
 * The stage at which a fault of the cluster itself bites: it poisons everything, so it is where the pod hangs. `otherwise`
 * for a pod that doesn't hang, and where none could be read.
 */
export function stageNow(
  facts: {readonly pod: Fact<Pod>; readonly podEvents: Fact<readonly KubeEvent[]>; readonly clock: Fact<string>},
  otherwise: Stage,
): Stage {
  const pod = valueOf(facts.pod);
  const now = valueOf(facts.clock);
  if (!pod || now === undefined) return otherwise;
  const standing = standingOf(pod, facts.podEvents, now);
  return isStuck(standing) ? standing.from : otherwise;
}
