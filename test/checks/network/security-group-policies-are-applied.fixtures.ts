import {absent} from '../../../src/model/fact.ts';
import {about, but, healthy, minutesAgo, pod, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';
import {annotated, policy, REDIS, withGroups} from './filters.ts';
import {hanging} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'no policies', facts: healthy, yields: []},
  {
    name: 'a cluster that does not know them',
    facts: but(healthy, {securityGroupPolicies: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'applied',
    facts: hanging({...withGroups(REDIS), securityGroupPolicies: [policy()]}),
    yields: [],
  },
  {
    name: 'made after the pod',
    facts: withFacts({securityGroupPolicies: [policy({createdAt: minutesAgo(1)})]}),
    yields: [],
  },
  {
    name: 'for other pods',
    facts: withFacts({
      securityGroupPolicies: [policy({podSelector: {matchLabels: {app: 'db'}, matchExpressions: []}})],
    }),
    yields: [],
  },
  {name: 'not applied', facts: withFacts({securityGroupPolicies: [policy()]}), yields: ['sgp-webhook-down']},
  {
    name: 'a pod that is not on Fargate',
    facts: withFacts({...about(unmutatedPod()), securityGroupPolicies: [policy()]}),
    yields: [],
  },
  {
    name: 'two of them',
    facts: withFacts({
      ...about(annotated(pod(), REDIS, 'sg-2')),
      securityGroupPolicies: [policy(), policy({name: 'web', groupIds: ['sg-2']})],
    }),
    yields: ['sgp-conflict'],
  },
];
