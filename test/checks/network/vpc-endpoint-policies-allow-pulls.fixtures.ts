import {healthy, type Fixture} from '../../fixture.ts';
import {endpoints, FULL, isolated, pulling} from './filters.ts';

const document = (...statements: readonly object[]) => JSON.stringify({Version: '2012-10-17', Statement: statements});
const on = (service: string, policy: string) =>
  endpoints((e) => (e.serviceName.endsWith(`.${service}`) ? {...e, policy} : e));
const OPEN = {Effect: 'Allow', Principal: '*', Action: '*', Resource: '*'};
const OWN_BUCKETS = {Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::my-bucket/*'};
const OWN_ACCOUNT = {...OPEN, Condition: {StringEquals: {'aws:ResourceAccount': '111122223333'}}};

export const fixtures: readonly Fixture[] = [
  {name: 'no endpoints', facts: healthy, yields: []},
  {name: 'the default policies', facts: isolated({vpcEndpoints: on('s3', document(OPEN))}), yields: []},
  {
    name: 'a policy for ECR images',
    facts: isolated({
      vpcEndpoints: on(
        's3',
        document({
          ...OPEN,
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*',
        }),
      ),
    }),
    yields: [],
  },
  {
    name: 'one for own buckets only',
    facts: isolated({vpcEndpoints: on('s3', document(OWN_BUCKETS))}),
    yields: ['vpce-policy-blocks'],
  },
  {
    name: 'one for what the account owns, which the layers are not',
    facts: isolated({vpcEndpoints: on('s3', document(OWN_ACCOUNT))}),
    yields: ['vpce-policy-blocks'],
  },
  {
    name: 'a deny of pulls',
    facts: isolated({
      vpcEndpoints: on('ecr.dkr', document(OPEN, {...OPEN, Effect: 'Deny', Action: 'ecr:Batch*'})),
    }),
    yields: ['vpce-policy-blocks'],
  },
  {
    name: 'a deny of pulls, and the image is of another registry',
    facts: isolated({
      ...pulling('quay.io/a/b:1'),
      vpcEndpoints: on('ecr.dkr', document({...OPEN, Effect: 'Deny'})),
    }),
    yields: [],
  },
  {
    name: 'a condition that we can not judge',
    facts: isolated({
      vpcEndpoints: on('ecr.api', document({...OPEN, Condition: {StringEquals: {'aws:PrincipalOrgID': 'o-1'}}})),
    }),
    yields: [],
  },
  {
    name: 'no JSON',
    facts: isolated({vpcEndpoints: [...FULL.slice(1), {...FULL[0]!, policy: '{'}]}),
    yields: [],
    outcome: 'unchecked',
  },
];
