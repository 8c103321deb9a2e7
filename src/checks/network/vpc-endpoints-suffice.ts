import {
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {some, stand, whereText, withoutDefault} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {logsToCloudWatch} from '../../domain/logging-config.ts';
import {createEndpoints, reroute} from '../../domain/network-remedies.ts';
import {atMost} from '../../domain/siblings.ts';
import {endpointsFor, START_SERVICES, type EndpointService} from '../../domain/vpc-endpoints.ts';
import type {VpcEndpoint} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'vpc-endpoints-suffice',
  title: 'A VPC without a way to the internet has the endpoints that a start needs',
  topic: 'VPC endpoints',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: [...EGRESS_CONSULTS, 'awsLogging'],
  causes: {
    'vpce-missing': {
      title: 'Isolated VPC that lacks an endpoint',
      why: 'A VPC without a default route gets at AWS services by endpoints alone. A Fargate pod needs those of ECR (ecr.api and ecr.dkr), of S3, where ECR keeps its layers, and of STS for credentials. A pod that logs to CloudWatch needs logs too.',
      symptoms: [
        'Image pulls that time out at public addresses.',
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
      ],
      proof:
        "The profile's subnets have no default route, the VPC has some of these endpoints and lacks others. Only possible where just STS is missing, whose need AWS does not document, and where other networks are routed to, which may share theirs.",
      severity: 'error',
      atMost: 'likely',
      explains: ['image-pull-timeout-egress'],
      fix: [
        'aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.ecr.dkr --vpc-endpoint-type Interface --subnet-ids SUBNETS --security-group-ids SG --private-dns-enabled',
        'aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.s3 --route-table-ids RTB',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'routes');
    const isolated = some(withoutDefault(reading).plain);
    if (!isolated) return [];
    doubt.unsure('vpcEndpoints');
    const {endpoints, region} = reading;
    if (!endpoints) return [];
    const lacking = START_SERVICES.filter((service) => endpointsFor(service, endpoints, region).length === 0);
    // With none at all it is not isolated on purpose: then the route is what is missing.
    if (lacking.length === START_SERVICES.length) return [];
    const problems = lacking.length > 0 ? [missing(reading, isolated, lacking, endpoints)] : [];
    if (endpointsFor('logs', endpoints, region).length > 0) return problems;
    doubt.unsure('awsLogging');
    return logsToCloudWatch(valueOf(given.awsLogging)) ? [...problems, logs(reading, isolated, endpoints)] : problems;
  },
});

type Broken = readonly [EgressPath, ...EgressPath[]];

function missing(
  reading: EgressReading,
  broken: Broken,
  lacking: readonly EndpointService[],
  endpoints: readonly VpcEndpoint[],
): Problem {
  const {where, tail} = whereText(reading, broken);
  const siblings = siblingsIn(reading, broken);
  const onlySts = lacking.every((service) => service === 'sts');
  const hub = broken.some((path) => path.leadsToOtherNetworks || path.detours.length > 0);
  const sure: Certainty = atMost('likely', onlySts || hub ? 'possible' : 'likely');
  // A node that has joined did without STS, if that is what it takes.
  const joined = reading.pod?.spec.nodeName !== undefined && !onlySts;
  const stage = lacking.includes('sts') && !joined ? 'provisioning' : 'image';
  // Where other subnets of the profile do get out, these were perhaps just forgotten.
  const out = reading.paths.some((path) => path.end.reaches === 'internet');
  const create = createEndpoints(reading, lacking);
  return {
    cause: 'vpce-missing',
    summary: `${where} there is no way to the internet, and ${reading.cluster.vpcId} has no endpoint for ${listText(lacking)}${tail}.`,
    ...stand(reading, sure, stage, siblings.lowers),
    evidence: [
      present(reading, endpoints),
      ...broken.map(pathEvidence),
      ...siblings.evidence,
      ...(stage === 'provisioning' ? reading.timeout : []),
    ],
    remedies: [...(create ? [create] : []), ...(out ? [reroute(reading, broken)] : [])],
  };
}

function logs(reading: EgressReading, broken: Broken, endpoints: readonly VpcEndpoint[]): Problem {
  const create = createEndpoints(reading, ['logs']);
  return {
    cause: 'vpce-missing',
    summary: `Logs go to CloudWatch, for which ${reading.cluster.vpcId} has no endpoint (logs); pods start, their logs get lost.`,
    certainty: 'likely',
    severity: 'warning',
    note: true,
    evidence: [present(reading, endpoints), ...broken.map(pathEvidence)],
    remedies: create ? [create] : [],
  };
}

function present({cluster, region}: EgressReading, endpoints: readonly VpcEndpoint[]): Evidence {
  const services = [...START_SERVICES, 'logs'] as const;
  const there = services.filter((service) => endpointsFor(service, endpoints, region).length > 0);
  return {
    source: 'ec2:DescribeVpcEndpoints',
    ref: cluster.vpcId,
    value: `endpoints for ${there.join(', ') || 'none of them'}; none for ${services.filter((s) => !there.includes(s)).join(', ')}`,
  };
}
