import type {Answered, Fact} from './fact.ts';
import type {FactId, FactMap} from './facts.ts';
import type {CauseId, Certainty, Problem, Severity} from './finding.ts';
import type {Stage} from './stage.ts';

/** Everything that is said of a cause before it is seen in a cluster: its page in `docs/causes`, and `explain ID`. */
export interface CausePage {
  /** What is wrong, as a phrase without a verb: "Public endpoint that excludes the NAT address". */
  readonly title: string;
  /** Why it keeps a Fargate pod from running, two to five sentences. */
  readonly why: string;
  /** How an engineer sees it: messages, states. One sentence each. */
  readonly symptoms: readonly string[];
  /** How the doctor proves it, and what would look the same. */
  readonly proof: string;
  readonly severity: Severity;
  /** Where in a pod's life it bites, if not where its check says. */
  readonly stage?: Stage;
  /**
   * The last stage at which a pod may still hang for it: for a fault that stays a fault while nothing but silence or a
   * time-out is heard of the pod (its profile is gone).
   */
  readonly until?: Stage;
  /** It concerns pods that are not meant for Fargate too: such as one that another scheduler put on a Fargate node. */
  readonly anyPod?: true;
  /** It is what is seen of a node that has joined and was cut off: a fault on the way to the API server explains it. */
  readonly ofCutOffNode?: true;
  /** The surest that a verdict on this can be; `possible` for what AWS does not confirm. */
  readonly atMost?: Certainty;
  /** Causes that are consequences of this one where both are seen. */
  readonly explains?: readonly CauseId[];
  /** How to mend it in general, with `CL NS POD` and the like as placeholders; the report has the real ones. */
  readonly fix: readonly string[];
  /** Public pages that say so. */
  readonly docs: readonly string[];
}

/** What a check is given: known values, values that may be absent, and facts to be consulted as they are. */
export type Given<N extends FactId, M extends FactId, C extends FactId> = {readonly [K in N]: FactMap[K]} & {
  readonly [K in M]: Answered<FactMap[K]>;
} & {readonly [K in C]: Fact<FactMap[K]>};

/** What a check may say beside its problems. */
export interface Doubt {
  /**
   * Says that these consulted facts would have been needed to call it clear. Those of them that are gaps make an
   * outcome without problems `unchecked`; the answered ones are ignored. True if there was a gap among them.
   */
  unsure(...facts: readonly FactId[]): boolean;
  /** Says that a fact was answered in words that we don't know (a new status), which is as good as unread. Returns no problems. */
  unreadable(fact: FactId, reason: string): readonly Problem[];
  /** Says that the question does not arise here (a look that finds nothing to look at). Returns no problems. */
  inapplicable(because: string): readonly Problem[];
}

/** Whether a check's answer is the same for every pod of the cluster. */
export type Scope = 'pod' | 'cluster';

/** A group of the catalogue; the folder of the check and the order of the documentation. */
export const GROUPS = [
  'profile',
  'scheduling',
  'pod-spec',
  'capacity',
  'network',
  'iam',
  'coredns',
  'storage',
  'logging',
  'image',
  'start',
  'cluster',
  'lifecycle',
] as const;
export type Group = (typeof GROUPS)[number];

/**
 * What to mend first among causes of one stage and certainty: the nearer to the start of the chain, the earlier. The
 * network part follows the order in which a packet needs things.
 */
export const PRECEDENCE = [
  'cluster',
  'placement',
  'spec',
  'endpoint',
  'egress',
  'dns',
  'auth',
  'trust',
  'security-groups',
  'nacl',
  'addresses',
  'endpoints',
  'other',
] as const;
export type Precedence = (typeof PRECEDENCE)[number];

export interface Check<N extends FactId = FactId, M extends FactId = FactId, C extends FactId = FactId> {
  /** The healthy statement in kebab-case; the file's name. */
  readonly id: string;
  /** The healthy statement as a sentence: "A Fargate profile selects the pod". */
  readonly title: string;
  /** Two or three words for lists: "profile match". */
  readonly topic: string;
  readonly group: Group;
  /** Where in a pod's life its causes bite, unless a cause's page says otherwise. */
  readonly stage: Stage;
  readonly scope: Scope;
  /** Default: `other`. */
  readonly precedence?: Precedence;
  /** Facts that must be known. One that is absent makes the check inapplicable, an unanswered one unchecked. */
  readonly needs: readonly N[];
  /** Facts that may be absent, but must have been answered. */
  readonly maybe?: readonly M[];
  /** Facts taken as they are: either-or knowledge (see {@link Doubt.unsure}) and mere evidence. */
  readonly consults?: readonly C[];
  readonly causes: Readonly<Record<CauseId, CausePage>>;
  /** Synchronous and pure. */
  run(given: Given<N, M, C>, doubt: Doubt): readonly Problem[];
}

/** A cause that has no check, since no API shows it; listed, so that its absence is no oversight. */
export interface UnreadableCause {
  readonly id: CauseId;
  /** Why it can't be read, one sentence. */
  readonly reason: string;
}

/** A check as the engine sees it, its inputs' names erased. */
export type AnyCheck = Omit<Check, 'run'> & {run(given: never, doubt: Doubt): readonly Problem[]};

/** Gives a check its types from the facts that it names. */
export function defineCheck<const N extends FactId, const M extends FactId = never, const C extends FactId = never>(
  check: Check<N, M, C>,
): Check<N, M, C> {
  return check;
}
