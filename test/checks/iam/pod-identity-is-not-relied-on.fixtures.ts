import {
  about,
  but,
  ec2Node,
  healthy,
  pod,
  spec,
  unmutatedPod,
  withFacts,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';
import {absent} from '../../../src/model/fact.ts';

const association = {id: 'a-0a1b2c3d4e5f60001', namespace: 'default', serviceAccount: 'shop'};
const onFargate = about(
  pod({spec: spec({nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal', serviceAccountName: 'shop'})}),
);

export const associated: AllAnswers = withFacts({...onFargate, podIdentityAssociations: [association]});
export const withBoth: AllAnswers = withFacts({
  ...onFargate,
  podIdentityAssociations: [association],
  serviceAccount: {
    namespace: 'default',
    name: 'shop',
    createdAt: '2026-10-01T00:00:00Z',
    annotations: {'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/shop-s3'},
  },
});

export const fixtures: readonly Fixture[] = [
  {name: 'not asked, and no token', facts: healthy, yields: []},
  {name: 'none', facts: withFacts({...onFargate, podIdentityAssociations: []}), yields: []},
  {name: 'an association', facts: associated, yields: ['pod-identity-on-fargate']},
  {name: 'an association beside a role', facts: withBoth, yields: ['pod-identity-on-fargate']},
  {
    name: 'the token of Pod Identity',
    facts: withFacts(
      about(
        pod({
          spec: spec({
            nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
            volumes: [{name: 'eks-pod-identity-token', type: 'projected'}],
          }),
        }),
      ),
    ),
    yields: ['pod-identity-on-fargate'],
  },
  {
    name: 'on an EC2 node it works',
    facts: but(
      withFacts({
        ...about(unmutatedPod({spec: spec({schedulerName: 'default-scheduler', nodeName: ec2Node().name})})),
        podIdentityAssociations: [association],
      }),
      {profile: absent},
    ),
    yields: [],
    outcome: 'inapplicable',
  },
];
