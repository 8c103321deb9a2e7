import {healthy, PUBLIC_A, PUBLIC_B, type Fixture} from '../../fixture.ts';
import {hanging, nats, privateTables, publicOnly} from './worlds.ts';

const blocked = (...resources: readonly string[]) => ({
  mode: 'block-bidirectional',
  exclusions: resources.map((resourceId, i) => ({id: `vpcbpa-exclude-${i}`, resourceId, mode: 'allow-egress'})),
});

export const fixtures: readonly Fixture[] = [
  {name: 'off', facts: healthy, yields: []},
  {
    name: 'ingress only: NAT gateways work',
    facts: hanging({cluster: publicOnly(), blockPublicAccess: {mode: 'block-ingress', exclusions: []}}),
    yields: [],
  },
  {
    name: 'both ways',
    facts: hanging({cluster: publicOnly(), blockPublicAccess: blocked()}),
    yields: ['egress-vpc-bpa'],
  },
  {
    name: 'both ways, the NAT gateways excluded',
    facts: hanging({cluster: publicOnly(), blockPublicAccess: blocked(PUBLIC_A, PUBLIC_B)}),
    yields: [],
  },
  {
    name: 'both ways, the VPC excluded',
    facts: hanging({blockPublicAccess: blocked('vpc-0d1e2f3a4b5c60001')}),
    yields: [],
  },
  {
    name: 'both ways, one of the NAT gateways excluded',
    facts: hanging({cluster: publicOnly(), blockPublicAccess: blocked(PUBLIC_A)}),
    yields: ['egress-vpc-bpa'],
  },
  {
    name: 'both ways, and the NAT gateways have lost their addresses too',
    facts: hanging({
      cluster: publicOnly(),
      natGateways: nats({addresses: [{privateIp: '10.0.101.5', status: 'failed'}]}),
      blockPublicAccess: blocked(),
    }),
    yields: ['egress-vpc-bpa'],
  },
  {
    name: 'both ways, and the NAT gateways are private',
    facts: hanging({natGateways: nats({connectivityType: 'private'}), blockPublicAccess: blocked()}),
    yields: [],
  },
  {
    name: 'both ways, and nothing goes through an internet gateway',
    facts: hanging({routeTables: privateTables(), blockPublicAccess: blocked()}),
    yields: [],
  },
];
