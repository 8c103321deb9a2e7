import type {CauseId} from '../model/finding.ts';

/** What EKS's code for a health issue of a cluster means here. */
export interface HealthReading {
  readonly cause: CauseId;
  /** True where Fargate pods can't start while it lasts; otherwise it degrades. */
  readonly blocks: boolean;
  /** What it means, as a clause with the cluster as its subject: "can't …". Absent where the code says it. */
  readonly means?: string;
}

const OTHER = 'cluster-health-issue';

/** By the API's code. */
const READINGS = new Map<string, HealthReading>([
  ['AccessDenied', {cause: OTHER, blocks: true, means: 'may not use what it needs in the account'}],
  ['ClusterUnreachable', {cause: OTHER, blocks: false}],
  ['ConfigurationConflict', {cause: OTHER, blocks: false}],
  ['Ec2SecurityGroupNotFound', {cause: OTHER, blocks: true, means: 'names a security group that is gone'}],
  ['Ec2ServiceNotSubscribed', {cause: OTHER, blocks: true, means: 'is in an account that is not subscribed to EC2'}],
  ['Ec2SubnetNotFound', {cause: 'cluster-subnet-deleted', blocks: false}],
  ['IamRoleNotFound', {cause: OTHER, blocks: true, means: 'names an IAM role that is gone'}],
  ['InsufficientFreeAddresses', {cause: OTHER, blocks: false, means: 'has no free addresses in its own subnets'}],
  ['InternalFailure', {cause: OTHER, blocks: false}],
  ['KmsGrantRevoked', {cause: 'cluster-kms', blocks: true}],
  ['KmsKeyDisabled', {cause: 'cluster-kms', blocks: true}],
  ['KmsKeyMarkedForDeletion', {cause: 'cluster-kms', blocks: true}],
  ['KmsKeyNotFound', {cause: 'cluster-kms', blocks: true}],
  ['ResourceLimitExceeded', {cause: OTHER, blocks: false}],
  ['ResourceNotFound', {cause: OTHER, blocks: false}],
  ['StsRegionalEndpointDisabled', {cause: 'cluster-sts-region-disabled', blocks: true}],
  ['UnsupportedVersion', {cause: OTHER, blocks: false}],
  ['VpcNotFound', {cause: OTHER, blocks: true, means: 'names a VPC that is gone'}],
]);

/** The user guide's spellings, of the same things. */
const SPELLINGS = new Map([
  ['SUBNET_NOT_FOUND', 'Ec2SubnetNotFound'],
  ['SECURITY_GROUP_NOT_FOUND', 'Ec2SecurityGroupNotFound'],
  ['IP_NOT_AVAILABLE', 'InsufficientFreeAddresses'],
  ['VPC_NOT_FOUND', 'VpcNotFound'],
  ['ASSUME_ROLE_ACCESS_DENIED', 'AccessDenied'],
  ['ASSUME_ROLE_ACCESS_DENIED_USING_SLR', 'AccessDenied'],
  ['PERMISSION_ACCESS_DENIED', 'AccessDenied'],
  ['PERMISSION_ACCESS_DENIED_USING_SLR', 'AccessDenied'],
  ['OPT_IN_REQUIRED', 'Ec2ServiceNotSubscribed'],
  ['STS_REGIONAL_ENDPOINT_DISABLED', 'StsRegionalEndpointDisabled'],
  ['KMS_KEY_DISABLED', 'KmsKeyDisabled'],
  ['KMS_KEY_NOT_FOUND', 'KmsKeyNotFound'],
  ['KMS_GRANT_REVOKED', 'KmsGrantRevoked'],
  ['KMS_KEY_MARKED_FOR_DELETION', 'KmsKeyMarkedForDeletion'],
]);

/** The API's code for either spelling; an unknown one is itself. */
export const canonicalCode = (code: string): string => SPELLINGS.get(code) ?? code;

/**
 * Reads a code in the API's or the user guide's spelling. One that we don't know is an issue that degrades: what it breaks
 * is not known.
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html
 * https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
 */
export const readHealth = (code: string): HealthReading =>
  READINGS.get(canonicalCode(code)) ?? {cause: OTHER, blocks: false};
