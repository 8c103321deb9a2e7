import type {CauseId, Certainty, Evidence, Position, Remedy, Severity} from './finding.ts';
import type {Stage} from './stage.ts';

/** The version of the JSON document; only additions within it. */
export const SCHEMA = 'fargate-doctor/v1';

export type Verdict = 'healthy' | 'causes-found' | 'incomplete' | 'unexplained' | 'not-fargate' | 'error';

/** The whole answer, in the shape of the JSON document (product contract, section 3). Everything but `run` is reproducible. */
export interface Diagnosis {
  readonly schema: typeof SCHEMA;
  readonly run: Run;
  readonly cluster: ClusterSummary;
  /** Only of a scan. */
  readonly scanned?: Scanned;
  readonly subjects: readonly SubjectReport[];
  readonly verdict: Verdict;
  readonly causes: readonly Cause[];
  /** Worth knowing, not why. */
  readonly notes: readonly Cause[];
  readonly ruledOut: readonly RuledOut[];
  readonly notChecked: readonly NotChecked[];
  /** The ways that subjects in trouble have through the network; absent where nobody hangs for want of one. */
  readonly paths?: readonly NetworkPath[];
  /** Only of a preflight: what was read. */
  readonly manifest?: ManifestSummary;
  /** What was found and not reported, because the user said so; absent where nothing was. */
  readonly ignored?: readonly Ignored[];
  /** Only with exit code 1 or 2. */
  readonly error?: {readonly message: string; readonly hint?: string};
  readonly exit: {readonly code: ExitCode; readonly reason: string};
}

/** Under this id a scan says what of the pods in its scope it could not list. */
export const PODS_ARE_LISTED = 'pods-are-listed';

/** What a scan looked at. */
export interface Scanned {
  /** Every namespace, as far as it was read. */
  readonly allNamespaces: boolean;
  /** The namespaces that were read; empty where it was all. */
  readonly namespaces: readonly string[];
  /** The label selector, if there was one. */
  readonly selector?: string;
  /** Pods that were read. */
  readonly pods: number;
  /** Of these: taken by a Fargate profile. */
  readonly fargate: number;
  /** Not ready, and not meant for Fargate. */
  readonly elsewhere: number;
  /** On their way, and not late. */
  readonly onTheirWay: number;
  /** The run was ended before all was read. */
  readonly partial: boolean;
}

/** What a preflight read. */
export interface ManifestSummary {
  readonly files: number;
  /** Pods, and workloads with a pod template. */
  readonly pods: number;
  /** Objects of other kinds, which have no pods and were not looked at. */
  readonly otherObjects: number;
  /** No cluster was asked. */
  readonly offline: boolean;
  /** What the API server would refuse, or drop: fields that it does not know, values of another type. */
  readonly warnings: readonly ManifestWarning[];
}

export interface ManifestWarning {
  readonly message: string;
  readonly position: Position;
}

/** A cause that the user does not want to hear of. */
export interface Ignored {
  readonly id: CauseId;
  /** `namespace/name`, if only that one is meant. */
  readonly subject?: string;
  readonly reason?: string;
  /** The last day on which it holds, `2026-12-31`. */
  readonly expires?: string;
  /** True once that day is over: then nothing is ignored by it. */
  readonly expired?: true;
  /** How many findings it kept from the report. */
  readonly count: number;
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

/**
 * How a subject fares. `slow`, `starting` and `ending` (it is being deleted, and in time) are normal; `planned` is one that is
 * only written down in a manifest.
 */
export type Standing =
  'running' | 'starting' | 'slow' | 'stuck' | 'failed' | 'finished' | 'ending' | 'planned' | 'unknown';

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
  /** Only of one that is planned. */
  readonly planned?: PlannedReport;
  /** Its way through the stages, one entry each, in order; only of one that hangs or has failed. */
  readonly timeline?: readonly Milestone[];
}

/** What would become of a pod, or of the pods of a workload, that a manifest describes. */
export interface PlannedReport {
  /** Where the object begins. */
  readonly position: Position;
  /** How many pods it asks for at once; absent for kinds that do not say (DaemonSet, CronJob). */
  readonly pods?: number;
  /** What Fargate gives and bills for each pod; absent where no size is large enough, and where Fargate would not get it. */
  readonly size?: PlannedSize;
  /** What each Fargate profile makes of it, by name; absent where the profiles are not known. */
  readonly profiles?: readonly ProfileAnswer[];
}

/** A size of Fargate's. Its GB behave like GiB. */
export interface PlannedSize {
  readonly vcpu: number;
  readonly memoryGb: number;
  /** Ephemeral storage, and how much of it is billed: the first 20 GB are free. */
  readonly ephemeralGb: number;
  readonly billedEphemeralGb: number;
  /** False where AWS does not document how such a pod is counted. */
  readonly confirmed: boolean;
}

/** What one Fargate profile makes of a pod. */
export interface ProfileAnswer {
  readonly name: string;
  readonly takes: boolean;
  /** Why it does not; a clause whose subject is the profile. */
  readonly because?: string;
}

/** One stage in the life of a subject. */
export interface Milestone {
  readonly stage: Stage;
  /** `here` is where it stands; `unknown` may or may not be behind it. */
  readonly state: 'passed' | 'here' | 'ahead' | 'unknown';
  /** When the stage was passed, RFC 3339; for `here` since when it stands there. Absent where no fact tells. */
  readonly at?: string;
}

/** What a start has to reach. `registry` stands for a registry outside ECR. */
export type Destination = 'api' | 'ecr' | 's3' | 'sts' | 'registry';

/** The way from a pod in one subnet to one destination, as far as its facts could be read. */
export interface NetworkPath {
  readonly profile: string;
  readonly subnet: string;
  readonly destination: Destination;
  /** `ns/name` of the pod whose security groups and images it was followed for; others of the profile may share it. */
  readonly subject: string;
  /** What is passed, in order; the last is the destination. Behind a broken hop nothing is known. */
  readonly hops: readonly PathHop[];
  /** Causes of this report that are about where it is broken; absent where there are none. */
  readonly causes?: readonly CauseId[];
}

/** What a packet passes. `beyond` is anything that can't be looked behind, such as a transit gateway. */
export type HopWhat =
  | 'subnet'
  | 'resolver'
  | 'security-groups'
  | 'network-acl'
  | 'route-table'
  | 'nat-gateway'
  | 'internet-gateway'
  | 'vpc-endpoint'
  | 'beyond'
  | 'destination';

export interface PathHop {
  readonly what: HopWhat;
  /** Its id; several are separated by commas. For the destination, its name. */
  readonly id: string;
  /** What matters of it: `203.0.113.10` for a NAT gateway, "egress TCP 443" for security groups. */
  readonly detail?: string;
  readonly state: 'open' | 'broken' | 'unknown';
  /** Why it is not open. Absent for what lies behind a broken hop. */
  readonly reason?: string;
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
