import {doubtPaths, EGRESS_CONSULTS, EGRESS_NEEDS, pathEvidence, readEgress} from '../../domain/egress-reading.ts';
import {some, whereText} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {isReachedByEndpoint, logDestinations} from '../../domain/log-destinations.ts';
import {sh} from '../../domain/shell.ts';
import {endpointsFor, START_SERVICES} from '../../domain/vpc-endpoints.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'log-destination-is-within-reach',
  title: "The destination of the logs is within reach of the profile's subnets",
  topic: 'log destination',
  group: 'logging',
  stage: 'start',
  scope: 'pod',
  needs: [...EGRESS_NEEDS, 'awsLogging'],
  consults: EGRESS_CONSULTS,
  causes: {
    'logging-no-egress': {
      title: 'Logs whose destination is out of reach',
      why: 'The log router on a Fargate node sends to CloudWatch, Kinesis or Firehose over the network of the profile. Without a way to the internet, and without a VPC endpoint for that service, pods start and their logs get lost, without a word in any event.',
      symptoms: ['Pods run, and nothing of them arrives at the destination.'],
      proof:
        'The outputs of aws-logging name the services; the subnets lead nowhere, and no interface endpoint in the VPC serves them. In an isolated VPC the endpoint that CloudWatch lacks is named as vpce-missing.',
      severity: 'warning',
      atMost: 'likely',
      fix: [
        'aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.REGION.logs --vpc-endpoint-type Interface --subnet-ids SUBNETS --security-group-ids SG --private-dns-enabled',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
      ],
    },
  },
  run(given, doubt) {
    const {cluster, awsLogging} = given;
    const reading = readEgress(given);
    const {region, endpoints} = reading;
    const destinations = logDestinations(awsLogging, region);
    if (destinations.length === 0) return doubt.inapplicable('no output of aws-logging goes to a service of AWS');
    doubtPaths(reading, doubt, 'all');
    const broken = some(reading.paths.filter((path) => path.end.reaches === 'nowhere'));
    if (!broken || doubt.unsure('vpcEndpoints') || !endpoints) return [];
    const isolated = START_SERVICES.some((s) => endpointsFor(s, endpoints, region).length > 0);
    const lost = destinations.filter(
      (d) => !isReachedByEndpoint(d, endpoints, region) && !(isolated && d.service === 'logs' && d.region === region),
    );
    if (lost.length === 0) return [];
    const names = listText(lost.map((d) => `${d.service}${d.region === region ? '' : ` in ${d.region}`}`));
    const group = cluster.clusterSecurityGroupId;
    const own = lost.filter((d) => d.region === region);
    return [
      {
        cause: 'logging-no-egress',
        note: true,
        summary: `${whereText(reading, broken).where} there is no way to the destination of the logs (${names}); pods start, their logs get lost.`,
        certainty: 'likely',
        evidence: [
          {
            source: 'get configmaps/aws-logging -n aws-observability',
            ref: 'configmap/aws-logging',
            path: "data['output.conf']",
            value: listText(lost.map((d) => d.plugin)),
          },
          ...broken.map(pathEvidence),
          {
            source: 'ec2:DescribeVpcEndpoints',
            ref: cluster.vpcId,
            value: `no available endpoint for ${names}`,
          },
        ],
        remedies: [
          {
            summary: `Give the VPC an endpoint for ${names}, or the subnets a way to the internet.`,
            commands:
              group === undefined
                ? []
                : own.map(
                    (d) =>
                      sh`aws ec2 create-vpc-endpoint --region ${region} --vpc-id ${cluster.vpcId} --service-name ${`com.amazonaws.${region}.${d.service}`} --vpc-endpoint-type Interface --subnet-ids ${subnetPerZone(reading.subnets)} --security-group-ids ${group} --private-dns-enabled`,
                  ),
            changes: 'aws',
          },
        ],
      },
    ];
  },
});

/** An interface endpoint takes one subnet a zone. */
const subnetPerZone = (subnets: readonly {readonly zone: string; readonly id: string}[]): readonly string[] =>
  [...new Map([...subnets].reverse().map((s) => [s.zone, s.id])).values()].sort();
