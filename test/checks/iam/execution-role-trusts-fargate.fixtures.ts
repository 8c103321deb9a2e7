import {absent, denied, known} from '../../../src/model/fact.ts';
import {
  about,
  but,
  event,
  healthy,
  pendingPod,
  profile,
  role,
  TRUST_POLICY,
  withFacts,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';
import {ASSUME} from './execution-role-exists.fixtures.ts';

const pending = withFacts({...about(pendingPod())});
const refused = withFacts({...about(pendingPod()), podEvents: [event({message: ASSUME})]});
export const SERVICE = {Service: 'eks-fargate-pods.amazonaws.com'};
export const statement = (over: object): object => ({
  Effect: 'Allow',
  Principal: SERVICE,
  Action: 'sts:AssumeRole',
  ...over,
});
/** Answers in which the role trusts by these statements. */
export const trusts = (answers: AllAnswers, ...statements: readonly object[]): AllAnswers => ({
  ...answers,
  executionRole: {
    is: 'known',
    value: role({trustPolicy: JSON.stringify({Version: '2012-10-17', Statement: statements})}),
  },
});
export const OTHER_CLUSTER = statement({
  Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:eks:eu-central-1:111122223333:fargateprofile/dev/*'}},
});
const noRole = denied('iam:GetRole');

export const fixtures: readonly Fixture[] = [
  {name: 'as the user guide has it', facts: healthy, yields: []},
  {name: 'without a condition', facts: trusts(pending, statement({})), yields: []},
  {
    name: "ECS's principal",
    facts: trusts(pending, statement({Principal: {Service: 'ecs-tasks.amazonaws.com'}})),
    yields: ['iam-trust-principal'],
  },
  {
    name: 'another action',
    facts: trusts(pending, statement({Action: 'sts:TagSession'})),
    yields: ['iam-trust-principal'],
  },
  {
    name: 'a Deny beside the Allow',
    facts: trusts(pending, statement({}), statement({Effect: 'Deny', Principal: '*'})),
    yields: ['iam-trust-principal'],
  },
  {
    name: 'a condition on the ARN of a profile that does not tell it',
    facts: but(trusts(pending, OTHER_CLUSTER), {profile: known(profile({arn: ''}))}),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'a cluster that is not this one', facts: trusts(pending, OTHER_CLUSTER), yields: ['iam-trust-sourcearn']},
  {
    name: 'an external id',
    facts: trusts(pending, statement({Condition: {StringEquals: {'sts:ExternalId': 'x'}}})),
    yields: ['iam-trust-other-condition'],
  },
  {
    name: 'SourceArn and another condition at once',
    facts: trusts(
      pending,
      statement({
        Condition: {
          ArnLike: {'aws:SourceArn': 'arn:aws:eks:eu-central-1:444455556666:fargateprofile/fargate-test/*'},
          StringEquals: {'aws:SourceAccount': '444455556666'},
        },
      }),
    ),
    yields: ['iam-trust-sourcearn', 'iam-trust-other-condition'],
  },
  {
    name: 'a condition that can not be judged',
    facts: trusts(pending, statement({Condition: {DateLessThan: {'aws:CurrentTime': '2027-01-01T00:00:00Z'}}})),
    yields: ['iam-trust-other-condition'],
  },
  {
    name: 'denied, and nobody says a word',
    facts: but(pending, {executionRole: noRole}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'denied, and the scheduler says what may be any of them',
    facts: but(refused, {executionRole: noRole}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'the role does not exist, which another check says',
    facts: but(pending, {executionRole: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'a policy that is not JSON',
    facts: withFacts({...about(pendingPod()), executionRole: role({trustPolicy: TRUST_POLICY.slice(1)})}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'the answer is about a role of another account',
    facts: withFacts({
      ...about(pendingPod()),
      executionRole: role({
        arn: 'arn:aws:iam::444455556666:role/fargate-pod-execution',
        trustPolicy: '{"Statement":[]}',
      }),
    }),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'no profile takes the pod', facts: but(pending, {profile: absent}), yields: [], outcome: 'inapplicable'},
];
