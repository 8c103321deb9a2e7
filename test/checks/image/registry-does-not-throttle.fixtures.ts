import {healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, pulling} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'throttled',
    facts: placed(
      [pulling()],
      [kubelet('Failed', 'Failed to pull image "nginx": toomanyrequests: You have reached your pull rate limit')],
    ),
    yields: ['image-rate-limited'],
  },
];
