import {forceDelete} from '../../domain/force-delete.ts';
import {fargateNodeOf, isFargateNode, isLost} from '../../domain/fargate-node.ts';
import {recreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {standingOf} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import type {Remedy} from '../../model/finding.ts';
import type {Node, Pod, Subject} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'node-of-pod-is-ready',
  title: "The pod's own Fargate node is ready",
  topic: 'node',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod', 'nodes', 'subject', 'clock'],
  consults: ['podEvents'],
  causes: {
    'lifecycle-node-notready': {
      title: 'The Fargate node of the pod is not ready',
      why: "Each Fargate pod has a node of its own, and the kubelet there reports to the API server all the time. Once it stops, the pod counts as not ready and can't be ended either. A change of security groups, routes, endpoints or DNS cuts off nodes that were well before; a fault of the micro-VM does it for one alone.",
      symptoms: [
        'kubectl get nodes shows the node as NotReady.',
        'The pod is Running, and not ready, without a restart.',
      ],
      proof:
        'The condition Ready of the node that the pod is bound to is False or Unknown, for more than the minute that a node takes to come up. What cut it off is for the network checks to say.',
      severity: 'error',
      atMost: 'likely',
      explains: ['lifecycle-terminating-stuck', 'coredns-pending-blocks-dns'],
      ofCutOffNode: true,
      fix: [
        'kubectl describe node NODE',
        'A kubelet that reaches the API server again reports by itself; only a node that is lost alone is helped by kubectl delete pod POD -n NS.',
      ],
      docs: [
        'https://kubernetes.io/docs/concepts/architecture/nodes/#condition',
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
      ],
    },
  },
  run({pod, nodes, subject, clock, podEvents}, doubt) {
    const {nodeName} = pod.spec;
    const {phase} = pod.status;
    if (nodeName === undefined || phase === 'Succeeded' || phase === 'Failed') {
      return doubt.inapplicable('the pod is on no node');
    }
    const node = fargateNodeOf(pod, nodes);
    if (!node) return doubt.inapplicable('the pod is on no Fargate node');
    if (node.ready === 'not told') return doubt.unreadable('nodes', `${node.name} does not say whether it is ready`);
    if (!isLost(node, clock)) return [];
    const since = node.readySince;
    return [
      {
        cause: 'lifecycle-node-notready',
        summary: `The pod's node ${node.name} is not ready${node.ready === 'Unknown' ? ': its kubelet no longer reports' : ''}${since === undefined ? '' : ` (since ${since})`}.`,
        certainty: 'likely',
        // A node may be lost at any stage after the pod was bound to it.
        stage: standingOf(pod, podEvents, clock).to,
        ...(pod.deletedAt === undefined ? {} : {severity: 'warning' as const}),
        evidence: [
          {
            source: 'list nodes',
            ref: `node/${node.name}`,
            path: 'status.conditions[Ready]',
            value: [node.ready, node.readyMessage].filter(Boolean).join(': ').slice(0, 500),
            ...(since === undefined ? {} : {at: since}),
          },
        ],
        remedies:
          pod.deletedAt === undefined
            ? [alone(node, nodes) ? anew(node, subject, pod) : wait(node)]
            : [look(node), forceDelete(pod)],
      },
    ];
  },
});

const look = ({name}: Node): Remedy => ({
  summary: 'Look at the node: its conditions and its last heartbeat.',
  commands: [sh`kubectl describe node ${name}`],
  changes: 'pod',
});

/** Another Fargate node reports as it should: then it is not the way to the API server that all share. */
const alone = (lost: Node, nodes: readonly Node[]): boolean =>
  nodes.some((node) => node.name !== lost.name && isFargateNode(node) && node.ready === 'True');

/** A new pod would not find its way either, and the old one may still serve. */
const wait = (node: Node): Remedy => ({
  summary:
    'Find what cut the node off: network, DNS, or the role mapping. It reports again by itself once that is mended; until then a new pod would fare no better, and the old one may still serve.',
  commands: look(node).commands,
  changes: 'pod',
});

const anew = (node: Node, subject: Subject, pod: Pod): Remedy => ({
  ...recreate(subject, pod.owner !== undefined),
  summary: `Look at the node; once what cut it off is mended, recreate the pod${pod.owner ? '' : ' (from its manifest: it has no owner)'}, since its micro-VM is not started anew.`,
  commands: [...look(node).commands, ...recreate(subject, pod.owner !== undefined).commands],
});
