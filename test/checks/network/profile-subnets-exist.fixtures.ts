import {healthy, subnet, SUBNETS, SUBNET_B, type Fixture} from '../../fixture.ts';
import {hanging, subnets} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'both are there', facts: healthy, yields: []},
  {name: 'one was deleted', facts: hanging({profileSubnets: [subnet()]}), yields: ['subnet-missing']},
  {name: 'all were deleted', facts: hanging({profileSubnets: []}), yields: ['subnet-missing']},
  {
    name: 'one is not available',
    facts: hanging({profileSubnets: [subnet({state: 'unavailable'}), ...SUBNETS.slice(1)]}),
    yields: ['subnet-missing'],
  },
  {
    name: 'a state that is new',
    facts: hanging({profileSubnets: [subnet({state: 'sleeping'}), ...SUBNETS.slice(1)]}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'both in another VPC',
    facts: hanging({profileSubnets: subnets({vpcId: 'vpc-other'})}),
    yields: ['subnet-wrong-vpc'],
  },
  {
    name: 'subnets of other profiles don’t matter',
    facts: hanging({profileSubnets: [...SUBNETS, subnet({id: `${SUBNET_B}x`, vpcId: 'vpc-other', state: 'pending'})]}),
    yields: [],
  },
];
