import {COMPUTE_TYPE, FARGATE_SCHEDULER} from '../../domain/names.ts';
import {isEc2Only} from '../../domain/intent.ts';
import {listed, refusals, REFUSAL_INPUTS} from '../../domain/spec-refusal.ts';
import {pointerSegment} from '../../domain/remedies.ts';
import type {SpecField} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import type {PodSpec, SpecifiedPod} from '../../model/kubernetes.ts';

export default defineCheck({
  ...REFUSAL_INPUTS,
  id: 'pod-selects-no-special-node',
  title: 'The pod asks for no kind of node that Fargate lacks',
  topic: 'node selector',
  stage: 'admission',
  causes: {
    'spec-node-selector': {
      title: 'A nodeSelector that Fargate nodes do not satisfy',
      why: "AWS names nodeSelector among the fields that can make fargate-scheduler pass over a pod. Fargate nodes can't be given labels, so a selector for a label of one's own is satisfied by none of them.",
      symptoms: ['The pod stays Pending although a profile selects it.'],
      proof:
        "nodeSelector has a pair that Fargate nodes don't carry, or the pod was not handed to Fargate, and a profile takes the pod. What the scheduler does with it is not documented, so this is a possibility.",
      severity: 'error',
      atMost: 'possible',
      explains: ['sched-default-scheduler-fargate-only'],
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/nodeSelector"}]'`,
      ],
      docs: ['https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods'],
    },
    'spec-runtime-class': {
      title: 'A runtimeClassName',
      why: "A RuntimeClass names a handler of the node's container runtime, such as gVisor or Kata. Fargate nodes have their own runtime only; what becomes of such a pod is not documented.",
      symptoms: ['The pod stays Pending, or its sandbox is not created.'],
      proof: 'spec.runtimeClassName is set and a profile takes the pod.',
      severity: 'error',
      stage: 'validation',
      atMost: 'possible',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/runtimeClassName"}]'`,
      ],
      docs: ['https://kubernetes.io/docs/concepts/containers/runtime-class/'],
    },
  },
  run: (given, doubt) =>
    refusals(given, doubt, [
      {
        cause: 'spec-node-selector',
        says: [],
        find: (spec) => selectors(spec, given.podSpec),
        what: 'the node selector',
        certainty: 'possible',
        summary: (fields) =>
          `The pod selects nodes with ${listed(fields.map((f) => `${keyOf(f)}=${f.value}`))}${fields.every((f) => isOrdinary(keyOf(f), f.value)) ? '; although Fargate nodes carry that,' : '; no Fargate node carries that, and'} Fargate may pass over a pod with a nodeSelector.`,
      },
      {
        cause: 'spec-runtime-class',
        says: [],
        find: (spec) =>
          spec.runtimeClassName === undefined
            ? []
            : [
                {
                  path: 'spec.runtimeClassName',
                  value: spec.runtimeClassName,
                  mend: {op: 'remove', path: '/spec/runtimeClassName'},
                },
              ],
        what: 'runtimeClassName',
        certainty: 'possible',
        summary: (fields) =>
          `The pod asks for the container runtime ${fields[0]?.value ?? ''} (runtimeClassName); Fargate may not have it.`,
      },
    ]),
});

const keyOf = (field: SpecField): string => /\[([^\]]*)\]$/.exec(field.path)?.[1] ?? '';

/** Pairs that every Fargate node carries; those for another system are judged by themselves. */
function isOrdinary(key: string, value: string): boolean {
  if (/^(?:beta\.)?kubernetes\.io\/(?:os|arch)$/.test(key)) return true;
  return key === COMPUTE_TYPE && value === 'fargate';
}

/** A live pod that is not on its way to Fargate: then even an ordinary selector may be why. */
const wasPassedOver = ({from, spec}: SpecifiedPod): boolean =>
  from === 'pod' && spec.schedulerName !== FARGATE_SCHEDULER && spec.nodeName === undefined;

const selectors = (spec: PodSpec, pod: SpecifiedPod): readonly SpecField[] =>
  Object.entries(spec.nodeSelector)
    .filter(([key, value]) => (wasPassedOver(pod) ? !['windows', 'arm64'].includes(value) : !isOrdinary(key, value)))
    // A pod that was not handed to Fargate and asks for EC2 nodes is the question of another check.
    .filter(([key, value]) => pod.spec.schedulerName === FARGATE_SCHEDULER || !isEc2Only(key, value))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({
      path: `spec.nodeSelector[${key}]`,
      value,
      mend: {op: 'remove', path: `/spec/nodeSelector/${pointerSegment(key)}`},
    }));
