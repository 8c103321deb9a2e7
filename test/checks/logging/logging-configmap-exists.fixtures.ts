import {absent, denied} from '../../../src/model/fact.ts';
import {about, but, event, healthy, pendingPod, pod, withFacts, type Fixture} from '../../fixture.ts';

export const MISSING = event({
  reason: 'LoggingDisabled',
  message: 'Disabled logging because aws-logging configmap was not found. configmap "aws-logging" not found',
});
export const NO_CONFIG = denied('get configmaps/aws-logging -n aws-observability');
const annotated = pod({annotations: {Logging: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND'}});

export const fixtures: readonly Fixture[] = [
  {name: 'there', facts: healthy, yields: []},
  {
    name: 'not there, and the event says so',
    facts: but(withFacts({...about(pendingPod()), podEvents: [MISSING]}), {
      awsLogging: absent,
      loggingNamespace: absent,
    }),
    yields: ['logging-configmap-missing'],
  },
  {
    name: 'not there, and no event is left',
    facts: but(healthy, {awsLogging: absent}),
    yields: ['logging-configmap-missing'],
  },
  {name: 'there by now', facts: withFacts({podEvents: [MISSING]}), yields: []},
  {
    name: 'denied, but the event says so',
    facts: but(withFacts({podEvents: [MISSING]}), {awsLogging: NO_CONFIG}),
    yields: ['logging-configmap-missing'],
  },
  {
    name: 'denied, but the annotation says so',
    facts: but(withFacts({...about(annotated)}), {awsLogging: NO_CONFIG}),
    yields: ['logging-configmap-missing'],
  },
  {name: 'denied, and nothing tells', facts: but(healthy, {awsLogging: NO_CONFIG}), yields: [], outcome: 'unchecked'},
];
