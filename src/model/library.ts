import type {Severity} from './finding.ts';

/** What `diagnose` of the library is asked. */
export interface Question {
  /**
   * A pod's name or the beginning of one, `kind/name` for a workload, `namespace/name`: as on the command line. May be left
   * out with `from` alone: then it is about all that the bundle holds.
   */
  readonly name?: string;
  /** Absent: that of the kubeconfig context. */
  readonly namespace?: string;
  /** A bundle's file; nothing is asked of a cluster then. */
  readonly from?: string;
  /** A glob of check ids, groups or `group/id`; absent: all checks. */
  readonly checks?: string;
  /** Causes that are not to be reported: `id`, or `id=namespace/name`. */
  readonly ignore?: readonly string[];
  /** From which severity on a cause makes the exit code 3. Default: `error`. */
  readonly failOn?: Exclude<Severity, 'info'> | 'never';
  /** What gets tokens in its place. Default: `none`. */
  readonly redact?: 'none' | 'standard' | 'strict';
}

/** Which cluster, as whom, and for how long. Everything may be left out: it is found as kubectl and the AWS CLI find it. */
export interface Surroundings {
  readonly kubeconfig?: string;
  readonly context?: string;
  /** Name of the EKS cluster; no kubeconfig is needed then. */
  readonly cluster?: string;
  readonly region?: string;
  /** AWS profile. */
  readonly profile?: string;
  /** Kubernetes user to impersonate. */
  readonly as?: string;
  /** Go on though the kubeconfig's server is not the cluster's endpoint. */
  readonly allowMismatch?: boolean;
  /** Deadline of the whole, in milliseconds; what was learnt by then is reported. Default: 30,000. */
  readonly timeoutMs?: number;
  /** Deadline of one request, in milliseconds. */
  readonly requestTimeoutMs?: number;
  /** Ends it early; what was learnt by then is reported. */
  readonly signal?: AbortSignal;
  /** In place of the process's environment, for the kubeconfig. The AWS SDK reads the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told sentences for a person: what was chosen and why, and what the connection warns of. */
  readonly onSaid?: (sentence: string) => void;
}
