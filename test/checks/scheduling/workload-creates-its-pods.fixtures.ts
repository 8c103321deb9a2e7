import {absent} from '../../../src/model/fact.ts';
import {but, denyOne, event, templateOf, withFacts, workload, type Fixture} from '../../fixture.ts';

const short = workload({replicas: {desired: 2, current: 0, ready: 0}});
const asked = but(
  withFacts({
    subject: {kind: 'Deployment', namespace: 'default', name: 'nginx'},
    workload: short,
    podSpec: templateOf(short),
  }),
  {pod: absent},
);
const failure = event({
  reason: 'FailedCreate',
  component: 'replicaset-controller',
  object: {kind: 'ReplicaSet', name: 'nginx-6d4cf56db6'},
  message:
    'Error creating: pods "nginx-6d4cf56db6-" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2',
});

export const fixtures: readonly Fixture[] = [
  {name: 'all pods are there', facts: withFacts({workload: workload()}), yields: []},
  {
    name: 'a quota refuses',
    facts: {...asked, workloadEvents: {is: 'known', value: [failure]}},
    yields: ['sched-quota-or-admission-rejects'],
  },
  {name: 'short of pods, and nothing says why', facts: asked, yields: []},
  {name: 'short of pods, events denied', facts: denyOne(asked, 'workloadEvents'), yields: [], outcome: 'unchecked'},
];
