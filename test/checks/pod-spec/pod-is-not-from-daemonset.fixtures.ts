import {absent} from '../../../src/model/fact.ts';
import {
  about,
  but,
  healthy,
  pendingPod,
  templateOf,
  unmutatedPod,
  withFacts,
  workload,
  type Fixture,
} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

const owner = {kind: 'DaemonSet', name: 'agent'};
const agent = workload({kind: 'DaemonSet', name: 'agent', via: []});

export const fixtures: readonly Fixture[] = [
  {name: 'no DaemonSet', facts: healthy, yields: []},
  {
    name: 'handed to fargate-scheduler',
    facts: withFacts({...about(pendingPod({owner})), workload: agent}),
    yields: ['spec-daemonset'],
  },
  {
    name: 'a DaemonSet that a profile selects',
    facts: but(
      withFacts({
        workload: agent,
        podSpec: templateOf(agent),
        subject: {kind: 'DaemonSet', namespace: 'default', name: 'agent'},
      }),
      {pod: absent, podEvents: absent},
    ),
    yields: ['spec-daemonset'],
  },
  {name: 'on the default scheduler', facts: withFacts(about(unmutatedPod({owner}))), yields: []},
  {name: 'said so', facts: waiting({}, [refusal('DaemonSet not supported')]), yields: ['spec-daemonset']},
];
