import {healthy, SUBNET_A, SUBNETS, type Fixture} from '../../fixture.ts';
import {endpoints, isolated} from './filters.ts';

const inOne = endpoints((e) => (e.type === 'Interface' ? {...e, subnetIds: [SUBNET_A]} : e));

export const fixtures: readonly Fixture[] = [
  {name: 'no endpoints', facts: healthy, yields: []},
  {name: 'in both zones', facts: isolated(), yields: []},
  {name: 'in one zone', facts: isolated({vpcEndpoints: inOne}), yields: ['vpce-not-in-az']},
  {
    name: 'in a subnet that is not visible',
    facts: isolated({vpcEndpoints: inOne, interfaceSubnets: SUBNETS.slice(1)}),
    yields: [],
  },
];
