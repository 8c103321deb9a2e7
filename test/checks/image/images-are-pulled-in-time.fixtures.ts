import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const creating = [state({is: 'waiting', reason: 'ContainerCreating'})];
const started = kubelet('Pulling', 'Pulling image "nginx"', 6);

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'pulls since six minutes', facts: placed(creating, [started]), yields: ['image-large-or-slow']},
  {name: 'pulls since one', facts: placed(creating, [kubelet('Pulling', 'Pulling image "nginx"', 1)]), yields: []},
  {
    name: 'has pulled',
    facts: placed(creating, [started, kubelet('Pulled', 'Successfully pulled image "nginx"', 5)]),
    yields: [],
  },
  {name: 'has failed', facts: placed(creating, [started, kubelet('Failed', 'Failed to pull image', 3)]), yields: []},
  {name: 'mounts', facts: placed(creating), yields: []},
  {name: 'events could not be read', facts: denyOne(placed(creating), 'podEvents'), yields: [], outcome: 'unchecked'},
];
