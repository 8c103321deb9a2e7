import {about, healthy, unmutatedPod, withFacts, workload, type Fixture} from '../../fixture.ts';

const annotations = {'eks.amazonaws.com/compute-type': 'ec2'};
const kept = unmutatedPod({annotations, owner: {kind: 'ReplicaSet', name: 'nginx-1'}});

export const fixtures: readonly Fixture[] = [
  {name: 'no annotation', facts: healthy, yields: []},
  {name: 'ec2 on a matching pod', facts: withFacts(about(kept)), yields: ['sched-compute-type-annotation']},
  {
    name: 'ec2 in the template',
    facts: withFacts({...about(kept), workload: workload({template: {...workload().template, annotations}})}),
    yields: ['sched-compute-type-annotation'],
  },
  {
    name: 'fargate is harmless',
    facts: withFacts(about(unmutatedPod({annotations: {'eks.amazonaws.com/compute-type': 'fargate'}}))),
    yields: [],
  },
  {name: 'no profile would take it anyway', facts: withFacts({...about(kept), profiles: []}), yields: []},
];
