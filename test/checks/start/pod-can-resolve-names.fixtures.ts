import {known} from '../../../src/model/fact.ts';
import {about, but, corednsPod, denyOne, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

const down = {dnsEndpoints: known({slices: 1, ready: 0, notReady: 2})};
const backOff = placed([state({is: 'waiting', reason: 'CrashLoopBackOff'}, {restarts: 4})]);
const init = placed([state({is: 'running', at: minutesAgo(10)}, {name: 'wait-for-db', init: true})]);
const yields = ['start-dns'];

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'runs, though DNS is down', facts: but(healthy, down), yields: []},
  {name: 'crashes, and DNS is down', facts: but(backOff, down), yields},
  {name: 'an init container waits, and DNS is down', facts: but(init, down), yields},
  {name: 'crashes, and DNS is up', facts: backOff, yields: []},
  {
    name: 'was killed for its memory',
    facts: but(
      placed([
        state(
          {is: 'waiting', reason: 'CrashLoopBackOff'},
          {last: {is: 'terminated', reason: 'OOMKilled', exitCode: 137}},
        ),
      ]),
      down,
    ),
    yields: [],
  },
  {name: 'is CoreDNS', facts: but(withFacts(about(corednsPod())), down), yields: [], outcome: 'inapplicable'},
  {name: 'DNS unread', facts: denyOne(backOff, 'dnsEndpoints'), yields: [], outcome: 'unchecked'},
];
