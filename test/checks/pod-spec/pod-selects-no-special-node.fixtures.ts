import {healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'no selector', facts: healthy, yields: []},
  {
    name: 'what every Fargate node carries',
    facts: waiting({nodeSelector: {'kubernetes.io/os': 'linux', 'eks.amazonaws.com/compute-type': 'fargate'}}),
    yields: [],
  },
  {name: 'a label of its own', facts: waiting({nodeSelector: {team: 'web'}}), yields: ['spec-node-selector']},
  {name: 'gVisor', facts: waiting({runtimeClassName: 'gvisor'}), yields: ['spec-runtime-class']},
];
