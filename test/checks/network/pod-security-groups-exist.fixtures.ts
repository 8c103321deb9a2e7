import {denyOne, event, healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

const missing = event({
  reason: 'FailedCreatePodNetwork',
  message:
    "An error occurred (InvalidSecurityGroupID.NotFound) when calling the CreateNetworkInterface operation: The securityGroup ID 'sg-05b1d815d1e2f3a4b' does not exist",
});

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'one is missing', facts: waiting({}, [missing]), yields: ['sgp-group-missing']},
  {name: 'events could not be read', facts: denyOne(waiting({}), 'podEvents'), yields: [], outcome: 'unchecked'},
];
