import {denyOne, healthy, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

const message =
  'failed to write "100000": write /sys/fs/cgroup/cpu,cpuacct/kubepods/podx/cpu.cfs_quota_us: invalid argument: unknown';
const ended = (words?: string) =>
  placed([state({is: 'terminated', reason: 'StartError', exitCode: 128, ...(words ? {message: words} : {})})]);

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'refused', facts: ended(message), yields: ['start-cfs-quota']},
  {name: 'another error', facts: ended('no such file'), yields: []},
  {name: 'events could not be read', facts: denyOne(ended(), 'podEvents'), yields: [], outcome: 'unchecked'},
];
