import {healthy, minutesAgo, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

const waits = state({is: 'waiting', reason: 'PodInitializing'});
const since = (minutes: number) =>
  placed([state({is: 'running', at: minutesAgo(minutes)}, {name: 'wait-db', init: true}), waits]);

export const fixtures: readonly Fixture[] = [
  {name: 'none', facts: healthy, yields: []},
  {name: 'runs since nine minutes', facts: since(9), yields: ['start-init-stuck']},
  {name: 'runs since a minute', facts: since(1), yields: []},
];
