import type {Fact} from '../model/fact.ts';
import type {KubeEvent, Pod} from '../model/kubernetes.ts';
import type {Standing} from '../model/diagnosis.ts';
import type {Stage} from '../model/stage.ts';

/** Where a pod stands in its life, and how it fares there. */
export interface PodStanding {
  readonly standing: Standing;
  /**
   * The first and last stage at which it may be: the same, unless only silence tells (a pod that fargate-scheduler has
   * said nothing of may be in validation or in provisioning).
   */
  readonly from: Stage;
  readonly to: Stage;
  /** Seconds since it has been on the way: since its creation while unscheduled, since the last progress afterwards. */
  readonly seconds: number;
}

/** Reads where a pod stands from facts that outlive events, and from its events where they could be read. */
export declare function standingOf(pod: Pod, events: Fact<readonly KubeEvent[]>, now: string): PodStanding;
