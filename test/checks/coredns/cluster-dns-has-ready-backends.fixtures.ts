import {absent} from '../../../src/model/fact.ts';
import {about, but, cluster, healthy, pendingPod, pod, withFacts, type Fixture} from '../../fixture.ts';
import {coredns, elsewhere} from './worlds.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'two of two', facts: healthy, yields: []},
  {name: 'none ready', facts: elsewhere(), yields: ['coredns-pending-blocks-dns']},
  {
    name: 'one of two',
    facts: withFacts({...about(pendingPod()), dnsEndpoints: {slices: 1, ready: 1, notReady: 1}}),
    yields: [],
  },
  {
    name: 'no Service kube-dns',
    facts: but(withFacts({...about(pendingPod()), corednsPods: [pendingPod()]}), {dnsEndpoints: absent}),
    yields: ['coredns-pending-blocks-dns'],
  },
  {
    name: 'no Service kube-dns, and CoreDNS pods that are ready',
    facts: but(withFacts({...about(pendingPod()), corednsPods: [pod()]}), {dnsEndpoints: absent}),
    yields: [],
  },
  {
    name: 'no Service kube-dns in Auto Mode',
    facts: but(withFacts({...about(pendingPod()), cluster: cluster({autoMode: true})}), {dnsEndpoints: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'the subject is CoreDNS',
    facts: coredns({}, {dnsEndpoints: {slices: 1, ready: 1, notReady: 1}}),
    yields: [],
    outcome: 'inapplicable',
  },
];
