import {known} from '../../../src/model/fact.ts';
import {but, cluster, configMap, healthy, type Fixture} from '../../fixture.ts';

const filter = {
  awsLogging: known(configMap('aws-logging', {'filters.conf': '[FILTER]\n    Name kubernetes\n    Match kube.*\n'})),
};

export const fixtures: readonly Fixture[] = [
  {name: 'no filter', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'a version that has it', facts: but(healthy, filter), yields: []},
  {
    name: 'one that lacks it',
    facts: but(healthy, {...filter, cluster: known(cluster({version: '1.22'}))}),
    yields: ['logging-version'],
  },
  {
    name: 'one in another form',
    facts: but(healthy, {...filter, cluster: known(cluster({version: 'next'}))}),
    yields: [],
    outcome: 'unchecked',
  },
];
