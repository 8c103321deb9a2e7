import {contains} from '../../domain/cidr.ts';
import {subnetsOf} from '../../domain/egress-reading.ts';
import {listText} from '../../domain/lists.ts';
import type {Subnet} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'subnets-belong-to-cluster',
  title: "The profile's subnets are in address blocks that the cluster knows",
  topic: 'cluster subnets',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'addresses',
  needs: ['cluster', 'profile', 'profileSubnets', 'vpc'],
  causes: {
    'subnet-not-in-cluster-subnets': {
      title: "Profile subnet in an added block, outside the cluster's subnets",
      why: 'A profile may use subnets that the cluster was not made with. Those in an address block that was added to the VPC later deserve a look: it can take hours until the cluster recognises a new block, and endpoint security groups often admit the first block only.',
      symptoms: ["None, as a rule; right after a block was added, pods in it can't be reached."],
      proof: "The subnet is not among the cluster's and lies outside the first address block of the VPC.",
      severity: 'info',
      fix: ['Nothing, unless the block was added today or endpoints admit the first block only'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html'],
    },
  },
  run({cluster, profile, profileSubnets, vpc}) {
    const [primary] = vpc.cidrs;
    if (primary === undefined) return [];
    const outside = subnetsOf(profile, profileSubnets, cluster).filter(
      (subnet) => !cluster.subnetIds.includes(subnet.id) && !contains(primary, subnet.cidr),
    );
    const [first, ...rest] = outside;
    if (!first) return [];
    const evidence = (subnet: Subnet): Evidence => ({
      source: 'ec2:DescribeSubnets',
      ref: subnet.id,
      path: 'CidrBlock',
      value: subnet.cidr,
    });
    return [
      {
        cause: 'subnet-not-in-cluster-subnets',
        summary: `${listText(outside.map((subnet) => `${subnet.id} (${subnet.cidr})`))} is in an added address block and not among the cluster's subnets, which is allowed.`,
        certainty: 'certain',
        note: true,
        evidence: [evidence(first), ...rest.map(evidence)],
        remedies: [],
      },
    ];
  },
});
