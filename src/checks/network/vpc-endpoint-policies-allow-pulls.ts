import {withStatement, statementTexts} from '../../domain/endpoint-policy.ts';
import {heldCalls, type HeldCall} from '../../domain/endpoint-calls.ts';
import {
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {some, stand} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'vpc-endpoint-policies-allow-pulls',
  title: 'The policies of the VPC endpoints allow image pulls',
  topic: 'endpoint policies',
  group: 'network',
  stage: 'image',
  scope: 'pod',
  precedence: 'endpoints',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'vpce-policy-blocks': {
      title: 'VPC endpoint whose policy forbids image pulls',
      why: 'What goes through an endpoint must be allowed by its policy too. A pull from ECR takes ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, and s3:GetObject on a bucket of AWS, prod-REGION-starport-layer-bucket, in which ECR keeps the layers: a policy that lists only your own buckets, account or organization leaves it out.',
      symptoms: ['Failed: "403 Forbidden" for a manifest, or for a layer.', 'Pulls fail in this VPC only.'],
      proof:
        'The policy of the endpoint that the call goes through, evaluated: a statement denies it, or none allows it. Conditions that can not be judged count as held; one on the owner of the bucket makes it possible.',
      severity: 'error',
      atMost: 'likely',
      explains: ['image-denied'],
      fix: [
        'Add a statement that allows s3:GetObject on arn:aws:s3:::prod-REGION-starport-layer-bucket/*: aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --policy-document POLICY',
        'Or, where nothing is to be kept out: aws ec2 modify-vpc-endpoint --vpc-endpoint-id VPCE --reset-policy',
      ],
      docs: [
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
        'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    if (doubt.unsure('vpcEndpoints', 'podSpec')) return [];
    if (reading.images !== undefined && !reading.images.includes('ecr')) return [];
    const calls = heldCalls(reading, given.profile, valueOf(given.podSpec));
    const refused = calls.filter(({verdict, byOwner}) => ['denied', 'not-allowed'].includes(verdict.is) || byOwner);
    for (const {endpoint} of calls.filter(({verdict}) => verdict.is === 'malformed')) {
      doubt.unreadable('vpcEndpoints', `the policy of ${endpoint.id} is no policy that we can read`);
    }
    const ids = [...new Set(refused.map(({endpoint}) => endpoint.id))].sort();
    return ids.flatMap((id) => {
      const ours = some(refused.filter(({endpoint}) => endpoint.id === id));
      return ours ? [problem(reading, ours)] : [];
    });
  },
});

function problem(reading: EgressReading, refused: readonly [HeldCall, ...HeldCall[]]): Problem {
  const [{endpoint, service}] = refused;
  const siblings = siblingsIn(reading, reading.paths);
  const perhaps = refused.every(({byOwner}) => byOwner);
  const what =
    service === 's3'
      ? `s3:GetObject on the bucket in which ECR keeps image layers, prod-${reading.region}-starport-layer-bucket`
      : listText(refused.map(({action}) => action));
  return {
    cause: 'vpce-policy-blocks',
    summary: `The policy of ${endpoint.id} (${service}) ${perhaps ? 'may not allow' : 'does not allow'} ${what}, so the image can't be pulled.`,
    ...stand(reading, perhaps ? 'possible' : 'likely', 'image', siblings.lowers),
    evidence: [...refused.map(seen), ...statements(endpoint), ...siblings.evidence] as unknown as Problem['evidence'],
    remedies: [
      widened(reading, refused),
      {
        summary: `Or give ${endpoint.id} AWS's full-access policy; what its own policy keeps out is let through then.`,
        commands: [
          sh`aws ec2 modify-vpc-endpoint --region ${reading.region} --vpc-endpoint-id ${endpoint.id} --reset-policy`,
        ],
        changes: 'aws',
        ...thenRecreate(reading.subject),
      },
    ],
  };
}

/** The policy with one statement more. No statement helps against one that denies: that is for a person to change. */
function widened(reading: EgressReading, refused: readonly [HeldCall, ...HeldCall[]]): Remedy {
  const [{endpoint}] = refused;
  const actions = [...new Set(refused.map(({action}) => action))].sort();
  const resources = [...new Set(refused.map(({resource = '*'}) => resource.replace(/\/layer$/, '/*')))].sort();
  const document = withStatement(endpoint.policy, {
    Effect: 'Allow',
    Principal: '*',
    Action: actions,
    Resource: resources.includes('*') ? ['*'] : resources,
  });
  const denied = refused.some(({verdict}) => verdict.is === 'denied') || document === undefined;
  return {
    summary: denied
      ? `Except ${listText(actions)} on ${listText(resources)} from the statements of ${endpoint.id}'s policy that deny, and allow it there.`
      : `Add a statement that allows ${listText(actions)} on ${listText(resources)} to the policy of ${endpoint.id}; what it says now stays.`,
    commands: denied
      ? []
      : [
          sh`aws ec2 modify-vpc-endpoint --region ${reading.region} --vpc-endpoint-id ${endpoint.id} --policy-document ${document}`,
        ],
    changes: 'aws',
    ...thenRecreate(reading.subject),
  };
}

/** The statements as they are, so that nobody has to look them up before they are changed. */
const statements = ({id, policy}: HeldCall['endpoint']): readonly Evidence[] =>
  statementTexts(policy)
    .slice(0, 4)
    .map((value, i) => ({source: 'ec2:DescribeVpcEndpoints', ref: id, path: `PolicyDocument.Statement[${i}]`, value}));

function seen({endpoint, action, resource, verdict}: HeldCall): Evidence {
  const on = resource === undefined || resource === '*' ? '' : ` on ${resource.replace(/\/layer$/, '/*')}`;
  const why =
    verdict.is === 'denied'
      ? `denied by Statement[${verdict.statement}]`
      : verdict.is === 'unclear'
        ? `allowed only on a condition on ${listText(verdict.keys)}`
        : 'allowed by no statement';
  return {
    source: 'ec2:DescribeVpcEndpoints',
    ref: endpoint.id,
    path: 'PolicyDocument',
    value: `${action}${on}: ${why}`,
  };
}
