import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';
import {volume} from './volumes.ts';
import {mounting, NO_PATH, REFUSED, TIMED_OUT, UNREGISTERED, UNRESOLVED} from './waiting-for-mounts.ts';

const creating = [state({is: 'waiting', reason: 'ContainerCreating'})];
const yields = ['storage-efs-mount-fails'];

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'the name does not resolve', facts: mounting([UNRESOLVED]), yields},
  {name: 'the name does not resolve, of a volume that is not known', facts: placed(creating, [UNRESOLVED]), yields},
  {name: 'it does not answer', facts: mounting([TIMED_OUT]), yields},
  {name: 'it denies', facts: mounting([REFUSED]), yields},
  {name: 'the path is not there', facts: mounting([NO_PATH]), yields},
  {name: 'the driver is not there', facts: mounting([UNREGISTERED]), yields: []},
  {name: 'a time-out over other volumes', facts: placed(creating, [TIMED_OUT]), yields: []},
  {
    name: 'a time-out over a volume of EBS',
    facts: mounting([TIMED_OUT], volume({driver: 'ebs.csi.aws.com'})),
    yields: [],
  },
  {name: 'mounted since', facts: mounting([UNRESOLVED, kubelet('Pulling', 'Pulling image', 2)]), yields: []},
  {name: 'events could not be read', facts: denyOne(placed(creating), 'podEvents'), yields: [], outcome: 'unchecked'},
  {
    name: 'the volume could not be read, whose mount times out',
    facts: denyOne(mounting([TIMED_OUT]), 'claimVolumes'),
    yields: [],
    outcome: 'unchecked',
  },
];
