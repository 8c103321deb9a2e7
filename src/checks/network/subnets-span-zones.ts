import {listText} from '../../domain/lists.ts';
import type {Subnet} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'subnets-span-zones',
  title: "The profile's subnets lie in more than one zone",
  topic: 'zones spread',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'addresses',
  needs: ['profile', 'profileSubnets'],
  causes: {
    'subnet-few': {
      title: 'Profile with one subnet',
      why: 'All pods of the profile start in one subnet, so in one zone and from one range of addresses.',
      symptoms: ['None while the subnet has addresses and its zone has capacity.'],
      proof: 'The profile names one subnet.',
      severity: 'info',
      fix: ['Create a profile on private subnets in two or more zones, then delete FP'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
    'subnet-single-az': {
      title: 'Profile in one zone',
      why: "The profile's subnets all lie in one Availability Zone. When that zone fails or is short of capacity, no pod of the profile starts.",
      symptoms: [
        'None while the zone is well.',
        '"Fargate capacity is unavailable at this time" hits all pods at once.',
      ],
      proof: 'All subnets of the profile report the same zone.',
      severity: 'info',
      fix: ['Create a profile on private subnets in two or more zones, then delete FP'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
  },
  run({profile, profileSubnets}) {
    const mine = profileSubnets.filter((subnet) => profile.subnetIds.includes(subnet.id));
    const [first, ...rest] = mine;
    const zones = new Set(mine.map((subnet) => subnet.zone));
    if (!first || zones.size > 1 || mine.length < profile.subnetIds.length) return [];
    const evidence = (subnet: Subnet): Evidence => ({
      source: 'ec2:DescribeSubnets',
      ref: subnet.id,
      path: 'AvailabilityZone',
      value: subnet.zone,
    });
    const ids = listText(mine.map((subnet) => subnet.id));
    const one = mine.length === 1;
    return [
      {
        cause: one ? 'subnet-few' : 'subnet-single-az',
        summary: one
          ? `Profile ${profile.name} has one subnet, ${ids} in ${first.zone}.`
          : `The subnets of profile ${profile.name} (${ids}) all lie in ${first.zone}.`,
        certainty: 'certain',
        note: true,
        evidence: [evidence(first), ...rest.map(evidence)],
        remedies: [],
      },
    ];
  },
});
