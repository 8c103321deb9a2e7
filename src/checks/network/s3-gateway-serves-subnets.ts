import {
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  siblingsIn,
} from '../../domain/egress-reading.ts';
import {some, stand, whereText} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {servingEndpoint} from '../../domain/reach.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {atMost} from '../../domain/siblings.ts';
import {endpointsFor} from '../../domain/vpc-endpoints.ts';
import {defineCheck} from '../../model/check.ts';
import type {Certainty} from '../../model/finding.ts';

export default defineCheck({
  id: 's3-gateway-serves-subnets',
  title: "The S3 gateway endpoint serves the route tables of the profile's subnets",
  topic: 'S3 gateway endpoint',
  group: 'network',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'vpce-s3-gateway-not-associated': {
      title: 'S3 gateway endpoint that leaves the subnets out',
      why: 'ECR keeps the layers of images in S3. A gateway endpoint serves only the route tables that it is associated with; in a subnet with another table, and without a way to the internet, the manifest of an image is found and its layers never arrive.',
      symptoms: ['Pulling takes minutes, then: "dial tcp …:443: i/o timeout" at a public address of S3.'],
      proof:
        'The VPC has an S3 gateway endpoint, the route table of the subnet is not among its own, there is no interface endpoint for S3 with private DNS, and the subnet has no way to the internet.',
      severity: 'error',
      explains: ['image-pull-timeout-egress'],
      fix: ['aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --add-route-table-ids RTB'],
      docs: [
        'https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'all');
    const isolated = reading.paths.filter((path) => path.end.reaches === 'nowhere');
    if (isolated.length === 0) return [];
    if (doubt.unsure('vpcEndpoints', 'podSpec') || !reading.endpoints) return [];
    const {endpoints, region, images} = reading;
    const gateway = endpointsFor('s3', endpoints, region).find((e) => e.type === 'Gateway' && e.state === 'available');
    if (!gateway || (images !== undefined && !images.includes('ecr'))) return [];
    const left = some(isolated.filter((path) => !servingEndpoint('s3', endpoints, region, path.table?.id)));
    if (!left) return [];
    const tables = [...new Set(left.flatMap((path) => path.table?.id ?? []))].sort();
    const {where, tail} = whereText(reading, left);
    const siblings = siblingsIn(reading, left);
    const caps: Certainty[] = [
      left.length < reading.paths.length || images === undefined ? 'likely' : 'certain',
      left.some((path) => path.leadsToOtherNetworks || path.detours.length > 0) ? 'likely' : 'certain',
    ];
    return [
      {
        cause: 'vpce-s3-gateway-not-associated',
        summary: `${where} image layers can't be fetched: S3 gateway endpoint ${gateway.id} does not serve ${listText(tables)}${tail}.`,
        ...stand(reading, caps.reduce(atMost, 'certain'), 'image', siblings.lowers),
        evidence: [
          {
            source: 'ec2:DescribeVpcEndpoints',
            ref: gateway.id,
            path: 'RouteTableIds',
            value: gateway.routeTableIds.join(', ') || 'none',
          },
          ...left.map(pathEvidence),
          ...siblings.evidence,
        ],
        remedies: [
          {
            summary: `Let ${gateway.id} serve ${listText(tables)} as well.`,
            commands: [
              sh`aws ec2 modify-vpc-endpoint --region ${region} --vpc-endpoint-id ${gateway.id} --add-route-table-ids ${tables}`,
            ],
            changes: 'aws',
            ...thenRecreate(reading.subject),
          },
        ],
      },
    ];
  },
});
