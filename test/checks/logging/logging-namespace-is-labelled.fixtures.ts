import {absent} from '../../../src/model/fact.ts';
import {but, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';

export const labelled = (labels: Readonly<Record<string, string>>) =>
  withFacts({loggingNamespace: {name: 'aws-observability', labels, createdAt: minutesAgo(600)}});

export const fixtures: readonly Fixture[] = [
  {name: 'enabled', facts: healthy, yields: []},
  {name: 'no label', facts: labelled({}), yields: ['logging-namespace-label']},
  {name: 'another value', facts: labelled({'aws-observability': 'true'}), yields: ['logging-namespace-label']},
  {
    name: 'no ConfigMap that it would matter to',
    facts: but(labelled({}), {awsLogging: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
