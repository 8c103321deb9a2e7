import type {CausePage} from '../../model/check.ts';

const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';
const PULL = 'Image pulls that time out: "dial tcp …:443: i/o timeout".';

export const causes = {
  'cluster-sg-egress-restricted': {
    title: 'Cluster security group that does not let traffic out',
    why: 'A Fargate pod has the cluster security group unless a SecurityGroupPolicy gives it others. EKS makes that group with a rule that lets everything out. Where it was narrowed, TCP 443 has to stay open to the API server, ECR, S3 and STS; DNS by the resolver of the VPC is never filtered.',
    symptoms: [TIMEOUT, PULL],
    proof:
      'No egress rule of the groups of the pod covers the way: by address, by security group, or by prefix list. A rule for some public addresses, which may be those of AWS, counts as open.',
    severity: 'error',
    atMost: 'likely',
    explains: ['image-pull-timeout-vpce', 'image-pull-timeout-egress'],
    fix: [
      'aws ec2 authorize-security-group-egress --group-id SG --protocol tcp --port 443 --cidr 0.0.0.0/0',
      'Then delete the pod, so that it is made anew',
    ],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html'],
  },
  'sgp-without-cluster-sg': {
    title: 'SecurityGroupPolicy whose groups shut the pod off',
    why: 'A SecurityGroupPolicy replaces the cluster security group of a Fargate pod by its own groups. Unlike a pod on an EC2 node, a Fargate pod brings its node along, so that these groups have to let the kubelet through: to the API server, to ECR and S3, to CoreDNS, and from the control plane to port 10250.',
    symptoms: [TIMEOUT, PULL, 'The pod runs but resolves no names.'],
    proof:
      'The annotation fargate.amazonaws.com/pod-sg, or for a pod that is yet to be made the policies that select it, has groups without the cluster security group; a way that a start needs is not admitted by their rules, and would be by those of the cluster security group where it ends at another group.',
    severity: 'error',
    atMost: 'likely',
    explains: ['image-pull-timeout-vpce', 'image-pull-timeout-egress'],
    fix: [
      'kubectl get securitygrouppolicies -n NS -o yaml',
      'Add the cluster security group to spec.securityGroups.groupIds, then delete the pod',
    ],
    docs: [
      'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
      'https://github.com/eksctl-io/eksctl/issues/4486',
      'https://github.com/aws/amazon-vpc-cni-k8s/issues/1695',
    ],
  },
} satisfies Readonly<Record<string, CausePage>>;
