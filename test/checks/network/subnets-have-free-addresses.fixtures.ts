import {absent} from '../../../src/model/fact.ts';
import {but, healthy, subnet, SUBNETS, type Fixture} from '../../fixture.ts';
import {hanging, subnets} from './worlds.ts';

const some = [subnet({availableIps: 0}), ...SUBNETS.slice(1)];

export const fixtures: readonly Fixture[] = [
  {name: 'plenty', facts: healthy, yields: []},
  {name: 'one left in each', facts: hanging({profileSubnets: subnets({availableIps: 1})}), yields: []},
  {name: 'none in all', facts: hanging({profileSubnets: subnets({availableIps: 0})}), yields: ['subnet-ip-exhausted']},
  {name: 'none in one', facts: hanging({profileSubnets: some}), yields: ['subnet-ip-exhausted']},
  {
    name: 'none in one, for the next pod',
    facts: but(hanging({profileSubnets: some}), {pod: absent}),
    yields: ['subnet-ip-exhausted'],
  },
];
