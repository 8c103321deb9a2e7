import {subnetsOf} from '../../domain/egress-reading.ts';
import {INTERMITTENT} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {profileOn} from '../../domain/network-remedies.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'subnets-have-free-addresses',
  title: 'The subnets of the profile have free addresses',
  topic: 'free IPs',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'addresses',
  needs: ['subject', 'cluster', 'profile', 'profileSubnets'],
  consults: ['pod'],
  causes: {
    'subnet-ip-exhausted': {
      title: 'Profile subnets without free addresses',
      why: 'Each Fargate pod is a machine of its own with one address of its subnet. Where none is free, no pod starts until another ends.',
      symptoms: ['Pods hang in provisioning while older ones run.', 'It comes and goes with the number of pods.'],
      proof:
        'AvailableIpAddressCount is 0 in all subnets of the profile: certain. In some of them: possible, for EKS may choose another.',
      severity: 'error',
      fix: [
        'Delete pods, interfaces or load balancers that are not needed in these subnets',
        'or create a new profile on larger subnets; a block added to the VPC can take hours until the cluster knows it',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html',
      ],
    },
  },
  run({subject, cluster, profile, profileSubnets, pod}) {
    const mine = subnetsOf(profile, profileSubnets, cluster);
    const full = mine.filter((subnet) => subnet.availableIps <= 0);
    const [first, ...rest] = full;
    if (!first) return [];
    const all = full.length === mine.length;
    const free = mine.filter((subnet) => !full.includes(subnet));
    const remedy = profileOn(
      cluster,
      profile,
      free.map((subnet) => subnet.id),
      subject,
    );
    const evidence = (subnet: typeof first): {source: string; ref: string; path: string; value: string} => ({
      source: 'ec2:DescribeSubnets',
      ref: subnet.id,
      path: 'AvailableIpAddressCount',
      value: `${subnet.availableIps} of ${subnet.cidr}`,
    });
    const names = listText(full.map((subnet) => subnet.id));
    return [
      {
        cause: 'subnet-ip-exhausted',
        summary: all
          ? `No address is free in the subnets of profile ${profile.name} (${names}), and each Fargate pod takes one.`
          : `No address is free in ${names}, ${full.length} of the ${mine.length} subnets of profile ${profile.name}; a pod that would start there hangs${INTERMITTENT}.`,
        certainty: all ? 'certain' : 'possible',
        ...(!all && pod.is !== 'known' ? {note: true} : {}),
        evidence: [evidence(first), ...rest.map(evidence)],
        remedies: [
          {
            summary: `Free addresses in ${names}: delete pods, interfaces or load balancers that are not needed there.`,
            commands: [],
            changes: 'workload',
          },
          ...(remedy ? [remedy] : []),
        ],
      },
    ];
  },
});
