import {healthy, withFacts, workload, type Fixture} from '../../fixture.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'no workload', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'wants one', facts: withFacts({workload: workload()}), yields: []},
  {
    name: 'wants none',
    facts: withFacts({workload: workload({replicas: {desired: 0, current: 0, ready: 0}})}),
    yields: ['lifecycle-scale-to-zero'],
  },
  {
    name: 'a CronJob between two runs',
    facts: withFacts({workload: workload({kind: 'CronJob', replicas: {desired: 0, current: 0, ready: 0}})}),
    yields: [],
    outcome: 'inapplicable',
  },
];
