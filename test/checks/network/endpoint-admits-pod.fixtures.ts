import {absent} from '../../../src/model/fact.ts';
import {but, cluster, healthy, IGW, NAT_A, NAT_B, NATS, fargatePod, minutesAgo, type Fixture} from '../../fixture.ts';
import {hanging, nats, privateTables, publicOnly, route, subnets, TABLE, tables} from './worlds.ts';

const HOME = '198.51.100.7/32';
export const ipv6Cluster = {
  cluster: cluster({
    endpointPrivateAccess: false,
    ipFamily: 'ipv6',
    endpoint: 'https://0123456789abcdef.eu-central-1.api.aws',
    publicAccessCidrs: [HOME, '203.0.113.0/24'],
  }),
  profileSubnets: subnets({ipv6Cidrs: ['2001:db8:1:1::/64']}),
  routeTables: privateTables(
    route(NAT_A, 'nat-gateway'),
    route('eigw-0a1b2c3d4e5f60001', 'egress-only-internet-gateway', 'active', '::/0'),
  ),
};

export const fixtures: readonly Fixture[] = [
  {name: 'public and private', facts: healthy, yields: []},
  {name: 'public only, open', facts: hanging({cluster: publicOnly()}), yields: []},
  {
    name: 'public only, and it is not told for whom',
    facts: hanging({cluster: cluster({endpointPrivateAccess: false, publicAccessCidrs: []})}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'public only, open in two halves',
    facts: hanging({cluster: publicOnly('0.0.0.0/1', '128.0.0.0/1')}),
    yields: [],
  },
  {
    name: 'public only, both NAT addresses admitted',
    facts: hanging({cluster: publicOnly(HOME, '203.0.113.8/29')}),
    yields: [],
  },
  {
    name: 'private access on, and a limit that does not concern pods',
    facts: hanging({cluster: cluster({publicAccessCidrs: [HOME]})}),
    yields: [],
  },
  {
    name: 'the founding case: only a home address is admitted',
    facts: hanging({cluster: publicOnly(HOME)}),
    yields: ['endpoint-public-cidrs-exclude-nat'],
  },
  {
    name: 'the same, with a sibling that got through half an hour ago',
    facts: hanging({cluster: publicOnly(HOME), fargatePods: [fargatePod({createdAt: minutesAgo(30)})]}),
    yields: ['endpoint-public-cidrs-exclude-nat'],
  },
  {
    name: 'the same for the next pod of the profile',
    facts: but(hanging({cluster: publicOnly(HOME)}), {pod: absent, podSpec: absent}),
    yields: ['endpoint-public-cidrs-exclude-nat'],
  },
  {
    name: 'one of two NAT addresses is admitted',
    facts: hanging({cluster: publicOnly(HOME, '203.0.113.10/32')}),
    yields: ['endpoint-public-cidrs-partial'],
  },
  {
    name: 'a second address of a NAT gateway is not admitted',
    facts: hanging({
      cluster: publicOnly('203.0.113.10/31'),
      natGateways: nats({addresses: [{publicIp: '203.0.113.10'}, {publicIp: '203.0.113.99'}]}),
    }),
    yields: ['endpoint-public-cidrs-partial'],
  },
  {
    name: 'a transit gateway hides the address',
    facts: hanging({cluster: publicOnly(HOME), routeTables: privateTables(route('tgw-1', 'transit-gateway'))}),
    yields: ['endpoint-public-cidrs-exclude-nat'],
  },
  {
    name: 'one subnet leaves by an admitted NAT gateway, one by a transit gateway',
    facts: hanging({
      cluster: publicOnly('203.0.113.10/32'),
      routeTables: tables({[TABLE.b]: [route('tgw-1', 'transit-gateway')]}),
    }),
    yields: [],
  },
  {
    name: 'no way out at all: not its question',
    facts: hanging({cluster: publicOnly(HOME), routeTables: privateTables()}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'a NAT gateway that is not visible',
    facts: hanging({cluster: publicOnly(HOME), natGateways: []}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'an IPv6 cluster whose own addresses are not admitted',
    facts: hanging(ipv6Cluster),
    yields: ['endpoint-ipv6-cidr'],
  },
  {
    name: 'an IPv6 cluster that admits everything',
    facts: hanging({
      ...ipv6Cluster,
      cluster: {...ipv6Cluster.cluster, publicAccessCidrs: ['0.0.0.0/0', '::/0']},
      natGateways: NATS,
      internetGateways: [{id: IGW, attachment: 'available'}],
    }),
    yields: [],
  },
  {
    name: 'an IPv6 cluster from before dual-stack endpoints',
    facts: hanging({
      ...ipv6Cluster,
      cluster: {...ipv6Cluster.cluster, endpoint: 'https://0123456789abcdef.gr7.eu-central-1.eks.amazonaws.com'},
      routeTables: privateTables(route(NAT_B, 'nat-gateway')),
    }),
    yields: [],
  },
];
