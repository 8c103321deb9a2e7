import {denyOne, healthy, minutesAgo, type Fixture} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';

const running = [state({is: 'running', at: minutesAgo(10)})];
const unhealthy = (minutes: number) =>
  kubelet('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', minutes);

export const fixtures: readonly Fixture[] = [
  {name: 'ready', facts: healthy, yields: []},
  {name: 'fails', facts: placed(running, [unhealthy(1)], {}, 'Running'), yields: ['start-probe']},
  {name: 'failed before this start', facts: placed(running, [unhealthy(12)], {}, 'Running'), yields: []},
  {
    name: 'events could not be read',
    facts: denyOne(placed(running, [], {}, 'Running'), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
