import {absent, denied} from '../../../src/model/fact.ts';
import {but, cluster, healthy, withFacts, type Fixture} from '../../fixture.ts';

const auto = withFacts({cluster: cluster({autoMode: true})});
const none = {corednsDeployment: absent, dnsEndpoints: absent};

export const fixtures: readonly Fixture[] = [
  {name: 'Auto Mode and CoreDNS', facts: auto, yields: []},
  {name: 'Auto Mode without CoreDNS', facts: but(auto, none), yields: ['coredns-autoscaler-or-auto-mode']},
  {name: 'another DNS behind kube-dns', facts: but(auto, {corednsDeployment: absent}), yields: []},
  {
    name: 'whether kube-dns has backends is denied',
    facts: but(auto, {...none, dnsEndpoints: denied('list endpointslices -n kube-system')}),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'no Auto Mode', facts: but(healthy, none), yields: [], outcome: 'inapplicable'},
  {
    name: 'no Fargate profile',
    facts: but(withFacts({cluster: cluster({autoMode: true}), profiles: []}), none),
    yields: [],
    outcome: 'inapplicable',
  },
];
