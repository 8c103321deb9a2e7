import {about, cluster, ec2Node, event, healthy, node, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';

const lost = about(unmutatedPod());

export const fixtures: readonly Fixture[] = [
  {name: 'runs on Fargate', facts: healthy, yields: []},
  {name: 'only Fargate nodes', facts: withFacts(lost), yields: ['sched-default-scheduler-fargate-only']},
  {name: 'no nodes', facts: withFacts({...lost, nodes: []}), yields: ['sched-default-scheduler-fargate-only']},
  {name: 'an EC2 node as well', facts: withFacts({...lost, nodes: [node(), ec2Node()]}), yields: []},
  {
    name: 'Auto Mode',
    facts: withFacts({...lost, cluster: cluster({autoMode: true})}),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'Karpenter is at it', facts: withFacts({...lost, podEvents: [event({component: 'karpenter'})]}), yields: []},
];
