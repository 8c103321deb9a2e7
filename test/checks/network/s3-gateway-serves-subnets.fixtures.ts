import {endpoint, healthy, type Fixture} from '../../fixture.ts';
import {endpoints, FULL, isolated, pulling} from './filters.ts';
import {hanging, TABLE} from './worlds.ts';

const serving = (...routeTableIds: readonly string[]) =>
  endpoints((e) => (e.type === 'Gateway' ? {...e, routeTableIds} : e));

export const fixtures: readonly Fixture[] = [
  {name: 'no endpoints', facts: healthy, yields: []},
  {name: 'isolated, both tables', facts: isolated(), yields: []},
  {
    name: 'isolated, no table',
    facts: isolated({vpcEndpoints: serving(TABLE.main)}),
    yields: ['vpce-s3-gateway-not-associated'],
  },
  {
    name: 'isolated, one of two tables',
    facts: isolated({vpcEndpoints: serving(TABLE.a)}),
    yields: ['vpce-s3-gateway-not-associated'],
  },
  {name: 'no table, and a NAT gateway', facts: hanging({vpcEndpoints: serving()}), yields: []},
  {
    name: 'no table, and an interface endpoint with the name of S3',
    facts: isolated({
      vpcEndpoints: [...serving(), endpoint('s3', {id: 'vpce-s3i', type: 'Interface', privateDnsEnabled: true})],
    }),
    yields: [],
  },
  {
    name: 'no table, and an image of another registry',
    facts: isolated({...pulling('quay.io/a/b:1'), vpcEndpoints: serving()}),
    yields: [],
  },
  {
    name: 'no gateway at all: not its question',
    facts: isolated({vpcEndpoints: FULL.filter((e) => e.type !== 'Gateway')}),
    yields: [],
  },
];
