import {cluster, healthy, withFacts, type Fixture} from '../../fixture.ts';

const at = (version: string, platformVersion: string) => withFacts({cluster: cluster({version, platformVersion})});

export const fixtures: readonly Fixture[] = [
  {name: 'of today', facts: healthy, yields: []},
  {name: 'the first that could', facts: at('1.14', 'eks.5'), yields: []},
  {name: 'in other words', facts: at('2.0', 'eks.1'), yields: []},
  {name: 'one too old', facts: at('1.14', 'eks.4'), yields: ['cluster-platform-version']},
  {name: 'older yet', facts: at('1.13', 'eks.9'), yields: ['cluster-platform-version']},
];
