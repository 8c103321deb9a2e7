import {about, denyOne, healthy, minutesAgo, node, pendingPod, pod, withFacts, type Fixture} from '../../fixture.ts';

const late = pod({deletedAt: minutesAgo(20)});
const yields = ['lifecycle-terminating-stuck'];

export const fixtures: readonly Fixture[] = [
  {name: 'not deleted', facts: healthy, yields: [], outcome: 'inapplicable'},
  {name: 'in time', facts: withFacts(about(pod({deletedAt: minutesAgo(4)}))), yields: []},
  {name: 'in its grace period', facts: withFacts(about(pod({deletedAt: minutesAgo(-30)}))), yields: []},
  {name: 'late, on a node that is ready', facts: withFacts(about(late)), yields},
  {name: 'late, on a node that is not', facts: withFacts({...about(late), nodes: [node({ready: 'Unknown'})]}), yields},
  {
    name: 'late, on a node that does not say',
    facts: withFacts({...about(late), nodes: [node({ready: 'not told'})]}),
    yields,
  },
  {name: 'late, and its node is gone', facts: withFacts({...about(late), nodes: []}), yields},
  {name: 'held', facts: withFacts(about({...late, finalizers: ['example.com/drain']})), yields},
  {name: 'held without a node', facts: withFacts(about(pendingPod({deletedAt: minutesAgo(20)}))), yields},
  {name: 'late, and nodes are unread', facts: denyOne(withFacts(about(late)), 'nodes'), yields},
];
