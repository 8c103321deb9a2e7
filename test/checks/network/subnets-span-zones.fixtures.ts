import {healthy, subnet, withFacts, type Fixture} from '../../fixture.ts';
import {oneSubnet, subnets} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'two zones', facts: healthy, yields: []},
  {name: 'one subnet', facts: withFacts({profile: oneSubnet}), yields: ['subnet-few']},
  {
    name: 'two subnets in one zone',
    facts: withFacts({profileSubnets: subnets({zone: 'eu-central-1a'})}),
    yields: ['subnet-single-az'],
  },
  {
    name: 'the other subnet is gone, which is said elsewhere',
    facts: withFacts({profileSubnets: [subnet()]}),
    yields: [],
  },
];
