import {denied} from '../../../src/model/fact.ts';
import {but, healthy, subnet, SUBNETS, type Fixture} from '../../fixture.ts';
import {hanging, oneSubnet, subnets} from './worlds.ts';

const local = {name: 'eu-central-1-ham-1a', id: 'euc1-ham1-az1', type: 'local-zone'};

export const fixtures: readonly Fixture[] = [
  {name: 'ordinary zones', facts: healthy, yields: []},
  {
    name: 'a local zone, the only one',
    facts: hanging({
      profile: oneSubnet,
      profileSubnets: [subnet({zone: local.name, zoneId: local.id})],
      availabilityZones: [local],
    }),
    yields: ['subnet-zone-unsupported'],
  },
  {
    name: 'an Outpost in one of two subnets',
    facts: hanging({
      profileSubnets: [
        subnet({outpostArn: 'arn:aws:outposts:eu-central-1:111122223333:outpost/op-1'}),
        ...SUBNETS.slice(1),
      ],
    }),
    yields: ['subnet-zone-unsupported'],
  },
  {
    name: 'a zone that the control plane leaves out',
    facts: hanging({profileSubnets: subnets({zoneId: 'use1-az3'})}),
    yields: ['subnet-zone-unsupported'],
  },
  {
    name: 'zones may not be read',
    facts: but(hanging(), {availabilityZones: denied('ec2:DescribeAvailabilityZones')}),
    yields: [],
    outcome: 'unchecked',
  },
];
