/** A right as the declarations of the probes give it; `permissions` prints policies from these. */
export type Right = AwsRight | KubeRight;

export interface AwsRight {
  /** `eks:DescribeCluster`. */
  readonly action: string;
}

export interface KubeRight {
  readonly verb: 'get' | 'list';
  /** API group; empty for core. */
  readonly group: string;
  /** Default: `v1`. */
  readonly version?: string;
  readonly resource: string;
  /** Limits the right to one object. */
  readonly name?: string;
  /** Where it is needed: a fixed namespace, the subject's, or the whole cluster (absent). */
  readonly namespace?: 'kube-system' | 'aws-observability' | 'SUBJECT';
}

/** Tells the two kinds of right apart. */
export const isAwsRight = (right: Right): right is AwsRight => 'action' in right;
