import type {Workload} from '../../../src/model/kubernetes.ts';
import {about, denyOne, healthy, minutesAgo, pendingPod, withFacts, workload, type Fixture} from '../../fixture.ts';

const late = (replicas: Workload['replicas'], over: Partial<Workload> = {}): Workload =>
  workload({
    replicas,
    conditions: [{type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', at: minutesAgo(4)}],
    ...over,
  });
const waits = late({desired: 2, current: 3, ready: 2, updated: 1});
const yields = ['lifecycle-old-replicaset-blocks'];

export const fixtures: readonly Fixture[] = [
  {name: 'no workload', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'well', facts: withFacts({workload: workload()}), yields: []},
  {name: 'waits', facts: withFacts({...about(pendingPod()), workload: waits}), yields},
  {name: 'waits, the pod unread', facts: denyOne(withFacts({...about(pendingPod()), workload: waits}), 'pod'), yields},
  {
    name: 'new from the start',
    facts: withFacts({workload: late({desired: 2, current: 2, ready: 0, updated: 2})}),
    yields: [],
  },
  {
    name: 'goes on',
    facts: withFacts({workload: workload({replicas: {desired: 2, current: 3, ready: 2, updated: 1}})}),
    yields: [],
  },
  {
    name: 'a StatefulSet',
    facts: withFacts({workload: late(waits.replicas, {kind: 'StatefulSet'})}),
    yields: [],
    outcome: 'inapplicable',
  },
];
