import {known} from '../../../src/model/fact.ts';
import {about, but, denyOne, ec2Node, healthy, minutesAgo, node, pod, withFacts, type Fixture} from '../../fixture.ts';
import {placed, state} from '../refused.ts';

const gone = {
  nodes: known([
    node({ready: 'Unknown', readySince: minutesAgo(4), readyMessage: 'Kubelet stopped posting node status.'}),
  ]),
};
const unready = placed([state({is: 'running', at: minutesAgo(60)})], [], {}, 'Running');

export const fixtures: readonly Fixture[] = [
  {name: 'ready', facts: healthy, yields: []},
  {name: 'lost', facts: but(unready, gone), yields: ['lifecycle-node-notready']},
  {
    name: 'lost, and the pod is being deleted',
    facts: but(withFacts(about(pod({deletedAt: minutesAgo(20)}))), gone),
    yields: ['lifecycle-node-notready'],
  },
  {
    name: 'not ready yet',
    facts: but(unready, {nodes: known([node({ready: 'False', createdAt: minutesAgo(0.5)})])}),
    yields: [],
  },
  {
    name: 'does not say whether it is ready',
    facts: but(unready, {nodes: known([node({ready: 'not told'})])}),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'an EC2 node',
    facts: withFacts({
      ...about(pod({spec: {...pod().spec, nodeName: ec2Node().name}})),
      nodes: [ec2Node({ready: 'False'})],
    }),
    yields: [],
    outcome: 'inapplicable',
  },
  {name: 'no node', facts: but(healthy, {nodes: known([])}), yields: [], outcome: 'inapplicable'},
  {name: 'nodes unread', facts: denyOne(healthy, 'nodes'), yields: [], outcome: 'unchecked'},
];
