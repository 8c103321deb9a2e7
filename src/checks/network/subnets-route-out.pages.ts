import type {CausePage} from '../../model/check.ts';

const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';
const SUBNETS = 'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html';
const ISOLATED = 'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html';
const ROUTES = 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html';

export const causes = {
  'egress-no-default-route': {
    title: 'Profile subnet without a way out',
    why: "The subnet's route table has no default route, and the VPC has no endpoints for ECR, S3 or STS that would make up for it. The node can't fetch credentials and images, and with a public endpoint only it can't reach the API server either.",
    symptoms: [TIMEOUT, 'Image pulls that time out at public addresses.'],
    proof:
      "The effective route table (the subnet's own, else the VPC's main one) has neither 0.0.0.0/0 nor its two halves. A table that can't be seen leaves it unchecked. Where other networks are routed to, shared endpoints may be there: only possible.",
    severity: 'error',
    explains: ['image-pull-timeout-egress'],
    fix: [
      'aws ec2 create-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT',
      'or create endpoints for ecr.api, ecr.dkr, sts and s3, and enable private access of the cluster',
    ],
    docs: [SUBNETS, ISOLATED],
  },
  'egress-blackhole-route': {
    title: 'Default route to something that is gone',
    why: 'When a NAT gateway, transit gateway attachment or interface is deleted, routes to it stay and drop every packet. Subnets that obey such a table lost their way out at that moment.',
    symptoms: [TIMEOUT, 'Pods in one zone start, pods in another do not.'],
    proof:
      "The state of the default route is blackhole. Certain when all subnets of the profile have it; likely when some do, for a pending pod's subnet is not visible.",
    severity: 'error',
    explains: ['endpoint-public-only-no-egress', 'image-pull-timeout-egress'],
    fix: ['aws ec2 replace-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT'],
    docs: [ROUTES, 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html'],
  },
  'subnet-secondary-cidr-no-route': {
    title: 'Subnet of a secondary address block without a way out',
    why: 'Address blocks are often added to a VPC for pods, such as 100.64.0.0/10. Their subnets need routes of their own; endpoint security groups and network ACLs that name only the primary block have to be widened as well.',
    symptoms: ['Pods in the new subnets hang, pods in the old ones start.'],
    proof:
      "The subnet lies outside the VPC's primary block and has no default route, while a subnet of the profile inside it has one.",
    severity: 'error',
    atMost: 'likely',
    explains: ['image-pull-timeout-egress'],
    fix: ['aws ec2 create-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT'],
    docs: [SUBNETS, 'https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html'],
  },
  'egress-via-appliance': {
    title: "Way out through something that can't be seen into",
    why: 'The default route leads to a transit gateway, a VPN, a peering, a firewall endpoint, an instance or the like. Whether and with which address traffic leaves behind it is decided elsewhere.',
    symptoms: ['None while it works; time-outs where it filters or drops.'],
    proof: 'The target of the default route. What lies behind is not visible, so this is never more than possible.',
    severity: 'info',
    atMost: 'possible',
    fix: ['Ask whoever runs it whether the subnets may reach the cluster endpoint, STS, ECR and S3 on port 443'],
    docs: [ROUTES],
  },
} as const satisfies Record<string, CausePage>;
