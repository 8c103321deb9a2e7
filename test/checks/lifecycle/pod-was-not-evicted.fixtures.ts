import type {Pod} from '../../../src/model/kubernetes.ts';
import {about, healthy, minutesAgo, pod, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

const disturbed = (reason: string, of: Pod = pod()): Pod => ({
  ...of,
  status: {
    ...of.status,
    conditions: [
      ...of.status.conditions,
      {type: 'DisruptionTarget', status: 'True', reason, message: 'Eviction API: evicting', at: minutesAgo(2)},
    ],
  },
});

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {
    name: 'evicted',
    facts: withFacts(about(disturbed('EvictionByEvictionAPI'))),
    yields: ['lifecycle-os-patch-eviction'],
  },
  {
    name: 'evicted, with an owner',
    facts: withFacts(about({...disturbed('EvictionByEvictionAPI'), owner: {kind: 'ReplicaSet', name: 'web-1'}})),
    yields: ['lifecycle-os-patch-eviction'],
  },
  {name: 'ended by the kubelet', facts: withFacts(about(disturbed('TerminationByKubelet'))), yields: []},
  {
    name: 'not on Fargate',
    facts: withFacts(about(disturbed('EvictionByEvictionAPI', unmutatedPod()))),
    yields: [],
    outcome: 'inapplicable',
  },
];
