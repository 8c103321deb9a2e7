import {absent} from '../../../src/model/fact.ts';
import {
  but,
  cluster,
  endpoint,
  fargatePod,
  healthy,
  minutesAgo,
  NAT_A,
  SUBNETS,
  SUBNET_B,
  subnet,
  type Fixture,
} from '../../fixture.ts';
import {blackhole, hanging, privateTables, publicOnly, route, subnets, TABLE, tables} from './worlds.ts';

export const FULL = ['ecr.api', 'ecr.dkr', 's3', 'sts', 'logs'].map((service) => endpoint(service));
const added = {
  profileSubnets: [...SUBNETS.slice(0, 1), subnet({id: SUBNET_B, zone: 'eu-central-1b', cidr: '100.64.2.0/24'})],
  routeTables: tables({[TABLE.b]: [route('local', 'local', 'active', '100.64.0.0/16')]}).map((table) =>
    table.id === TABLE.b ? {...table, routes: [...table.routes]} : table,
  ),
};

export const fixtures: readonly Fixture[] = [
  {name: 'healthy', facts: healthy, yields: []},
  {
    name: 'a default in two halves',
    facts: hanging({
      routeTables: privateTables(
        route(NAT_A, 'nat-gateway', 'active', '0.0.0.0/1'),
        route(NAT_A, 'nat-gateway', 'active', '128.0.0.0/1'),
      ),
    }),
    yields: [],
  },
  {name: 'no default route', facts: hanging({routeTables: privateTables()}), yields: ['egress-no-default-route']},
  {
    name: 'no default route, public endpoint only',
    facts: hanging({routeTables: privateTables(), cluster: publicOnly()}),
    yields: ['egress-no-default-route'],
  },
  {
    name: 'no default route in one subnet, a sibling ran there',
    facts: hanging({
      routeTables: tables({[TABLE.a]: []}),
      fargatePods: [fargatePod({createdAt: minutesAgo(40)})],
    }),
    yields: ['egress-no-default-route'],
  },
  {
    name: 'no default route, but other networks are routed to',
    facts: hanging({routeTables: privateTables(route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8'))}),
    yields: ['egress-no-default-route'],
  },
  {
    name: 'isolated by design, all endpoints there',
    facts: hanging({routeTables: privateTables(), vpcEndpoints: FULL}),
    yields: [],
  },
  {
    name: 'isolated by design, some endpoints there: not its question',
    facts: hanging({routeTables: privateTables(), vpcEndpoints: FULL.slice(0, 2)}),
    yields: [],
  },
  {
    name: 'routes to a prefix list only',
    facts: hanging({routeTables: privateTables(route(NAT_A, 'nat-gateway', 'active', 'pl-1'))}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'a blackhole in one of two subnets',
    facts: hanging({routeTables: tables({[TABLE.a]: [blackhole]})}),
    yields: ['egress-blackhole-route'],
  },
  {
    name: 'a blackhole in both, public endpoint only',
    facts: hanging({routeTables: privateTables(blackhole), cluster: publicOnly()}),
    yields: ['egress-blackhole-route'],
  },
  {
    name: 'a blackhole where endpoints have everything: a note',
    facts: hanging({routeTables: privateTables(blackhole), vpcEndpoints: FULL}),
    yields: ['egress-blackhole-route'],
  },
  {
    name: 'a blackhole for the next pod of the profile',
    facts: but(hanging({routeTables: privateTables(blackhole)}), {pod: absent, podSpec: absent}),
    yields: ['egress-blackhole-route'],
  },
  {
    name: 'a blackhole in an IPv6 cluster that leaves by IPv6',
    facts: hanging({
      cluster: cluster({ipFamily: 'ipv6'}),
      profileSubnets: subnets({ipv6Cidrs: ['2001:db8::/64']}),
      routeTables: privateTables(blackhole, route('eigw-1', 'egress-only-internet-gateway', 'active', '::/0')),
    }),
    yields: ['egress-blackhole-route'],
  },
  {name: 'an added address block without routes', facts: hanging(added), yields: ['subnet-secondary-cidr-no-route']},
  {
    name: 'a transit gateway',
    facts: hanging({routeTables: privateTables(route('tgw-1', 'transit-gateway'))}),
    yields: ['egress-via-appliance'],
  },
  {
    name: 'a shared VPC whose tables are not visible',
    facts: hanging({routeTables: [], profileSubnets: subnets({ownerId: '999988887777'})}),
    yields: [],
    outcome: 'unchecked',
  },
];
