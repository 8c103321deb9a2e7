import {
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {some, stand, whereText} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {servingEndpoint} from '../../domain/reach.ts';
import {sh} from '../../domain/shell.ts';
import {atMost} from '../../domain/siblings.ts';
import {endpointsFor, type EndpointService} from '../../domain/vpc-endpoints.ts';
import type {VpcEndpoint} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Certainty, Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'vpc-endpoints-bear-service-names',
  title: 'The VPC endpoints answer under the names of their services',
  topic: 'endpoint private DNS',
  group: 'network',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'vpce-private-dns-off': {
      title: 'VPC endpoint without private DNS',
      why: 'Fargate calls ECR, S3 and STS by their public names. Only with private DNS do these lead to the interface endpoint; without it they lead to public addresses, to which the subnet has no way.',
      symptoms: ['Failed: "dial tcp 3.5.1.2:443: i/o timeout", a public address, in a VPC with endpoints.'],
      proof:
        'The only interface endpoints of the service have private DNS off, and the subnets have no way to the internet. A private hosted zone may give the names instead, which is not read; so likely at most, and possible where other networks are routed to.',
      severity: 'error',
      atMost: 'likely',
      explains: ['image-pull-timeout-egress'],
      fix: ['aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --private-dns-enabled'],
      docs: [
        'https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'all');
    const broken = some(reading.paths.filter((path) => path.end.reaches === 'nowhere'));
    if (!broken) return [];
    doubt.unsure('vpcEndpoints', 'podSpec');
    const pulls = given.podSpec.is === 'absent' || reading.images?.includes('ecr') === true;
    const services: readonly EndpointService[] = ['sts', ...(pulls ? (['ecr.api', 'ecr.dkr', 's3'] as const) : [])];
    const nameless = services.flatMap((service) => {
      const endpoint = namelessFor(service, reading, broken);
      return endpoint ? [{service, endpoint}] : [];
    });
    const found = some(nameless);
    return found ? [problem(reading, broken, found)] : [];
  },
});

type Broken = readonly [EgressPath, ...EgressPath[]];
interface Nameless {
  readonly service: EndpointService;
  readonly endpoint: VpcEndpoint;
}

/** The endpoint that a service has, where none of them has taken over its name and no gateway serves these subnets. */
function namelessFor(
  service: EndpointService,
  {endpoints, region}: EgressReading,
  broken: Broken,
): VpcEndpoint | undefined {
  if (!endpoints || broken.some((path) => servingEndpoint(service, endpoints, region, path.table?.id)))
    return undefined;
  return endpointsFor(service, endpoints, region).find(
    (one) => one.type === 'Interface' && one.state === 'available' && !one.privateDnsEnabled,
  );
}

function problem(reading: EgressReading, broken: Broken, found: readonly [Nameless, ...Nameless[]]): Problem {
  const onlySts = found.every(({service}) => service === 'sts');
  const hub = broken.some((path) => path.leadsToOtherNetworks || path.detours.length > 0);
  const sure: Certainty = atMost('likely', onlySts || hub ? 'possible' : 'likely');
  const siblings = siblingsIn(reading, broken);
  const ids = found.map(({endpoint}) => endpoint.id);
  const services = listText(found.map(({service}) => service));
  const joined = reading.pod?.spec.nodeName !== undefined && !onlySts;
  const stage = found.some(({service}) => service === 'sts') && !joined ? 'provisioning' : 'image';
  const [first, ...rest] = found.map(({endpoint}) => ({
    source: 'ec2:DescribeVpcEndpoints',
    ref: endpoint.id,
    path: 'PrivateDnsEnabled',
    value: `false, for ${endpoint.serviceName}`,
  })) as [Problem['evidence'][0], ...Problem['evidence']];
  const {where, tail} = whereText(reading, broken);
  return {
    cause: 'vpce-private-dns-off',
    summary: `Private DNS is off on ${listText(ids)}, so the names of ${services} lead to public addresses. ${where} there is no way to these${tail}.`,
    ...stand(reading, sure, stage, siblings.lowers),
    evidence: [
      first,
      ...rest,
      ...broken.map(pathEvidence),
      ...siblings.evidence,
      ...(stage === 'provisioning' ? reading.timeout : []),
    ],
    remedies: [
      {
        summary: 'Switch private DNS on; this takes DNS resolution and DNS hostnames of the VPC.',
        commands: ids.map(
          (id) =>
            sh`aws ec2 modify-vpc-endpoint --region ${reading.region} --vpc-endpoint-id ${id} --private-dns-enabled`,
        ),
        changes: 'aws',
        ...thenRecreate(reading.subject),
      },
    ],
  };
}
