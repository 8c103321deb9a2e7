import {healthy, minutesAgo, type Fixture} from '../../fixture.ts';
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
  {
    name: 'between two ends of a crash loop',
    facts: placed([
      state(
        {is: 'running', at: minutesAgo(1)},
        {restarts: 5, last: {is: 'terminated', reason: 'Error', exitCode: 1, at: minutesAgo(2)}},
      ),
    ]),
    yields: ['start-crashloop'],
  },
  {
    name: 'ended once, and has run for long since',
    facts: placed([
      state(
        {is: 'running', at: minutesAgo(12)},
        {restarts: 1, last: {is: 'terminated', reason: 'Error', exitCode: 1, at: minutesAgo(12)}},
      ),
    ]),
    yields: [],
  },
  {
    name: 'the runtime refuses it',
    facts: placed([state({is: 'waiting', reason: 'RunContainerError', message: 'exec: "./start.sh": no such file'})]),
    yields: ['start-crashloop'],
  },
  {
    name: 'lacks its configuration, which is another fault',
    facts: placed([state({is: 'waiting', reason: 'CreateContainerConfigError'})]),
    yields: [],
  },
  {name: 'ended with an error', facts: placed([state({is: 'terminated', exitCode: 2})]), yields: ['start-crashloop']},
  {name: 'ended well', facts: placed([state({is: 'terminated', exitCode: 0})]), yields: []},
];
