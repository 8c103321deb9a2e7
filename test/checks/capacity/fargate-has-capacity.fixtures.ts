import {known} from '../../../src/model/fact.ts';
import {
  about,
  denyOne,
  event,
  fargatePod,
  healthy,
  minutesAgo,
  pendingPod,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {said, waiting} from '../refused.ts';

const none = said(
  'Fargate capacity is unavailable at this time. Please try again later or in a different availability zone.',
);

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'none left', facts: waiting({}, [none]), yields: ['capacity-unavailable']},
  {
    name: 'none left, while a pod has started in one zone',
    facts: {...waiting({}, [none]), fargatePods: known([fargatePod({createdAt: minutesAgo(20)})])},
    yields: ['capacity-unavailable'],
  },
  {
    name: 'there is some by now',
    facts: waiting({}, [{...none, lastAt: minutesAgo(12)}, event({lastAt: minutesAgo(2)})]),
    yields: [],
  },
  {
    name: 'events could not be read',
    facts: denyOne(withFacts(about(pendingPod())), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
