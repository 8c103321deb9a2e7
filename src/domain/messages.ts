import type {CauseId} from '../model/finding.ts';
import type {KubeEvent, Pod} from '../model/kubernetes.ts';
import type {Stage} from '../model/stage.ts';

/** One thing that a scheduler's or kubelet's text says. A message may say several. */
export interface Clause {
  /** The cause it names by itself; absent for texts that name none (`Pod provisioning timed out`). */
  readonly cause?: CauseId;
  /** Stable word for the text: `timeout`, `host-network`, `pvc-unbound`, `profile-blocked`, … */
  readonly says: string;
  /** The stage at which this text is written. */
  readonly stage: Stage;
  /** The part of the message that says it, verbatim. */
  readonly text: string;
  /** Names inside it: `volume`, `claim`, `profile`, `capability`, `ip`, … */
  readonly names: Readonly<Record<string, string>>;
}

/** A text with its origin: an event's message or a condition's. */
export interface Utterance {
  readonly from: 'event' | 'condition' | 'container';
  readonly component: string;
  readonly reason: string;
  readonly message: string;
  readonly at?: string;
  readonly count: number;
  readonly clauses: readonly Clause[];
  /** False: fargate-scheduler (or the kubelet on a Fargate node) said something that the grammar doesn't know. */
  readonly understood: boolean;
}

/** Reads one text. Unanchored, linear in the text's length; an unknown text yields no clause. */
export declare function readMessage(reason: string, component: string, message: string): readonly Clause[];

/** All that was said of a pod: events, the PodScheduled condition, container states; the newest first. */
export declare function utterances(pod: Pod, events: readonly KubeEvent[]): readonly Utterance[];
