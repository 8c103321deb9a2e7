import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {placed, pulling} from '../refused.ts';

const denied = 'failed to pull image: unexpected status from HEAD request: 403 Forbidden';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'ECR refuses', facts: placed([pulling(denied)]), yields: ['image-denied']},
  {
    name: 'another registry refuses',
    facts: placed([pulling('failed to pull image: pull access denied, repository does not exist')], [], {
      image: 'quay.io/acme/app:1',
    }),
    yields: ['image-denied'],
  },
  {
    name: 'events could not be read',
    facts: denyOne(placed([pulling()]), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
