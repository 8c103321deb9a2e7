import {about, cluster, healthy, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

const auto = cluster({autoMode: true});

export const fixtures: readonly Fixture[] = [
  {name: 'no Auto Mode', facts: healthy, yields: []},
  {name: 'Auto Mode, and Fargate has the pod', facts: withFacts({cluster: auto}), yields: []},
  {
    name: 'Auto Mode and no profile',
    facts: withFacts({...about(unmutatedPod()), cluster: auto, profiles: []}),
    yields: [],
  },
  {
    name: 'Auto Mode, and Fargate has not',
    facts: withFacts({...about(unmutatedPod()), cluster: auto}),
    yields: ['cluster-auto-mode'],
  },
];
