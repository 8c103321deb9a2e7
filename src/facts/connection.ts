import type {ClusterTarget} from '../model/aws.ts';
import type {Fact} from '../model/fact.ts';
import type {AwsClients, CallRecord, KubeClient} from './clients/types.ts';

/** What the user said about the cluster; everything else is found (product contract, "Finding the cluster"). */
export interface ConnectOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly region?: string;
  /** AWS profile. */
  readonly profile?: string;
  /** Kubernetes user to impersonate. */
  readonly as?: string;
  readonly requestTimeoutMs?: number;
  /** Go on though the kubeconfig's server is not the described cluster's endpoint. */
  readonly allowMismatch?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends everything: Ctrl-C and the deadline of the whole run. */
  readonly signal: AbortSignal;
  readonly onCall?: (call: CallRecord) => void;
  /** A sentence for the user on stderr: a shadowed AWS profile, a private endpoint that can't be reached. */
  readonly onWarning?: (sentence: string) => void;
}

/** Both APIs, as far as they can be had. A side that can't is a gap, and the other one goes on. */
export interface Connection {
  readonly kube: Fact<KubeClient>;
  readonly aws: Fact<AwsClients>;
  readonly target: Fact<ClusterTarget>;
  /** The namespace of the kubeconfig context, else `default`. */
  readonly namespace: string;
  /**
   * The kubeconfig's server, for `refuseMismatch` once `DescribeCluster` is known. Absent where the two can't be expected
   * to be equal: inside a pod, reached from `DescribeCluster` itself, or `allowMismatch`.
   */
  readonly serverToMatch?: string;
}
