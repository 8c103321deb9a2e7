import {fargatePod, healthy, minutesAgo, withFacts, type Fixture} from '../../fixture.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'on', facts: healthy, yields: []},
  {name: 'off', facts: withFacts({vpcDnsSupport: false}), yields: ['vpc-dns-support-off']},
  {
    name: 'off, and a pod got ready lately',
    facts: withFacts({vpcDnsSupport: false, fargatePods: [fargatePod({createdAt: minutesAgo(20)})]}),
    yields: ['vpc-dns-support-off'],
  },
];
