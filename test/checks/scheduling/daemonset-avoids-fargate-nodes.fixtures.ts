import {about, healthy, pod, spec, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

const fields = [{key: 'metadata.name', operator: 'In', values: ['fargate-ip-10-0-1-77.eu-central-1.compute.internal']}];
const owner = {kind: 'DaemonSet', name: 'node-exporter'};

export const fixtures: readonly Fixture[] = [
  {name: 'no DaemonSet', facts: healthy, yields: [], outcome: 'inapplicable'},
  {
    name: 'made for a Fargate node',
    facts: withFacts(
      about(
        unmutatedPod({
          owner,
          spec: spec({schedulerName: 'default-scheduler', nodeAffinityTerms: [{expressions: [], fields}]}),
        }),
      ),
    ),
    yields: ['sched-daemonset-on-fargate-node'],
  },
  {name: 'runs on its node', facts: withFacts(about(pod({owner}))), yields: []},
];
