import {
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {stand} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {atMost} from '../../domain/siblings.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {endpointsFor, START_SERVICES, type EndpointService} from '../../domain/vpc-endpoints.ts';
import type {VpcEndpoint} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Certainty, Problem} from '../../model/finding.ts';

const SERVICES: readonly EndpointService[] = [...START_SERVICES, 'logs'];
/** States in which an endpoint carries nothing; any word but these and `available` is unknown to us. */
const DOWN = ['pendingacceptance', 'pending', 'failed', 'rejected', 'expired', 'partial'];

export default defineCheck({
  id: 'vpc-endpoints-are-available',
  title: 'The VPC endpoints that a start needs are available',
  topic: 'endpoint states',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'vpce-not-available': {
      title: 'VPC endpoint that is not available',
      why: 'An endpoint that is still being made, waits for acceptance, was rejected or has failed carries no traffic. Without a way to the internet the service behind it is out of reach.',
      symptoms: ['Image pulls that time out.', 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".'],
      proof:
        'The state of the only endpoint for ECR, S3, STS or logs is other than available. A note where the subnets get out by another way.',
      severity: 'error',
      explains: ['image-pull-timeout-vpce', 'image-pull-timeout-egress'],
      fix: ['aws ec2 describe-vpc-endpoints --vpc-endpoint-ids VPCE, then make the endpoint anew'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
        'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubt.unsure('vpcEndpoints');
    const {endpoints, region} = reading;
    if (!endpoints) return [];
    const problems = SERVICES.flatMap((service) => {
      const all = endpointsFor(service, endpoints, region);
      if (all.some((endpoint) => endpoint.state === 'available')) return [];
      return all.flatMap((endpoint) => {
        if (DOWN.includes(endpoint.state)) return [down(reading, service, endpoint)];
        return doubt.unreadable('vpcEndpoints', `${endpoint.id} is in state ${endpoint.state}, which we don't know`);
      });
    });
    if (problems.length > 0) doubtPaths(reading, doubt, 'all');
    return problems;
  },
});

/** A state as EC2's API reference writes it. */
const stateText = (state: string): string => (state === 'pendingacceptance' ? 'pendingAcceptance' : state);

function down(reading: EgressReading, service: EndpointService, endpoint: VpcEndpoint): Problem {
  const {region, subject} = reading;
  const state = stateText(endpoint.state);
  const broken = reading.paths.filter((path) => path.end.reaches === 'nowhere');
  const needed = broken.length > 0 && service !== 'logs';
  const look = sh`aws ec2 describe-vpc-endpoints --region ${region} --vpc-endpoint-ids ${endpoint.id}`;
  const siblings = siblingsIn(reading, broken);
  const why = needed
    ? `a pod without a way to the internet can't reach ${service}`
    : service === 'logs'
      ? 'logs sent to CloudWatch may get lost'
      : 'the subnets get out by another way';
  return {
    cause: 'vpce-not-available',
    summary: `Endpoint ${endpoint.id} for ${service} is in state ${state}; ${why}.`,
    ...(needed
      ? stand(
          reading,
          certaintyOf(reading, broken, service),
          service === 'sts' ? 'provisioning' : 'image',
          siblings.lowers,
        )
      : {certainty: 'certain', severity: 'warning', note: true}),
    evidence: [
      {source: 'ec2:DescribeVpcEndpoints', ref: endpoint.id, path: 'State', value: state, needed: 'available'},
      ...broken.map(pathEvidence),
      ...(needed ? siblings.evidence : []),
    ],
    remedies: [
      {
        summary: `Read why ${endpoint.id} is in state ${state}; ${endpoint.state === 'pending' ? 'it may be a matter of minutes' : 'one that does not recover has to be deleted and made anew'}.`,
        commands: [look],
        changes: 'aws',
        ...thenRecreate(subject),
      },
    ],
  };
}

function certaintyOf(reading: EgressReading, broken: readonly EgressPath[], service: EndpointService): Certainty {
  const pullsFromEcr = reading.images?.includes('ecr');
  const caps: Certainty[] = [
    broken.length < reading.paths.length || broken.some((path) => path.detours.length > 0) ? 'likely' : 'certain',
    // AWS does not document whether a start needs STS.
    service === 'sts' ? 'possible' : pullsFromEcr ? 'certain' : 'possible',
  ];
  return caps.reduce(atMost, 'certain');
}
