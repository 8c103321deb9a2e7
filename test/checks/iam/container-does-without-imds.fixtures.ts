import {placed, state} from '../refused.ts';
import {about, ec2Node, healthy, pod, spec, withFacts, workload, type Fixture} from '../../fixture.ts';

const ended = (message: string) =>
  state(
    {is: 'waiting', reason: 'CrashLoopBackOff'},
    {restarts: 4, last: {is: 'terminated', reason: 'Error', exitCode: 1, message}},
  );
const WORDS =
  'failed to introspect region from EC2Metadata, specify --aws-region instead if EC2Metadata is unavailable';

export const asking = placed([ended(WORDS)]);
export const controller = {
  ...asking,
  workload: {is: 'known', value: workload({name: 'aws-load-balancer-controller', namespace: 'kube-system'})},
} as const;

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'fails for another reason', facts: placed([ended('panic: no database')]), yields: []},
  {name: 'says nothing', facts: placed([ended('')]), yields: []},
  {name: 'asks for metadata', facts: asking, yields: ['imds-unavailable']},
  {name: 'a controller that asks for metadata', facts: controller, yields: ['imds-unavailable']},
  {
    name: 'on an EC2 node there is metadata',
    facts: withFacts(about(pod({spec: spec({nodeName: ec2Node().name})}))),
    yields: [],
    outcome: 'inapplicable',
  },
];
