import {refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {pointerSegment} from '../../domain/remedies.ts';
import type {SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {NodeSelectorTerm, PodSpec} from '../../model/kubernetes.ts';

const docs = ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'];

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-runs-on-linux-amd64',
  title: 'The pod asks for no other system than Linux on amd64',
  topic: 'system',
  causes: {
    'spec-windows': {
      title: 'A Windows pod',
      why: 'EKS on Fargate runs Linux containers only. A pod that names Windows as its system finds no node there.',
      symptoms: ['The pod stays Pending; spec.os.name or a node selector says windows.'],
      proof: 'spec.os.name, nodeSelector or every term of the required node affinity asks for windows.',
      severity: 'error',
      fix: ['Run it on Windows EC2 nodes: give it a namespace or labels that no Fargate profile selects.'],
      docs,
    },
    'spec-arm64': {
      title: 'A pod that asks for arm64',
      why: 'EKS on Fargate has no Arm processors. A pod that asks for arm64 nodes cannot be placed there; an image that exists for arm64 only would not start either.',
      symptoms: ['The pod stays Pending; a node selector or affinity says kubernetes.io/arch: arm64.'],
      proof: 'nodeSelector or every term of the required node affinity asks for arm64.',
      severity: 'error',
      fix: ['Build the image for linux/amd64 and remove the selector, or run it on Arm EC2 nodes.'],
      docs,
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-windows',
        says: [],
        find: (spec) => [
          ...(spec.os?.toLowerCase() === 'windows'
            ? [{path: 'spec.os.name', value: spec.os, mend: {op: 'remove' as const, path: '/spec/os'}}]
            : []),
          ...asksFor(spec, 'os', 'windows'),
        ],
        what: 'the request for Windows',
        summary: (fields) => `The pod asks for Windows (${fields[0]?.path ?? ''}); Fargate runs Linux only.`,
      },
      {
        cause: 'spec-arm64',
        says: [],
        find: (spec) => asksFor(spec, 'arch', 'arm64'),
        what: 'the request for arm64',
        summary: (fields) => `The pod asks for arm64 (${fields[0]?.path ?? ''}); Fargate on EKS has amd64 only.`,
      },
    ]),
});

/** Node selectors for a system, by the label's present name and its old one. */
function asksFor(spec: PodSpec, what: 'os' | 'arch', value: string): readonly SpecField[] {
  const keys = [`kubernetes.io/${what}`, `beta.kubernetes.io/${what}`];
  const selected = keys
    .filter((key) => spec.nodeSelector[key] === value)
    .map((key) => ({
      path: `spec.nodeSelector[${key}]`,
      value,
      mend: {op: 'remove' as const, path: `/spec/nodeSelector/${pointerSegment(key)}`},
    }));
  const asks = (term: NodeSelectorTerm): boolean =>
    term.expressions.some(
      (e) => keys.includes(e.key) && e.operator === 'In' && e.values.length > 0 && e.values.every((v) => v === value),
    );
  // Terms are alternatives: one that doesn't ask for it is enough for Fargate.
  const terms = spec.nodeAffinityTerms;
  const bound = terms.length > 0 && terms.every(asks);
  return [
    ...selected,
    ...(bound ? [{path: 'spec.affinity.nodeAffinity', value: `${keys[0] ?? ''} In [${value}]`}] : []),
  ];
}
