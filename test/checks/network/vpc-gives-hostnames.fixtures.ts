import {fargatePod, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'on', facts: healthy, yields: []},
  {name: 'off', facts: withFacts({vpcDnsHostnames: false}), yields: ['vpc-dns-hostnames-off']},
  {
    name: 'off, and a pod got ready lately',
    facts: withFacts({vpcDnsHostnames: false, fargatePods: [fargatePod({createdAt: minutesAgo(20)})]}),
    yields: ['vpc-dns-hostnames-off'],
  },
  {
    name: 'off, and DNS resolution too',
    facts: withFacts({vpcDnsHostnames: false, vpcDnsSupport: false}),
    yields: ['vpc-dns-hostnames-off'],
  },
];
