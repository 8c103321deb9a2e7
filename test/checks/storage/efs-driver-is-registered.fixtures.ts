import {absent} from '../../../src/model/fact.ts';
import {but, denyOne, healthy, type Fixture} from '../../fixture.ts';
import {kubelet} from '../refused.ts';
import {volume} from './volumes.ts';
import {mounting, TIMED_OUT, UNREGISTERED, UNRESOLVED} from './waiting-for-mounts.ts';

const none = {efsDriver: absent};
const yields = ['storage-csidriver-missing'];

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'registered', facts: mounting([TIMED_OUT]), yields: []},
  {name: 'not registered, and said so', facts: but(mounting([UNREGISTERED]), none), yields},
  {name: 'not registered, and the mount times out', facts: but(mounting([TIMED_OUT]), none), yields},
  {name: 'not registered, in silence', facts: but(mounting([]), none), yields},
  {name: 'not registered, and another fault is told', facts: but(mounting([UNRESOLVED]), none), yields: []},
  {
    name: 'not registered, and mounted since',
    facts: but(mounting([TIMED_OUT, kubelet('Pulling', 'Pulling image', 2)]), none),
    yields: [],
  },
  {
    name: 'not an EFS volume',
    facts: but(mounting([TIMED_OUT], volume({driver: 'ebs.csi.aws.com'})), none),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'volumes unread', facts: denyOne(but(mounting([]), none), 'claimVolumes'), yields: [], outcome: 'unchecked'},
];
