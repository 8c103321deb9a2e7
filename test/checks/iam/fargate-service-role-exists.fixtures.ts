import {
  about,
  but,
  event,
  fargatePod,
  healthy,
  minutesAgo,
  pendingPod,
  withFacts,
  type Fixture,
} from '../../fixture.ts';
import {absent} from '../../../src/model/fact.ts';

const waiting = {...about(pendingPod()), podEvents: [event()]};
const gone = {fargateServiceLinkedRole: {exists: false}};
const profileFacts = {subject: {kind: 'FargateProfile', namespace: '', name: 'default-fp'}} as const;

export const missing = withFacts({...waiting, ...gone});
export const yetSomeStart = withFacts({...waiting, ...gone, fargatePods: [fargatePod({createdAt: minutesAgo(20)})]});
export const nextPod = but(withFacts({...profileFacts, ...gone, fargatePods: []}), {
  pod: absent,
  podSpec: absent,
  podEvents: absent,
});

export const fixtures: readonly Fixture[] = [
  {name: 'nobody asked', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'there', facts: withFacts({...waiting, fargateServiceLinkedRole: {exists: true}}), yields: []},
  {name: 'gone', facts: missing, yields: ['iam-slr-missing']},
  {name: 'gone, and a pod started lately', facts: yetSomeStart, yields: ['iam-slr-missing']},
  {name: "gone, for a profile's next pod", facts: nextPod, yields: ['iam-slr-missing']},
];
