import {absent} from '../../../src/model/fact.ts';
import {about, but, configMap, healthy, minutesAgo, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

export const changed = (over: {readonly createdAt?: string; readonly modifiedAt?: string}) =>
  withFacts({awsLogging: configMap('aws-logging', {}, over)});

export const fixtures: readonly Fixture[] = [
  {name: 'older than the pod', facts: healthy, yields: []},
  {name: 'changed after the pod', facts: changed({modifiedAt: minutesAgo(3)}), yields: ['logging-not-reloaded']},
  {
    name: 'created after the pod',
    facts: changed({createdAt: minutesAgo(3), modifiedAt: minutesAgo(3)}),
    yields: ['logging-not-reloaded'],
  },
  {
    name: 'the pod is not on Fargate',
    facts: {...changed({modifiedAt: minutesAgo(3)}), ...known(unmutatedPod())},
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'no ConfigMap', facts: but(healthy, {awsLogging: absent}), yields: [], outcome: 'inapplicable'},
];

function known(pod: Parameters<typeof about>[0]) {
  const {pod: live, podSpec, subject} = withFacts({...about(pod)});
  return {pod: live, podSpec, subject};
}
