import {denied} from '../../../src/model/fact.ts';
import {but, healthy, IGW, SUBNET_A, SUBNET_B, NATS, type Fixture} from '../../fixture.ts';
import {hanging, route, TABLE, tables} from './worlds.ts';

const inside = NATS.map((nat, i) => ({...nat, subnetId: [SUBNET_A, SUBNET_B][i] ?? SUBNET_A}));

export const fixtures: readonly Fixture[] = [
  {name: 'both in public subnets', facts: healthy, yields: []},
  {
    name: 'their subnets have no default route',
    facts: hanging({routeTables: tables({[TABLE.public]: []})}),
    yields: ['egress-nat-in-private-subnet'],
  },
  {
    name: 'they stand in the pods’ own subnets',
    facts: hanging({natGateways: inside}),
    yields: ['egress-nat-in-private-subnet'],
  },
  {
    name: 'behind a firewall endpoint, as inspection wants it',
    facts: hanging({routeTables: tables({[TABLE.public]: [route('vpce-firewall', 'vpc-endpoint')]})}),
    yields: [],
  },
  {
    name: 'a blackhole to the internet gateway',
    facts: hanging({
      routeTables: tables({[TABLE.public]: [route(IGW, 'internet-gateway', 'blackhole')]}),
      internetGateways: [],
    }),
    yields: ['egress-igw-detached'],
  },
  {
    name: 'a gateway that is not attached, behind an active route',
    facts: hanging({internetGateways: []}),
    yields: ['egress-igw-detached'],
  },
  {
    name: 'gateways may not be read',
    facts: but(hanging(), {internetGateways: denied('ec2:DescribeInternetGateways')}),
    yields: [],
    outcome: 'unchecked',
  },
];
