import {absent} from '../../../src/model/fact.ts';
import {
  but,
  clusterGroup,
  denyOne,
  event,
  healthy,
  securityGroup,
  templateOf,
  withFacts,
  workload,
  type Fixture,
} from '../../fixture.ts';
import {waiting} from '../refused.ts';
import {policy, REDIS, withGroups} from './filters.ts';
import {hanging} from './worlds.ts';

const missing = event({
  reason: 'FailedCreatePodNetwork',
  message:
    "An error occurred (InvalidSecurityGroupID.NotFound) when calling the CreateNetworkInterface operation: The securityGroup ID 'sg-05b1d815d1e2f3a4b' does not exist",
});

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'one is missing', facts: waiting({}, [missing]), yields: ['sgp-group-missing']},
  {name: 'events could not be read', facts: denyOne(waiting({}), 'podEvents'), yields: [], outcome: 'unchecked'},
  {
    name: 'one of the annotation is missing',
    facts: hanging(withGroups(REDIS)),
    yields: ['sgp-group-missing'],
  },
  {
    name: 'all of the annotation are there',
    facts: hanging({...withGroups(REDIS), securityGroups: [clusterGroup(), securityGroup(REDIS)]}),
    yields: [],
  },
  {name: 'no group is visible at all', facts: hanging({...withGroups(REDIS), securityGroups: []}), yields: []},
  {
    name: 'one of a policy is missing, no pod yet',
    facts: but(withFacts({podSpec: templateOf(workload()), workload: workload(), securityGroupPolicies: [policy()]}), {
      pod: absent,
    }),
    yields: ['sgp-group-missing'],
  },
];
