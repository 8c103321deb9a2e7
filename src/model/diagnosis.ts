import type {CauseId, Certainty, Evidence, Remedy, Severity} from './finding.ts';
import type {Stage} from './stage.ts';

/** The version of the JSON document; only additions within it. */
export const SCHEMA = 'fargate-doctor/v1';

export type Verdict = 'healthy' | 'causes-found' | 'incomplete' | 'unexplained' | 'not-fargate' | 'error';

/** The whole answer, in the shape of the JSON document (product contract, section 3). Everything but `run` is reproducible. */
export interface Diagnosis {
  readonly schema: typeof SCHEMA;
  readonly run: Run;
  readonly cluster: ClusterSummary;
  readonly subjects: readonly SubjectReport[];
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
  /** Worth knowing, not why. */
  readonly notes: readonly Cause[];
  readonly ruledOut: readonly RuledOut[];
  readonly notChecked: readonly NotChecked[];
  /** Only with exit code 1 or 2. */
  readonly error?: {readonly message: string; readonly hint?: string};
  readonly exit: {readonly code: ExitCode; readonly reason: string};
}

export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface Run {
  readonly version: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Requests that left the process. */
  readonly calls: number;
}

/** What is known of the cluster; empty strings never stand for "unknown": the field is left out. */
export interface ClusterSummary {
  readonly name?: string;
  readonly region?: string;
  readonly account?: string;
  readonly partition?: string;
  readonly context?: string;
  readonly kubernetesVersion?: string;
  readonly platformVersion?: string;
}

/** How a subject fares. `slow`, `starting` and `ending` (it is being deleted, and in time) are normal. */
export type Standing = 'running' | 'starting' | 'slow' | 'stuck' | 'failed' | 'finished' | 'ending' | 'unknown';

export interface SubjectReport {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly owner?: {readonly kind: string; readonly name: string};
  readonly phase?: string;
  readonly stage?: Stage;
  readonly standing: Standing;
  /** Since when it has been where it is, in seconds; absent where it is not stuck. */
  readonly stuckSeconds?: number;
  readonly scheduler?: string;
  /** The Fargate profile that has it, or would take it. */
  readonly profile?: string;
  readonly verdict: Verdict;
  /** One sentence on where it stands. */
  readonly headline: string;
}

export interface Cause {
  /** From 1; the order in which to mend. */
  readonly rank: number;
  readonly id: CauseId;
  /** The check that found it. */
  readonly check: string;
  readonly title: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly stage: Stage;
  /** `now`: at the stage where the subject stands. `next`: it will be met after what is in the way now. */
  readonly when: 'now' | 'next';
  /** `ns/name` of each pod; empty for a fault of the cluster that no pod has met yet. */
  readonly subjects: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** Causes of this report that are consequences of this one. */
  readonly explains: readonly CauseId[];
  /** Causes of this report that this one is a consequence of. */
  readonly explainedBy: readonly CauseId[];
  readonly docs: readonly string[];
}

export interface RuledOut {
  readonly check: string;
  readonly title: string;
  /** Two or three words for a list. */
  readonly topic: string;
}

export interface NotChecked {
  readonly check: string;
  readonly title: string;
  readonly topic: string;
  readonly reason: 'denied' | 'failed' | 'unavailable' | 'broken';
  /** The permission that would tell; absent for anything but a denial. */
  readonly needs?: string;
  readonly detail?: string;
  /** What might be wrong without our seeing it. */
  readonly couldHide: readonly CauseId[];
  /** The permission is the reason why the subject's trouble may be unexplained. */
  readonly matters: boolean;
}
