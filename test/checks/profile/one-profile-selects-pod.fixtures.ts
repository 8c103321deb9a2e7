import {healthy, profile, withFacts, workload, type Fixture} from '../../fixture.ts';

const rival = profile({name: 'other-fp', subnetIds: ['subnet-0a1b2c3d4e5f60002']});

export const fixtures: readonly Fixture[] = [
  {name: 'one', facts: healthy, yields: []},
  {
    name: 'two with other subnets',
    facts: withFacts({profiles: [profile(), rival]}),
    yields: ['profile-wrong-one-wins'],
  },
  {name: 'two alike', facts: withFacts({profiles: [profile(), profile({name: 'twin'})]}), yields: []},
  {
    name: 'two, and the template names one',
    facts: withFacts({
      profiles: [profile(), rival],
      workload: workload({
        template: {...workload().template, labels: {'eks.amazonaws.com/fargate-profile': 'default-fp'}},
      }),
    }),
    yields: [],
  },
];
