import {EGRESS_CONSULTS, EGRESS_NEEDS, readEgress} from '../../domain/egress-reading.ts';
import {listText} from '../../domain/lists.ts';
import {servingEndpoint} from '../../domain/reach.ts';
import {START_SERVICES} from '../../domain/vpc-endpoints.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'vpc-endpoints-are-in-zone',
  title: "The VPC endpoints have an interface in each zone of the profile's subnets",
  topic: 'endpoint zones',
  group: 'network',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: [...EGRESS_CONSULTS, 'interfaceSubnets'],
  causes: {
    'vpce-not-in-az': {
      title: 'VPC endpoint without an interface in the zone of the pod',
      why: 'An interface endpoint answers in the zones of its subnets. Pods of other zones reach it across zones, which works, costs a little, and is lost when that zone is.',
      symptoms: ['None, until the zone of the endpoint fails.'],
      proof:
        'None of the subnets of the endpoint is in the zone of a subnet of the profile. It keeps no pod from starting.',
      severity: 'warning',
      atMost: 'possible',
      fix: ['aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --add-subnet-ids SUBNET'],
      docs: ['https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html'],
    },
  },
  run(given, doubt) {
    const {endpoints, region, paths, subnets} = readEgress(given);
    doubt.unsure('vpcEndpoints');
    if (!endpoints) return [];
    const serving = START_SERVICES.flatMap((service) => {
      const endpoint = servingEndpoint(service, endpoints, region, paths[0]?.table?.id);
      return endpoint?.type === 'Interface' ? [{service, endpoint}] : [];
    });
    if (serving.length === 0) return [];
    doubt.unsure('interfaceSubnets');
    const all = valueOf(given.interfaceSubnets) ?? [];
    const far = serving.flatMap(({service, endpoint}) => {
      const seen = endpoint.subnetIds.map((id) => all.find((subnet) => subnet.id === id)?.zone);
      // A subnet that is not visible may be in any zone.
      if (seen.length === 0 || seen.includes(undefined)) return [];
      const zones = [...new Set(subnets.map((subnet) => subnet.zone))].filter((zone) => !seen.includes(zone)).sort();
      return zones.length > 0 ? [{service, endpoint, zones}] : [];
    });
    const [first, ...rest] = far.map(({endpoint, zones}) => ({
      source: 'ec2:DescribeVpcEndpoints',
      ref: endpoint.id,
      path: 'SubnetIds',
      value: `${endpoint.subnetIds.join(', ')}; none in ${zones.join(', ')}`,
    }));
    if (!first) return [];
    return [
      {
        cause: 'vpce-not-in-az',
        summary: `The endpoints for ${listText(far.map(({service}) => service))} have no interface in ${listText(far.flatMap(({zones}) => zones))}; pods there reach them across zones.`,
        certainty: 'possible',
        note: true,
        evidence: [first, ...rest],
        remedies: [],
      },
    ];
  },
});
