import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const creating = [state({is: 'waiting', reason: 'ContainerCreating'})];
const mount = kubelet('FailedMount', 'MountVolume.SetUp failed for volume "cfg" : configmap "app" not found');

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'a key is missing',
    facts: placed([
      state({
        is: 'waiting',
        reason: 'CreateContainerConfigError',
        message: "couldn't find key url in ConfigMap default/app",
      }),
    ]),
    yields: ['start-config-error'],
  },
  {
    name: 'a key of a Secret is missing',
    facts: placed([
      state({
        is: 'waiting',
        reason: 'CreateContainerConfigError',
        message: "couldn't find key password in Secret default/app",
      }),
    ]),
    yields: ['start-config-error'],
  },
  {name: 'a volume has nothing to mount', facts: placed(creating, [mount]), yields: ['start-config-error']},
  {name: 'mounted since', facts: placed(creating, [mount, kubelet('Pulling', 'Pulling image', 2)]), yields: []},
  {name: 'events could not be read', facts: denyOne(placed(creating), 'podEvents'), yields: [], outcome: 'unchecked'},
];
