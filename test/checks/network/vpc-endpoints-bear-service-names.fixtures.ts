import {healthy, type Fixture} from '../../fixture.ts';
import {endpoints, isolated, pulling} from './filters.ts';
import {hanging, privateTables, route} from './worlds.ts';

const nameless = (...services: readonly string[]) =>
  endpoints((e) => (services.some((s) => e.serviceName.endsWith(`.${s}`)) ? {...e, privateDnsEnabled: false} : e));

export const fixtures: readonly Fixture[] = [
  {name: 'no endpoints', facts: healthy, yields: []},
  {name: 'isolated, all on', facts: isolated(), yields: []},
  {
    name: 'off, and there is a NAT gateway',
    facts: hanging({vpcEndpoints: nameless('ecr.api', 'ecr.dkr', 'sts')}),
    yields: [],
  },
  {
    name: 'isolated, off for ECR',
    facts: isolated({vpcEndpoints: nameless('ecr.api', 'ecr.dkr')}),
    yields: ['vpce-private-dns-off'],
  },
  {
    name: 'isolated, off for STS alone',
    facts: isolated({vpcEndpoints: nameless('sts')}),
    yields: ['vpce-private-dns-off'],
  },
  {
    name: 'isolated, off for ECR, of which nothing is pulled',
    facts: isolated({...pulling('quay.io/a/b:1'), vpcEndpoints: nameless('ecr.dkr')}),
    yields: [],
  },
  {
    name: 'off for ECR, with other networks that may have a zone for it',
    facts: isolated({
      routeTables: privateTables(route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8')),
      vpcEndpoints: nameless('ecr.api', 'ecr.dkr'),
    }),
    yields: ['vpce-private-dns-off'],
  },
];
