import {about, denyOne, healthy, node, spec, unmutatedPod, withFacts, workload, type Fixture} from '../../fixture.ts';

const named = (schedulerName: string): ReturnType<typeof about> => about(unmutatedPod({spec: spec({schedulerName})}));
const NODEPOOL = {key: 'karpenter.sh/nodepool', operator: 'In', values: ['default']};
const wishing = (more: Parameters<typeof spec>[0]): ReturnType<typeof about> =>
  about(unmutatedPod({spec: spec({schedulerName: 'default-scheduler', ...more})}));
/** No scheduler of that name has spoken of the pod. */
const unheard = {
  ...about(unmutatedPod({spec: spec({schedulerName: 'volcano'}), status: {...unmutatedPod().status, conditions: []}})),
  podEvents: [],
};

export const fixtures: readonly Fixture[] = [
  {name: 'mutated', facts: healthy, yields: []},
  {
    name: 'by hand, no match',
    facts: withFacts({...named('fargate-scheduler'), profiles: []}),
    yields: ['sched-name-set-by-hand'],
  },
  {name: 'by hand, with a match: harmless', facts: withFacts(named('fargate-scheduler')), yields: []},
  {name: 'misspelt', facts: withFacts(named('Fargate')), yields: ['sched-name-set-by-hand']},
  {
    name: 'another scheduler',
    facts: withFacts({...named('volcano'), workload: workload()}),
    yields: ['sched-template-sets-scheduler'],
  },
  {
    name: 'a node in the template',
    facts: withFacts({
      ...named('default-scheduler'),
      workload: workload({template: {...workload().template, spec: spec({nodeName: 'ip-10-0-0-1'})}}),
    }),
    yields: ['sched-template-sets-scheduler'],
  },
  {
    name: 'another scheduler and no match, in a cluster of Fargate alone',
    facts: withFacts({...unheard, profiles: []}),
    yields: ['sched-template-sets-scheduler'],
  },
  {
    name: 'another scheduler and no match, beside EC2 nodes: not ours',
    facts: withFacts({...unheard, profiles: [], nodes: [node({name: 'ip-10-0-1-5', labels: {}})]}),
    yields: [],
  },
  {
    name: 'another scheduler and no match, and a cluster that may not be described',
    facts: denyOne(withFacts({...unheard, profiles: []}), 'cluster'),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'a node group is asked for, in a cluster of Fargate alone',
    facts: withFacts(wishing({nodeSelector: {'eks.amazonaws.com/nodegroup': 'general', disktype: 'ssd'}})),
    yields: ['sched-template-sets-scheduler'],
  },
  ...(['nodes', 'cluster', 'podEvents'] as const).map((unread): Fixture => ({
    name: `a node group is asked for, and ${unread} are unread, which might tell of other nodes`,
    facts: denyOne(withFacts(wishing({nodeSelector: {'eks.amazonaws.com/nodegroup': 'general'}})), unread),
    yields: [],
    outcome: 'unchecked',
  })),
  {
    name: 'affinity for EC2 nodes, in a cluster of Fargate alone',
    facts: withFacts(wishing({nodeAffinityTerms: [{expressions: [NODEPOOL], fields: []}]})),
    yields: ['sched-template-sets-scheduler'],
  },
  {
    name: 'a node group is asked for, beside EC2 nodes: not ours',
    facts: withFacts({
      ...wishing({nodeSelector: {'eks.amazonaws.com/nodegroup': 'general'}}),
      nodes: [node({name: 'ip-10-0-1-5', labels: {}})],
    }),
    yields: [],
  },
  {
    name: 'no match: what others say',
    facts: withFacts({...named(''), profiles: []}),
    yields: [],
    outcome: 'inapplicable',
  },
];
