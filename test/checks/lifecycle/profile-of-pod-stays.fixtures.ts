import {about, COREDNS_PROFILE, denyOne, healthy, pendingPod, profile, withFacts, type Fixture} from '../../fixture.ts';

const yields = ['lifecycle-profile-deleted'];

export const fixtures: readonly Fixture[] = [
  {name: 'is there', facts: healthy, yields: []},
  {name: 'is being deleted', facts: withFacts({profiles: [COREDNS_PROFILE, profile({status: 'DELETING'})]}), yields},
  {name: 'is gone', facts: withFacts({profiles: [COREDNS_PROFILE]}), yields},
  {name: 'no profile is left', facts: withFacts({profiles: []}), yields},
  {
    name: 'is gone under a pod that waits',
    facts: withFacts({...about(pendingPod()), profiles: [COREDNS_PROFILE]}),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'profiles unread', facts: denyOne(healthy, 'profiles'), yields: [], outcome: 'unchecked'},
];
