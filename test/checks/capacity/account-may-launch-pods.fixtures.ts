import {about, denyOne, healthy, pendingPod, withFacts, type Fixture} from '../../fixture.ts';
import {said, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'blocked',
    facts: waiting({}, [said('Your AWS account is currently blocked and thus cannot launch any Fargate pods')]),
    yields: ['account-blocked'],
  },
  {
    name: 'events could not be read',
    facts: denyOne(withFacts(about(pendingPod())), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
