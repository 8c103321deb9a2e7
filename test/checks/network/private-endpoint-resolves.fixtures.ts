import {absent} from '../../../src/model/fact.ts';
import {but, cluster, fargatePod, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {publicOnly} from './worlds.ts';

const privateOnly = cluster({endpointPublicAccess: false, publicAccessCidrs: []});
const custom = {id: 'dopt-1', domainNames: [], domainNameServers: ['10.9.0.53']};

export const fixtures: readonly Fixture[] = [
  {name: 'healthy', facts: healthy, yields: []},
  {name: 'private only, healthy', facts: withFacts({cluster: privateOnly}), yields: []},
  {
    name: 'private only, resolution off',
    facts: withFacts({cluster: privateOnly, vpcDnsSupport: false}),
    yields: ['endpoint-private-dns-broken'],
  },
  {
    name: 'private only, hostnames off, a pod got ready lately',
    facts: withFacts({
      cluster: privateOnly,
      vpcDnsHostnames: false,
      fargatePods: [fargatePod({createdAt: minutesAgo(5)})],
    }),
    yields: ['endpoint-private-dns-broken'],
  },
  {name: 'both, hostnames off', facts: withFacts({vpcDnsHostnames: false}), yields: ['endpoint-private-dns-broken']},
  {name: 'both, other servers', facts: withFacts({dhcpOptions: custom}), yields: ['endpoint-private-dns-broken']},
  {name: 'both, no DHCP options', facts: but(healthy, {dhcpOptions: absent}), yields: ['endpoint-private-dns-broken']},
  {
    name: 'public only: no private name to resolve',
    facts: withFacts({cluster: publicOnly(), vpcDnsSupport: false}),
    yields: [],
  },
];
