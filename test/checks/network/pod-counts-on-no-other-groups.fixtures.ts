import {about, cluster, healthy, pod, withFacts, type Fixture} from '../../fixture.ts';
import {annotated, policy, REDIS} from './filters.ts';

const running = pod();
const unready = pod({
  status: {
    ...running.status,
    conditions: running.status.conditions.map((c) => (c.type === 'Ready' ? {...c, status: 'False'} : c)),
  },
});
const more = cluster({securityGroupIds: [REDIS]});

export const fixtures: readonly Fixture[] = [
  {name: 'ready', facts: healthy, yields: []},
  {name: 'ready, and there are more groups', facts: withFacts({cluster: more}), yields: []},
  {name: 'not ready, and there are no others', facts: withFacts(about(unready)), yields: []},
  {
    name: 'not ready, and there are more groups',
    facts: withFacts({...about(unready), cluster: more}),
    yields: ['fargate-only-cluster-sg'],
  },
  {
    name: 'not ready, with groups of its own',
    facts: withFacts({...about(annotated(unready, REDIS)), cluster: more, securityGroupPolicies: [policy()]}),
    yields: [],
  },
];
