import {absent} from '../../../src/model/fact.ts';
import {about, but, healthy, pod, spec, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';
import type {Pod, PodSpec} from '../../../src/model/kubernetes.ts';

const asks = (over: Partial<PodSpec>, more: Partial<Pod> = {}) => withFacts(about(pod({spec: spec(over), ...more})));
const term = (values: readonly string[]) => ({
  nodeAffinityTerms: [{expressions: [{key: 'karpenter.sh/capacity-type', operator: 'In', values}], fields: []}],
});

export const fixtures: readonly Fixture[] = [
  {name: 'asks for nothing', facts: healthy, yields: []},
  {name: 'on-demand', facts: asks({nodeSelector: {'eks.amazonaws.com/capacityType': 'ON_DEMAND'}}), yields: []},
  {name: 'spot or on-demand', facts: asks(term(['spot', 'on-demand'])), yields: []},
  {
    name: 'a node selector',
    facts: asks({nodeSelector: {'eks.amazonaws.com/capacityType': 'SPOT'}}),
    yields: ['fargate-spot'],
  },
  {name: 'an affinity', facts: asks(term(['spot'])), yields: ['fargate-spot']},
  {
    name: 'an annotation in the words of ECS',
    facts: asks({}, {annotations: {capacityProvider: 'FARGATE_SPOT'}}),
    yields: ['fargate-spot'],
  },
  {
    name: 'not on Fargate',
    facts: but(withFacts(about(unmutatedPod({labels: {x: 'fargate-spot'}}))), {profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
