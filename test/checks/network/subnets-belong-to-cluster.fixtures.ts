import {cluster, healthy, SUBNET_A, SUBNET_B, subnet, SUBNETS, withFacts, type Fixture} from '../../fixture.ts';

const added = subnet({id: SUBNET_B, zone: 'eu-central-1b', cidr: '100.64.2.0/24'});

export const fixtures: readonly Fixture[] = [
  {name: 'the cluster’s own', facts: healthy, yields: []},
  {name: 'others of the first block', facts: withFacts({cluster: cluster({subnetIds: ['subnet-1']})}), yields: []},
  {
    name: 'in an added block, and outside',
    facts: withFacts({cluster: cluster({subnetIds: [SUBNET_A]}), profileSubnets: [...SUBNETS.slice(0, 1), added]}),
    yields: ['subnet-not-in-cluster-subnets'],
  },
  {
    name: 'in an added block, and the cluster’s own',
    facts: withFacts({profileSubnets: [...SUBNETS.slice(0, 1), added]}),
    yields: [],
  },
];
