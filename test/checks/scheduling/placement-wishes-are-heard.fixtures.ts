import {about, healthy, pod, spec, withFacts, type Fixture} from '../../fixture.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'no wishes', facts: healthy, yields: []},
  {
    name: 'anti-affinity',
    facts: withFacts(about(pod({spec: spec({affinityKinds: ['podAntiAffinity']})}))),
    yields: ['sched-affinity-ignored'],
  },
  {
    name: 'topology spread',
    facts: withFacts(about(pod({spec: spec({topologySpreadKeys: ['topology.kubernetes.io/zone']})}))),
    yields: ['sched-topology-spread'],
  },
  {
    name: 'node affinity is another matter',
    facts: withFacts(about(pod({spec: spec({affinityKinds: ['nodeAffinity']})}))),
    yields: [],
  },
];
