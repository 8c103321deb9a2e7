import {denied} from '../../../src/model/fact.ts';
import {but, healthy, minutesAgo, NATS, nat, type Fixture} from '../../fixture.ts';
import {hanging, nats, privateTables, publicOnly, route, TABLE, tables, without} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'both available', facts: healthy, yields: []},
  {
    name: 'one failed',
    facts: hanging({
      natGateways: [
        nat({
          state: 'failed',
          failureCode: 'Gateway.NotAttached',
          failureMessage: 'Network vpc-1 has no Internet gateway attached',
          addresses: [],
        }),
        ...NATS.slice(1),
      ],
    }),
    yields: ['egress-nat-not-available'],
  },
  {
    name: 'both deleted, public endpoint only',
    facts: hanging({natGateways: nats({state: 'deleted'}), cluster: publicOnly()}),
    yields: ['egress-nat-not-available'],
  },
  {
    name: 'being made since two minutes',
    facts: hanging({natGateways: nats({state: 'pending', createdAt: minutesAgo(2)})}),
    yields: ['egress-nat-not-available'],
  },
  {
    name: 'private type',
    facts: hanging({natGateways: nats({connectivityType: 'private'})}),
    yields: ['egress-nat-private-type'],
  },
  {
    name: 'private type before a transit gateway, behind which an exit may be',
    facts: hanging({
      natGateways: nats({connectivityType: 'private'}),
      routeTables: tables({[TABLE.public]: [route('tgw-1', 'transit-gateway')]}),
    }),
    yields: [],
  },
  {
    name: 'no public address',
    facts: hanging({natGateways: nats({addresses: [{privateIp: '10.0.101.5', status: 'failed'}]})}),
    yields: ['egress-nat-no-eip'],
  },
  {
    name: 'regional, without a subnet',
    facts: hanging({natGateways: NATS.map((n) => ({...without(n, 'subnetId'), availabilityMode: 'regional'}))}),
    yields: [],
  },
  {name: 'not listed, as in a shared VPC', facts: hanging({natGateways: []}), yields: [], outcome: 'unchecked'},
  {
    name: 'may not be read',
    facts: but(hanging(), {natGateways: denied('ec2:DescribeNatGateways')}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'a state that is new',
    facts: hanging({natGateways: nats({state: 'dreaming'})}),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'no NAT gateway in the way', facts: hanging({natGateways: [], routeTables: privateTables()}), yields: []},
];
