import {about, fargatePod, healthy, pendingPod, profile, withFacts, type Fixture} from '../../fixture.ts';

const gov = {name: 'fargate-test', region: 'us-gov-west-1', partition: 'aws-us-gov', account: '111122223333'};
const china = {name: 'fargate-test', region: 'cn-north-1', partition: 'aws-cn', account: '111122223333'};

export const fixtures: readonly Fixture[] = [
  {name: 'an ordinary Region', facts: healthy, yields: []},
  {
    name: 'GovCloud without a profile',
    facts: withFacts({...about(pendingPod()), target: gov, profiles: [], fargatePods: []}),
    yields: ['region-govcloud'],
  },
  {
    name: 'GovCloud with an ACTIVE profile',
    facts: withFacts({...about(pendingPod()), target: gov, profiles: [profile()], fargatePods: []}),
    yields: ['region-govcloud'],
  },
  {
    name: 'GovCloud where a Fargate pod runs all the same',
    facts: withFacts({...about(pendingPod()), target: gov, fargatePods: [fargatePod()]}),
    yields: [],
  },
  {name: 'China', facts: withFacts({...about(pendingPod()), target: china}), yields: ['region-china']},
  {name: 'China, and the pod runs', facts: withFacts({target: china}), yields: []},
];
