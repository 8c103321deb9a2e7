import {forceDelete} from '../../domain/force-delete.ts';
import {sh} from '../../domain/shell.ts';
import {END_SECONDS, overdue} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf, type Fact} from '../../model/fact.ts';
import type {Evidence, Remedy} from '../../model/finding.ts';
import type {Node, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'deleted-pod-goes-away',
  title: 'A pod that was deleted goes away',
  topic: 'deletion',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod', 'clock'],
  consults: ['nodes'],
  causes: {
    'lifecycle-terminating-stuck': {
      title: 'A deleted pod that does not go away',
      why: 'A deleted pod is gone once its kubelet has reported that the containers have ended, and every controller that put a finalizer on it has taken that off. A node that is cut off reports nothing, and a finalizer whose controller is gone stays for ever. On Fargate its micro-VM is held, and costs, for as long.',
      symptoms: ['kubectl get pods shows Terminating for many minutes.', 'A StatefulSet does not replace the pod.'],
      proof: `The pod is still there ${END_SECONDS / 60} minutes after its deletionTimestamp, which has the grace period in it.`,
      severity: 'warning',
      fix: [
        "kubectl get pod POD -n NS -o jsonpath='{.metadata.finalizers}'",
        'kubectl delete pod POD -n NS --grace-period=0 --force',
      ],
      docs: [
        'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
        'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
      ],
    },
  },
  run({pod, clock, nodes}, doubt) {
    if (pod.deletedAt === undefined) return doubt.inapplicable('the pod is not being deleted');
    const late = overdue(pod, clock);
    if (late <= END_SECONDS) return [];
    const source = `get pods -n ${pod.namespace}`;
    const ref = `pod/${pod.name}`;
    const held = pod.finalizers.length > 0;
    const finalizers: readonly Evidence[] = held
      ? [{source, ref, path: 'metadata.finalizers', value: pod.finalizers.join(', ')}]
      : [];
    const place = placeOf(pod, nodes);
    return [
      {
        cause: 'lifecycle-terminating-stuck',
        summary: `The pod was to be gone ${Math.floor(late / 60)} minutes ago, and is still there: ${held ? `finalizer ${pod.finalizers.join(', ')} holds it` : place.why}.`,
        certainty: 'certain',
        evidence: [
          {source, ref, path: 'metadata.deletionTimestamp', value: pod.deletedAt},
          ...finalizers,
          ...place.evidence,
        ],
        remedies: held ? [release(pod)] : [forceDelete(pod)],
      },
    ];
  },
});

interface Place {
  readonly why: string;
  readonly evidence: readonly Evidence[];
}

/** Why no kubelet ends the pod, as far as its node tells. */
function placeOf({spec}: Pod, nodes: Fact<readonly Node[]>): Place {
  const {nodeName} = spec;
  if (nodeName === undefined) return {why: 'it never had a node', evidence: []};
  const list = valueOf(nodes);
  const node = list?.find((n) => n.name === nodeName);
  const seen = (value: string): readonly Evidence[] => [{source: 'list nodes', ref: `node/${nodeName}`, value}];
  if (!list) return {why: 'its kubelet has not reported its end', evidence: []};
  if (!node) return {why: `its node ${nodeName} is gone, so nobody reports its end`, evidence: seen('not found')};
  if (node.ready === 'not told') return {why: 'its kubelet has not reported its end', evidence: []};
  return node.ready === 'True'
    ? {why: `its node ${nodeName} is ready, but has not reported its end`, evidence: seen('Ready: True')}
    : {why: `its node ${nodeName} is not ready, so nobody reports its end`, evidence: seen(`Ready: ${node.ready}`)};
}

const release = ({name, namespace, finalizers}: Pod): Remedy => ({
  summary: `The controller behind ${finalizers.join(', ')} takes it off: see whether it runs. Only if it is gone for good, take it off by hand; what it was to clean up then stays.`,
  commands: [
    sh`kubectl get pod ${name} -n ${namespace} -o yaml`,
    sh`kubectl patch pod ${name} -n ${namespace} --type=merge -p ${'{"metadata":{"finalizers":null}}'}`,
  ],
  changes: 'pod',
});
