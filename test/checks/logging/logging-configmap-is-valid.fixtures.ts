import {absent} from '../../../src/model/fact.ts';
import type {KubeEvent} from '../../../src/model/kubernetes.ts';
import {but, configMap, event, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {NO_CONFIG} from './logging-configmap-exists.fixtures.ts';

export const refusedConfig = (at = minutesAgo(8)): KubeEvent =>
  event({
    reason: 'LoggingDisabled',
    message:
      'Disabled logging for pod due to invalid configmap. amazon_data_firehose is not a supported output plugin. Please fix the logging configmap',
    lastAt: at,
  });
export const FIREHOSE = configMap('aws-logging', {
  'output.conf': '[OUTPUT]\n    Name amazon_data_firehose\n    Match *\n',
});
const invalid = ['logging-configmap-invalid'];

export const fixtures: readonly Fixture[] = [
  {name: 'as the user guide has it', facts: healthy, yields: []},
  {name: 'a plugin that is not supported', facts: withFacts({awsLogging: FIREHOSE}), yields: invalid},
  {
    name: 'valid by our rules, but refused since its last change',
    facts: withFacts({podEvents: [refusedConfig()]}),
    yields: invalid,
  },
  {
    name: 'refused before its last change',
    facts: withFacts({
      podEvents: [refusedConfig()],
      awsLogging: configMap(
        'aws-logging',
        {'output.conf': '[OUTPUT]\n  Name es\n  Match *\n'},
        {modifiedAt: minutesAgo(5)},
      ),
    }),
    yields: [],
  },
  {
    name: 'denied, but refused',
    facts: but(withFacts({podEvents: [refusedConfig()]}), {awsLogging: NO_CONFIG}),
    yields: invalid,
  },
  {name: 'denied', facts: but(healthy, {awsLogging: NO_CONFIG}), yields: [], outcome: 'unchecked'},
  {name: 'no ConfigMap', facts: but(healthy, {awsLogging: absent}), yields: [], outcome: 'inapplicable'},
];
