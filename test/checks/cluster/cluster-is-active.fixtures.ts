import {about, cluster, event, healthy, pendingPod, withFacts, type Fixture} from '../../fixture.ts';

const stuck = {...about(pendingPod()), podEvents: [event()]};

export const fixtures: readonly Fixture[] = [
  {name: 'ACTIVE', facts: healthy, yields: []},
  ...['CREATING', 'PENDING', 'FAILED', 'DELETING', 'UPDATING'].map((status) => ({
    name: status,
    facts: withFacts({...stuck, cluster: cluster({status})}),
    yields: ['cluster-not-active'],
  })),
  {name: 'an unknown word', facts: withFacts({cluster: cluster({status: 'MOVING'})}), yields: [], outcome: 'unchecked'},
];
