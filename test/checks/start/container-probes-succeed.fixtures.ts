import {denyOne, healthy, minutesAgo, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const running = [state({is: 'running', at: minutesAgo(10)})];
const unhealthy = (minutes: number) =>
  kubelet('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', minutes);

const looping = (reason: string, exitCode: number) =>
  state(
    {is: 'waiting', reason: 'CrashLoopBackOff'},
    {restarts: 4, last: {is: 'terminated', reason, exitCode, at: minutesAgo(2)}},
  );
const liveness = kubelet('Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', 3);
const killing = kubelet('Killing', 'Container app failed liveness probe, will be restarted', 3);

export const fixtures: readonly Fixture[] = [
  {name: 'ready', facts: healthy, yields: []},
  {name: 'fails', facts: placed(running, [unhealthy(1)], {}, 'Running'), yields: ['start-probe']},
  {name: 'failed before this start', facts: placed(running, [unhealthy(12)], {}, 'Running'), yields: []},
  {
    name: 'ended for its liveness probe, in a crash loop',
    facts: placed([looping('Completed', 0)], [liveness, killing]),
    yields: ['start-probe'],
  },
  {
    name: 'ended for its liveness probe, and runs again',
    facts: placed([{...looping('Error', 143), state: {is: 'running', at: minutesAgo(1)}}], [liveness], {}, 'Running'),
    yields: ['start-probe'],
  },
  {
    name: 'ends by itself, and fails its probe at the end',
    facts: placed([looping('Error', 1)], [liveness]),
    yields: [],
  },
  {name: 'killed for its memory', facts: placed([looping('OOMKilled', 137)], [liveness]), yields: []},
  {
    name: 'was ended for its probe long before its last end',
    facts: placed([looping('Error', 1)], [liveness, {...killing, lastAt: minutesAgo(40)}]),
    yields: [],
  },
  {
    name: 'events could not be read',
    facts: denyOne(placed(running, [], {}, 'Running'), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
