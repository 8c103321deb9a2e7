import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const ended = (message: string) => state({is: 'terminated', reason: 'StartError', exitCode: 128, message});
const creating = state({is: 'waiting', reason: 'ContainerCreating'});
const backOff = state({is: 'waiting', reason: 'CrashLoopBackOff'}, {restarts: 3});
const yields = ['start-readonly-permission'];

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'may make no directory',
    facts: placed([ended('runc create failed: error mounting "/x" to rootfs: mkdir /data/tmp: permission denied')]),
    yields,
  },
  {name: 'a read-only root', facts: placed([ended('runc create failed: mkdir /cache: read-only file system')]), yields},
  {
    name: 'told by an event',
    facts: placed(
      [backOff],
      [kubelet('Failed', 'Error: failed to create containerd task: open /run/x: permission denied')],
    ),
    yields,
  },
  {
    name: 'fsGroup on a volume that keeps its owners',
    facts: placed(
      [creating],
      [
        kubelet(
          'FailedMount',
          'MountVolume.SetUp failed for volume "pv-efs" : applyFSGroup failed for vol fs-0a1b2c3d: lchown /x: operation not permitted',
        ),
      ],
    ),
    yields,
  },
  {
    name: 'told by the program itself',
    facts: placed([
      {...backOff, last: {is: 'terminated', reason: 'Error', exitCode: 1, message: 'mkdir: permission denied'}},
    ]),
    yields,
  },
  {
    name: 'a program that is not executable',
    facts: placed([ended('runc create failed: exec: "/app/run.sh": permission denied')]),
    yields: [],
  },
  {name: 'crashes', facts: placed([backOff]), yields: []},
  {name: 'events could not be read', facts: denyOne(placed([backOff]), 'podEvents'), yields: [], outcome: 'unchecked'},
];
