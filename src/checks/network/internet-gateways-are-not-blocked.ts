import {isExcluded} from '../../domain/block-public-access.ts';
import {doubtPaths, EGRESS_CONSULTS, EGRESS_NEEDS, readEgress} from '../../domain/egress-reading.ts';
import {judge, sentence, some} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {atMost} from '../../domain/siblings.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'internet-gateways-are-not-blocked',
  title: 'VPC Block Public Access lets the VPC out to the internet',
  topic: 'Block Public Access',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: EGRESS_NEEDS,
  maybe: ['blockPublicAccess'],
  consults: EGRESS_CONSULTS,
  causes: {
    'egress-vpc-bpa': {
      title: 'VPC Block Public Access blocks the way to the internet',
      why: 'With Block Public Access in the mode block-bidirectional, internet gateways of the whole Region carry nothing, whatever the routes say: NAT gateways, which send through them, are cut off too. The mode block-ingress lets NAT gateways work. VPCs and subnets can be excluded.',
      symptoms: [
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)", though routes and NAT gateways are right.',
      ],
      proof:
        'The mode of the account in this Region is block-bidirectional, the way out leads through an internet gateway, and neither the VPC, nor the subnet of the NAT gateway, nor that of the pod is excluded.',
      severity: 'error',
      atMost: 'likely',
      explains: ['endpoint-public-only-no-egress', 'image-pull-timeout-egress'],
      fix: [
        'aws ec2 create-vpc-block-public-access-exclusion --vpc-id VPC --internet-gateway-exclusion-mode allow-egress',
      ],
      docs: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html'],
    },
  },
  run({blockPublicAccess, ...given}, doubt) {
    const access = blockPublicAccess.is === 'known' ? blockPublicAccess.value : undefined;
    if (access?.mode !== 'block-bidirectional') return [];
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'all');
    const {vpcId} = reading.cluster;
    const blocked = some(reading.paths.filter((path) => throughGateway(path) && !isExcluded(path, vpcId, access)));
    if (!blocked) return [];
    const {fields, evidence, cut} = judge(reading, blocked, doubt);
    return [
      {
        cause: 'egress-vpc-bpa',
        summary: sentence(
          reading,
          blocked,
          'VPC Block Public Access (block-bidirectional) shuts the internet gateway',
          cut,
        ),
        ...fields,
        certainty: atMost(fields.certainty, 'likely'),
        evidence: [
          {
            source: 'ec2:DescribeVpcBlockPublicAccessOptions',
            ref: vpcId,
            path: 'InternetGatewayBlockMode',
            value: access.mode,
          },
          {
            source: 'ec2:DescribeVpcBlockPublicAccessExclusions',
            ref: vpcId,
            value: access.exclusions.map((one) => `${one.resourceId} (${one.mode})`).join(', ') || 'no exclusion',
          },
          ...evidence,
        ],
        remedies: [
          {
            summary: `Exclude ${vpcId}, for traffic that begins inside only.`,
            commands: [
              sh`aws ec2 create-vpc-block-public-access-exclusion --region ${reading.region} --vpc-id ${vpcId} --internet-gateway-exclusion-mode allow-egress`,
            ],
            changes: 'aws',
            ...thenRecreate(reading.subject),
          },
        ],
      },
    ];
  },
});

/**
 * A regional NAT gateway has no route to show, and sends through the internet gateway all the same. A way that breaks at a
 * public NAT gateway or behind it will be blocked once that is mended.
 */
const throughGateway = ({end, nat}: EgressPath): boolean =>
  end.reaches === 'internet' || (end.reaches === 'nowhere' && nat?.connectivityType === 'public');
