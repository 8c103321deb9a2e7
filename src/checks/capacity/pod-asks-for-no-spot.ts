import {boundForFargate, fieldEvidence} from '../../domain/spec-refusal.ts';
import {defineCheck} from '../../model/check.ts';
import type {SpecifiedPod} from '../../model/kubernetes.ts';

/** Labels of nodes that tell spot capacity, by those who write them. */
const CAPACITY_KEYS = ['eks.amazonaws.com/capacityType', 'karpenter.sh/capacity-type', 'node.kubernetes.io/lifecycle'];
const SPOT = ['spot', 'fargate_spot', 'fargate-spot'];

export default defineCheck({
  id: 'pod-asks-for-no-spot',
  title: 'The pod does not ask Fargate for spot capacity',
  topic: 'spot',
  group: 'capacity',
  stage: 'ready',
  scope: 'pod',
  needs: ['podSpec'],
  consults: ['profile'],
  causes: {
    'fargate-spot': {
      title: 'EKS has no Fargate Spot',
      why: 'Fargate Spot is offered to ECS tasks only. A pod on EKS runs on Fargate at the price of on-demand capacity, whatever it asks for.',
      symptoms: ['The bill shows on-demand prices.'],
      proof:
        'The pod asks for spot capacity by a node selector, an affinity, a label or an annotation, and Fargate has it.',
      severity: 'info',
      fix: ['Take the wish out, or run the pod on EC2 spot nodes.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run({podSpec, profile}, doubt) {
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const [wish] = wishesOf(podSpec);
    if (!wish) return [];
    return [
      {
        cause: 'fargate-spot',
        note: true,
        summary: `The pod asks for spot capacity (${wish.value}), which EKS does not have on Fargate: it is billed on demand.`,
        certainty: 'certain',
        evidence: [fieldEvidence({podSpec}, wish)],
        remedies: [],
      },
    ];
  },
});

interface Wish {
  readonly path: string;
  readonly value: string;
}

function wishesOf({spec, labels, annotations}: SpecifiedPod): readonly Wish[] {
  const isSpot = (key: string, value: string): boolean =>
    CAPACITY_KEYS.includes(key) ? SPOT.includes(value.toLowerCase()) : /^fargate[_-]spot$/i.test(value);
  const pairs = (path: string, map: Readonly<Record<string, string>>): readonly Wish[] =>
    Object.entries(map)
      .filter(([key, value]) => isSpot(key, value))
      .map(([key, value]) => ({path, value: `${key}=${value}`}));
  const affinity = spec.nodeAffinityTerms
    .flatMap((term) => term.expressions)
    .filter((e) => e.operator === 'In' && e.values.length > 0 && e.values.every((value) => isSpot(e.key, value)))
    .map((e) => ({path: 'spec.affinity.nodeAffinity', value: `${e.key} In ${e.values.join(', ')}`}));
  return [
    ...pairs('spec.nodeSelector', spec.nodeSelector),
    ...affinity,
    ...pairs('metadata.labels', labels),
    ...pairs('metadata.annotations', annotations),
  ];
}
