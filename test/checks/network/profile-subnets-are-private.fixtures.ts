import {healthy, IGW, type Fixture} from '../../fixture.ts';
import {hanging, privateTables, publicOnly, route, subnets, TABLE, tables} from './worlds.ts';

const open = route(IGW, 'internet-gateway');

export const fixtures: readonly Fixture[] = [
  {name: 'behind NAT gateways', facts: healthy, yields: []},
  {
    name: 'straight to the internet gateway',
    facts: hanging({routeTables: privateTables(open)}),
    yields: ['subnet-public'],
  },
  {
    name: 'the same with a public endpoint only, in one subnet',
    facts: hanging({cluster: publicOnly(), routeTables: tables({[TABLE.a]: [open]})}),
    yields: ['subnet-public'],
  },
  {
    name: 'private by route, public by setting',
    facts: hanging({profileSubnets: subnets({mapPublicIpOnLaunch: true})}),
    yields: ['subnet-map-public-ip'],
  },
  {
    name: 'a table that is not visible',
    facts: hanging({routeTables: [], profileSubnets: subnets({ownerId: '999988887777'})}),
    yields: [],
    outcome: 'unchecked',
  },
];
