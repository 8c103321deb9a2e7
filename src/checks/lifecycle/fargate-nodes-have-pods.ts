import {isFargateNode} from '../../domain/fargate-node.ts';
import {listText} from '../../domain/lists.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

/** A node comes before its pod is bound and goes after its pod; so much younger ones are not judged. */
const SETTLED_MS = 10 * 60_000;
/** So many nodes are named. */
const NAMED = 3;

export default defineCheck({
  id: 'fargate-nodes-have-pods',
  title: 'Every Fargate node has its pod',
  topic: 'orphaned nodes',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'cluster',
  needs: ['nodes', 'fargatePods', 'clock'],
  causes: {
    'lifecycle-node-orphan': {
      title: 'A Fargate node without a pod',
      why: 'A Fargate node exists for one pod and goes with it. One that stays behind, as after a pod was deleted by force while its node was cut off, runs nothing and takes an address of its subnet.',
      symptoms: ['kubectl get nodes shows more fargate- nodes than there are Fargate pods.'],
      proof:
        'No pod with a Fargate profile label is bound to the node. Pods and nodes are listed at nearly the same time, not at the same; a node whose pod has just ended looks like it.',
      severity: 'info',
      atMost: 'likely',
      fix: ['kubectl describe node NODE', 'kubectl delete node NODE'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run({nodes, fargatePods, clock}) {
    const used = new Set(fargatePods.map((pod) => pod.nodeName));
    const orphans = nodes.filter(
      (node) =>
        isFargateNode(node) && !used.has(node.name) && Date.parse(clock) - Date.parse(node.createdAt) > SETTLED_MS,
    );
    const [first, ...rest] = orphans.map((node) => ({
      source: 'list nodes',
      ref: `node/${node.name}`,
      value: `no Fargate pod is bound to it; Ready: ${node.ready}`,
      at: node.createdAt,
    }));
    if (!first) return [];
    const names = orphans.slice(0, NAMED).map((node) => node.name);
    const shown = orphans.length > NAMED ? `${names.join(', ')} and ${orphans.length - NAMED} more` : listText(names);
    return [
      {
        cause: 'lifecycle-node-orphan',
        note: true,
        summary: `No pod is bound to Fargate ${orphans.length === 1 ? 'node' : 'nodes'} ${shown}.`,
        certainty: 'likely',
        evidence: [first, ...rest.slice(0, NAMED - 1)],
        remedies: [
          {
            summary: 'Look whether it goes by itself in some minutes; if it does not, delete the node.',
            commands: names.map((name) => sh`kubectl describe node ${name}`),
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
