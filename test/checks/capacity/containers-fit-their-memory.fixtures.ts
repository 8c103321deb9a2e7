import {healthy, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

const killed = {is: 'terminated', reason: 'OOMKilled', exitCode: 137} as const;

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'killed before',
    facts: placed([state({is: 'waiting', reason: 'CrashLoopBackOff'}, {restarts: 4, last: killed})]),
    yields: ['size-oom'],
  },
  {name: 'killed now', facts: placed([state(killed)]), yields: ['size-oom']},
  {
    name: 'killed once, and ready since',
    facts: placed([state({is: 'running'}, {ready: true, restarts: 1, last: killed})]),
    yields: [],
  },
  {name: 'ended otherwise', facts: placed([state({is: 'terminated', reason: 'Error', exitCode: 137})]), yields: []},
];
