import type {CausePage} from '../../model/check.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/APIReference/API_ClusterIssue.html',
  'https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html',
];
const look = 'aws eks describe-cluster --name CL --query cluster.health';
const lag = 'EKS may notice a change up to three hours late, in both directions.';

export const causes = {
  'cluster-health-issue': {
    title: 'EKS reports a health issue of the cluster',
    why: 'EKS examines its clusters and lists what it found wrong with the role, the security groups, the VPC or the addresses that the control plane uses. What is missing there keeps new nodes out or degrades the cluster.',
    symptoms: ['The EKS console shows the issue under "Cluster health".', 'An update of the cluster is refused.'],
    proof: `health.issues of eks:DescribeCluster is not empty. ${lag}`,
    severity: 'error',
    fix: [look, 'Restore what the issue names.'],
    docs,
  },
  'cluster-kms': {
    title: "The key that encrypts the cluster's secrets is out of reach",
    why: "The API server can't read its Secrets without the KMS key that encrypts them. A disabled key can be enabled again and a deletion be cancelled; a deleted key or a revoked grant can't be made good, and the cluster has to be built anew.",
    symptoms: ['Secrets and tokens can no longer be read; the API server answers with errors.'],
    proof: `health.issues of eks:DescribeCluster names the KMS key or its grant. ${lag}`,
    severity: 'error',
    fix: ['aws kms enable-key --key-id ARN', 'aws kms cancel-key-deletion --key-id ARN'],
    docs: [...docs, 'https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html'],
  },
  'cluster-sts-region-disabled': {
    title: 'STS is switched off in the Region',
    why: 'A node proves who it is with a signed STS request. Where the account has deactivated the STS endpoint of the Region, the proof is refused, and no node joins.',
    symptoms: ['Pod provisioning timed out (will retry) for pod: NS/POD'],
    proof: `health.issues of eks:DescribeCluster says so. ${lag}`,
    severity: 'error',
    fix: ['In the IAM console, under Account settings, activate STS for the Region.'],
    docs: [
      ...docs,
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html#sts-regions-activate-deactivate',
    ],
  },
  'cluster-subnet-deleted': {
    title: "A subnet of the cluster's control plane was deleted",
    why: "The control plane keeps network interfaces in the subnets that the cluster was made with. Where one is gone it can't reach nodes from there: logs and exec fail at times. The profile's own subnets are another list.",
    symptoms: [
      'error dialing backend: remote error: tls: internal error',
      'subnet-… was deleted: could not create network interface',
    ],
    proof: `health.issues of eks:DescribeCluster says so. ${lag}`,
    severity: 'warning',
    fix: ['aws eks update-cluster-config --name CL --resources-vpc-config subnetIds=SUBNET,SUBNET'],
    docs: [...docs, 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html'],
  },
} satisfies Readonly<Record<string, CausePage>>;
