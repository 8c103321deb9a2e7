import {accountOf} from '../../domain/cluster-arn.ts';
import {pathEvidence, subnetsOf} from '../../domain/egress-reading.ts';
import {walkEgress} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'subnets-have-own-nat',
  title: 'The zones of the profile do not all depend on one NAT gateway',
  topic: 'NAT per zone',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: ['cluster', 'profile', 'profileSubnets', 'routeTables', 'natGateways'],
  causes: {
    'egress-nat-single-az': {
      title: 'One NAT gateway for several zones',
      why: 'A zonal NAT gateway stands in one Availability Zone. When that zone fails, pods in all others lose their way out as well; meanwhile traffic between zones is billed.',
      symptoms: ['None until the zone fails.'],
      proof: 'Subnets of the profile in two or more zones get out through one and the same zonal NAT gateway.',
      severity: 'warning',
      fix: ['Make one NAT gateway in each zone, or one regional NAT gateway, and route each private subnet to its own'],
      docs: ['https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html'],
    },
  },
  run({cluster, profile, profileSubnets, routeTables, natGateways}) {
    const network = {vpcId: cluster.vpcId, account: accountOf(cluster), routeTables, natGateways};
    const paths = subnetsOf(profile, profileSubnets, cluster).map((subnet) => walkEgress(subnet, network));
    const [first, ...rest] = paths;
    const zones = new Set(paths.map((path) => path.subnet.zone));
    const nat = first?.nat;
    if (!first || !nat || zones.size < 2 || nat.availabilityMode === 'regional') return [];
    if (!paths.every((path) => path.end.reaches === 'internet' && path.nat?.id === nat.id)) return [];
    return [
      {
        cause: 'egress-nat-single-az',
        summary: `All subnets of profile ${profile.name}, in ${listText([...zones].sort())}, leave through ${nat.id}, which stands in one zone.`,
        certainty: 'certain',
        note: true,
        evidence: [pathEvidence(first), ...rest.map(pathEvidence)],
        remedies: [],
      },
    ];
  },
});
