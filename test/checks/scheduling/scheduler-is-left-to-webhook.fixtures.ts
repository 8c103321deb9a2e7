import {about, healthy, spec, unmutatedPod, withFacts, workload, type Fixture} from '../../fixture.ts';

const named = (schedulerName: string): ReturnType<typeof about> => about(unmutatedPod({spec: spec({schedulerName})}));

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
    name: 'another scheduler and no match: not ours',
    facts: withFacts({...named('volcano'), profiles: []}),
    yields: [],
    outcome: 'inapplicable',
  },
];
