import {healthy, NAT_A, NATS, withFacts, type Fixture} from '../../fixture.ts';
import {privateTables, route, subnets} from './worlds.ts';

const shared = privateTables(route(NAT_A, 'nat-gateway'));

export const fixtures: readonly Fixture[] = [
  {name: 'one each', facts: healthy, yields: []},
  {name: 'one for two zones', facts: withFacts({routeTables: shared}), yields: ['egress-nat-single-az']},
  {
    name: 'one regional one for two zones',
    facts: withFacts({routeTables: shared, natGateways: NATS.map((n) => ({...n, availabilityMode: 'regional'}))}),
    yields: [],
  },
  {
    name: 'one for one zone',
    facts: withFacts({routeTables: shared, profileSubnets: subnets({zone: 'eu-central-1a'})}),
    yields: [],
  },
  {
    name: 'one that is broken is no matter of zones',
    facts: withFacts({routeTables: shared, natGateways: []}),
    yields: [],
  },
];
