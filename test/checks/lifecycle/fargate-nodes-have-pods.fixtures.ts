import {denyOne, ec2Node, fargatePod, healthy, minutesAgo, node, withFacts, type Fixture} from '../../fixture.ts';

const pods = [fargatePod()];
const second = node({name: 'fargate-ip-10-0-2-31.eu-central-1.compute.internal', internalIP: '10.0.2.31'});
const second2 = (over: Partial<typeof second>): typeof second => ({...second, ...over});

export const fixtures: readonly Fixture[] = [
  {name: 'each has one', facts: withFacts({nodes: [node()], fargatePods: pods}), yields: []},
  {
    name: 'one has none',
    facts: withFacts({nodes: [node(), second], fargatePods: pods}),
    yields: ['lifecycle-node-orphan'],
  },
  {
    name: 'five have none',
    facts: withFacts({nodes: [1, 2, 3, 4, 5].map((n) => second2({name: `fargate-ip-10-0-2-${n}`})), fargatePods: pods}),
    yields: ['lifecycle-node-orphan'],
  },
  {name: 'one is new', facts: withFacts({nodes: [second2({createdAt: minutesAgo(5)})], fargatePods: pods}), yields: []},
  {name: 'EC2 nodes', facts: withFacts({nodes: [ec2Node()], fargatePods: []}), yields: []},
  {name: 'pods unread', facts: denyOne(healthy, 'fargatePods'), yields: [], outcome: 'unchecked'},
];
