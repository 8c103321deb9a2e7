import {healthy, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'crashes',
    facts: placed([
      state(
        {is: 'waiting', reason: 'CrashLoopBackOff'},
        {restarts: 5, last: {is: 'terminated', reason: 'Error', exitCode: 1}},
      ),
    ]),
    yields: ['start-crashloop'],
  },
  {name: 'ended with an error', facts: placed([state({is: 'terminated', exitCode: 2})]), yields: ['start-crashloop']},
  {name: 'ended well', facts: placed([state({is: 'terminated', exitCode: 0})]), yields: []},
];
