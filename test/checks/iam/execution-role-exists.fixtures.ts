import {absent} from '../../../src/model/fact.ts';
import {about, but, event, healthy, pendingPod, profile, role, withFacts, type Fixture} from '../../fixture.ts';

const pending = withFacts({...about(pendingPod())});
export const ASSUME =
  'Misconfigured Fargate Profile: fargate profile default-fp blocked for new launches due to: Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal';

export const fixtures: readonly Fixture[] = [
  {name: 'there', facts: healthy, yields: []},
  {name: 'NoSuchEntity', facts: but(pending, {executionRole: absent}), yields: ['iam-role-missing']},
  {
    name: 'NoSuchEntity, and the scheduler says so',
    facts: but(withFacts({...about(pendingPod()), podEvents: [event({message: ASSUME})]}), {executionRole: absent}),
    yields: ['iam-role-missing'],
  },
  {
    name: 'a role of that name lies under a path',
    facts: withFacts({
      ...about(pendingPod()),
      executionRole: role({arn: 'arn:aws:iam::111122223333:role/platform/fargate-pod-execution'}),
    }),
    yields: ['iam-role-missing'],
  },
  {
    name: 'a role of another account can not be looked up here',
    facts: but(
      withFacts({
        ...about(pendingPod()),
        profile: profile({podExecutionRoleArn: 'arn:aws:iam::444455556666:role/fargate-pod-execution'}),
      }),
      {executionRole: absent},
    ),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'no profile takes the pod', facts: but(pending, {profile: absent}), yields: [], outcome: 'inapplicable'},
];
