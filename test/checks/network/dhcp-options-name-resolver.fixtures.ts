import {absent} from '../../../src/model/fact.ts';
import {but, fargatePod, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';
import {without} from './worlds.ts';

const waiting = without(fargatePod({name: 'nginx', phase: 'Pending', ready: false}), 'nodeName', 'hostIP');
const options = (servers: readonly string[], names: readonly string[] = ['eu-central-1.compute.internal']) => ({
  id: 'dopt-1',
  domainNames: names,
  domainNameServers: servers,
});

export const fixtures: readonly Fixture[] = [
  {name: 'Amazon’s', facts: healthy, yields: []},
  {name: 'Amazon’s by address', facts: withFacts({dhcpOptions: options(['10.0.0.2'])}), yields: []},
  {
    name: 'Amazon’s by its link-local address',
    facts: withFacts({dhcpOptions: options(['169.254.169.253'], [])}),
    yields: [],
  },
  {
    name: 'Amazon’s and another',
    facts: withFacts({dhcpOptions: options(['10.9.0.53', 'AmazonProvidedDNS'])}),
    yields: [],
  },
  {
    name: 'others, and a pod that waits',
    facts: withFacts({dhcpOptions: options(['10.9.0.53', '10.9.1.53']), fargatePods: [waiting]}),
    yields: ['dhcp-dns-servers'],
  },
  {
    name: 'others, and nothing hangs',
    facts: withFacts({dhcpOptions: options(['10.9.0.53'])}),
    yields: ['dhcp-dns-servers'],
  },
  {
    name: 'others, and a pod got ready lately',
    facts: withFacts({
      dhcpOptions: options(['10.9.0.53']),
      fargatePods: [waiting, fargatePod({createdAt: minutesAgo(9)})],
    }),
    yields: ['dhcp-dns-servers'],
  },
  {name: 'none at all', facts: but(healthy, {dhcpOptions: absent}), yields: ['dhcp-options-default-none']},
  {
    name: 'a domain name of one’s own',
    facts: withFacts({dhcpOptions: options(['AmazonProvidedDNS'], ['corp.example'])}),
    yields: ['dhcp-domain-name'],
  },
];
