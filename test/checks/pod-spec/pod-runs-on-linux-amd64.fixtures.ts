import {healthy, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

const arch = (...values: readonly string[]) => ({
  expressions: [{key: 'kubernetes.io/arch', operator: 'In', values}],
  fields: [],
});

export const fixtures: readonly Fixture[] = [
  {name: 'nothing asked for', facts: healthy, yields: []},
  {
    name: 'Linux on amd64',
    facts: waiting({nodeSelector: {'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64'}, os: 'linux'}),
    yields: [],
  },
  {name: 'Windows by its name', facts: waiting({os: 'windows'}), yields: ['spec-windows']},
  {
    name: 'Windows by selector',
    facts: waiting({nodeSelector: {'kubernetes.io/os': 'windows'}}),
    yields: ['spec-windows'],
  },
  {name: 'arm64 by selector', facts: waiting({nodeSelector: {'kubernetes.io/arch': 'arm64'}}), yields: ['spec-arm64']},
  {name: 'arm64 by affinity', facts: waiting({nodeAffinityTerms: [arch('arm64')]}), yields: ['spec-arm64']},
  {name: 'either, in one term', facts: waiting({nodeAffinityTerms: [arch('amd64', 'arm64')]}), yields: []},
  {name: 'either, in two terms', facts: waiting({nodeAffinityTerms: [arch('arm64'), arch('amd64')]}), yields: []},
];
