import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const creating = [state({is: 'waiting', reason: 'ContainerCreating'})];
const unresolved = kubelet(
  'FailedMount',
  'MountVolume.SetUp failed for volume "data" : rpc error: code = Internal desc = Could not mount "fs-0d66110f5e994381a:/" at "/x": mount failed: exit status 1 Output: Failed to resolve "fs-0d66110f5e994381a.efs.eu-central-1.amazonaws.com" - check that your file system ID is correct',
);

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'the name does not resolve', facts: placed(creating, [unresolved]), yields: ['storage-efs-mount-fails']},
  {name: 'mounted since', facts: placed(creating, [unresolved, kubelet('Pulling', 'Pulling image', 2)]), yields: []},
  {name: 'events could not be read', facts: denyOne(placed(creating), 'podEvents'), yields: [], outcome: 'unchecked'},
];
