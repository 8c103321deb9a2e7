import {cluster, healthy, node, withFacts, type Fixture} from '../../fixture.ts';

const hybrid = node({name: 'mi-0a1b2c3d4e5f', labels: {'eks.amazonaws.com/compute-type': 'hybrid'}});

export const fixtures: readonly Fixture[] = [
  {name: 'no hybrid nodes', facts: healthy, yields: []},
  {
    name: 'private access alone',
    facts: withFacts({cluster: cluster({endpointPublicAccess: false}), nodes: [hybrid]}),
    yields: [],
  },
  {name: 'a hybrid node', facts: withFacts({nodes: [hybrid]}), yields: ['cluster-hybrid-endpoint']},
  {
    name: 'networks for them',
    facts: withFacts({cluster: cluster({remoteNodeCidrs: ['10.80.0.0/16']})}),
    yields: ['cluster-hybrid-endpoint'],
  },
];
