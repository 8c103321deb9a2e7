import {healthy, fargatePod, minutesAgo, type Fixture} from '../../fixture.ts';
import {blackhole, hanging, privateTables, publicOnly, route, tables, TABLE} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'public and private', facts: healthy, yields: []},
  {name: 'public only, and a way out', facts: hanging({cluster: publicOnly()}), yields: ['endpoint-public-only']},
  {
    name: 'public only, no default route',
    facts: hanging({cluster: publicOnly(), routeTables: privateTables()}),
    yields: ['endpoint-public-only-no-egress'],
  },
  {
    name: 'public only, no default route, a sibling got through',
    facts: hanging({
      cluster: publicOnly(),
      routeTables: privateTables(),
      fargatePods: [fargatePod({createdAt: minutesAgo(20)})],
    }),
    yields: ['endpoint-public-only-no-egress'],
  },
  {
    name: 'public only, one of two subnets broken: the route is the fault',
    facts: hanging({cluster: publicOnly(), routeTables: tables({[TABLE.a]: [blackhole]})}),
    yields: [],
  },
  {
    name: 'public only, an address that is not admitted: not its question',
    facts: hanging({cluster: publicOnly('198.51.100.7/32')}),
    yields: [],
  },
  {
    name: 'public only, through a transit gateway',
    facts: hanging({cluster: publicOnly(), routeTables: privateTables(route('tgw-1', 'transit-gateway'))}),
    yields: [],
  },
  {
    name: 'a NAT gateway that is not visible',
    facts: hanging({cluster: publicOnly(), natGateways: []}),
    yields: [],
    outcome: 'unchecked',
  },
];
