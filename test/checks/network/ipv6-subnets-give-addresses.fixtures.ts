import {cluster, healthy, ROUTE_TABLES, SUBNETS, type Fixture} from '../../fixture.ts';
import {hanging, route} from './worlds.ts';

const v6 = cluster({ipFamily: 'ipv6'});
const full = SUBNETS.map((s, i) => ({...s, ipv6Cidrs: [`2a05:d014:1:10${i}::/64`], assignIpv6OnCreation: true}));
const out = ROUTE_TABLES.map((t) => ({
  ...t,
  routes: [...t.routes, route('eigw-1', 'egress-only-internet-gateway', 'active', '::/0')],
}));

export const fixtures: readonly Fixture[] = [
  {name: 'an IPv4 cluster', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'all there', facts: hanging({cluster: v6, profileSubnets: full, routeTables: out}), yields: []},
  {name: 'no blocks', facts: hanging({cluster: v6, routeTables: out}), yields: ['ipv6-cluster']},
  {
    name: 'blocks that are not handed out',
    facts: hanging({
      cluster: v6,
      profileSubnets: full.map((s) => ({...s, assignIpv6OnCreation: false})),
      routeTables: out,
    }),
    yields: ['ipv6-cluster'],
  },
  {name: 'no way out', facts: hanging({cluster: v6, profileSubnets: full}), yields: ['ipv6-cluster']},
];
