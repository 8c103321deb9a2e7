import {absent, denied} from '../../../src/model/fact.ts';
import {
  about,
  but,
  cluster,
  ec2Node,
  event,
  healthy,
  profile,
  unmutatedPod,
  withFacts,
  workload,
  type Fixture,
} from '../../fixture.ts';

const lost = unmutatedPod();
const quiet = about(unmutatedPod({status: {phase: 'Pending', conditions: [], containers: []}}));
const asked = (selectors: {namespace: string; labels?: Record<string, string>}[]): ReturnType<typeof withFacts> =>
  withFacts({
    ...about(lost),
    profiles: [profile({selectors: selectors.map((s) => ({namespace: s.namespace, labels: s.labels ?? {}}))})],
  });

export const fixtures: readonly Fixture[] = [
  {name: 'a profile selects the namespace', facts: healthy, yields: []},
  {name: 'no profile at all', facts: withFacts({...about(lost), profiles: []}), yields: ['profile-none']},
  {name: 'another namespace', facts: asked([{namespace: 'prod'}]), yields: ['profile-namespace-no-match']},
  {
    name: 'a label differs',
    facts: asked([{namespace: 'default', labels: {tier: 'web'}}]),
    yields: ['profile-labels-no-match'],
  },
  {
    name: 'the label is on the Deployment only',
    facts: {
      ...asked([{namespace: 'default', labels: {tier: 'web'}}]),
      workload: {is: 'known', value: workload({labels: {tier: 'web'}})},
    },
    yields: ['profile-labels-no-match'],
  },
  {
    name: 'a regular expression in a selector',
    facts: asked([{namespace: '(default|dev)'}]),
    yields: ['profile-wildcard-misread'],
  },
  {
    name: 'a question mark that is meant to make a letter optional',
    facts: asked([{namespace: 'defaults?'}]),
    yields: ['profile-wildcard-misread'],
  },
  {
    name: 'a question mark where there are two characters',
    facts: asked([{namespace: 'defau?'}]),
    yields: ['profile-namespace-no-match'],
  },
  {
    name: 'ten profiles, none matches',
    facts: withFacts({
      ...about(lost),
      profiles: Array.from({length: 10}, (_, i) =>
        profile({name: `team-${i}`, selectors: [{namespace: `team-${i}`, labels: {}}]}),
      ),
    }),
    yields: ['profile-namespace-no-match', 'profile-quota'],
  },
  {
    name: 'a mixed cluster: the pod may be meant for EC2',
    facts: withFacts({
      ...quiet,
      profiles: [profile({selectors: [{namespace: 'prod', labels: {}}]})],
      nodes: [ec2Node()],
    }),
    yields: [],
  },
  {
    name: 'a mixed cluster, and a selector that nearly fits: a note',
    facts: withFacts({
      ...quiet,
      profiles: [profile({selectors: [{namespace: 'default', labels: {tier: 'web'}}]})],
      nodes: [ec2Node()],
    }),
    yields: ['profile-labels-no-match'],
  },
  {
    name: 'EKS Auto Mode provides nodes',
    facts: {...asked([{namespace: 'prod'}]), cluster: {is: 'known', value: cluster({autoMode: true})}},
    yields: [],
  },
  {
    name: 'Karpenter spoke of the pod',
    facts: {
      ...asked([{namespace: 'prod'}]),
      podEvents: {is: 'known', value: [event({component: 'karpenter', message: 'Nominated'})]},
    },
    yields: [],
  },
  {
    name: 'nodes denied, but the scheduler tells that all are tainted',
    facts: but(asked([{namespace: 'prod'}]), {nodes: denied('list nodes')}),
    yields: ['profile-namespace-no-match'],
  },
  {
    name: 'nodes denied, and nothing tells',
    facts: but(
      withFacts({
        ...about(unmutatedPod({status: {phase: 'Pending', conditions: [], containers: []}})),
        profiles: [profile({selectors: [{namespace: 'prod', labels: {}}]})],
      }),
      {nodes: denied('list nodes')},
    ),
    yields: [],
    outcome: 'unchecked',
  },
  {
    name: 'the cluster is unread, so Auto Mode may be at work',
    facts: but(asked([{namespace: 'prod'}]), {cluster: denied('eks:DescribeCluster'), workload: absent}),
    // A note, beside what could not be read.
    yields: ['profile-namespace-no-match'],
  },
  {
    name: 'events are unread, and a label differs',
    facts: but(asked([{namespace: 'default', labels: {tier: 'web'}}]), {podEvents: denied('list events -n default')}),
    yields: ['profile-labels-no-match'],
  },
  {
    name: 'the cluster is unread, and a label differs',
    facts: but(asked([{namespace: 'default', labels: {tier: 'web'}}]), {cluster: denied('eks:DescribeCluster')}),
    yields: ['profile-labels-no-match'],
  },
];
