import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, pulling, state} from '../refused.ts';

const backOff = state({is: 'waiting', reason: 'CrashLoopBackOff'}, {restarts: 3});

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'no such platform',
    facts: placed([pulling('failed to pull image: no match for platform in manifest: not found')]),
    yields: ['image-architecture'],
  },
  {
    name: 'does not execute',
    facts: placed(
      [backOff],
      [kubelet('Failed', 'Error: failed to start container "app": exec /app: exec format error')],
    ),
    yields: ['image-architecture'],
  },
  {name: 'crashes for another reason', facts: placed([backOff]), yields: []},
  {name: 'events could not be read', facts: denyOne(placed([backOff]), 'podEvents'), yields: [], outcome: 'unchecked'},
];
