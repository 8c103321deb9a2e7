import {isFargateNode} from '../../domain/fargate-node.ts';
import {isDefaultScheduler} from '../../domain/scheduler-name.ts';
import {isMutated} from '../../domain/placement.ts';
import {recreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'pod-is-not-left-to-default-scheduler',
  title: 'The pod is not left to a scheduler that has no nodes for it',
  topic: 'scheduler',
  group: 'scheduling',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['pod', 'podSpec', 'nodes', 'subject'],
  consults: ['cluster', 'podEvents', 'profiles'],
  causes: {
    'sched-default-scheduler-fargate-only': {
      title: 'Left to the default scheduler in a cluster that has only Fargate nodes',
      why: 'Fargate nodes carry a taint and take one pod each, which only fargate-scheduler places. A pod that missed the Fargate path waits for a node that never comes. It is a state, not a reason: the reason is why it missed the path.',
      symptoms: [
        '"untolerated taint {eks.amazonaws.com/compute-type: fargate}" for every node',
        '"Too many pods", or "no nodes available to schedule pods"',
      ],
      proof:
        'The pod has schedulerName default-scheduler and no node, and every node of the cluster is a Fargate node. A toleration is not the answer: the pod would be refused by the kubelet.',
      severity: 'error',
      fix: [
        'Mend why the pod missed the Fargate path (profile, labels, annotation), then: kubectl delete pod POD -n NS',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods',
      ],
    },
  },
  run({pod, podSpec, nodes, subject, cluster, podEvents, profiles}, doubt) {
    const waiting = pod.spec.nodeName === undefined && pod.status.phase === 'Pending';
    // A DaemonSet's pod is made for one node, and a gated one was shown to no scheduler yet.
    const gated = pod.status.conditions.some((c) => c.reason === 'SchedulingGated');
    if (gated || pod.owner?.kind === 'DaemonSet') return doubt.inapplicable('no scheduler chooses a node for it');
    if (!waiting || isMutated(podSpec) || !isDefaultScheduler(podSpec.spec.schedulerName)) return [];
    if (valueOf(cluster)?.autoMode) return doubt.inapplicable('EKS Auto Mode provides nodes');
    const others = nodes.filter((n) => !isFargateNode(n));
    // A node provisioner that spoke of the pod will bring EC2 nodes, or says why it doesn't.
    const provisioner = valueOf(podEvents)?.some((e) => ['karpenter', 'cluster-autoscaler'].includes(e.component));
    if (others.length > 0 || provisioner || doubt.unsure('cluster', 'podEvents')) return [];
    const condition = pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.message);
    // Recreated without a mended profile it would come back as it is.
    const unread = !answered<unknown>(profiles) && doubt.unsure('profiles');
    return [
      {
        cause: 'sched-default-scheduler-fargate-only',
        summary:
          nodes.length === 0
            ? 'The pod is left to the default scheduler, and the cluster has no nodes.'
            : `The pod is left to the default scheduler, and all ${nodes.length} nodes are Fargate nodes, which take no such pod.`,
        certainty: 'certain',
        evidence: [
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'spec.schedulerName',
            value: podSpec.spec.schedulerName || 'default-scheduler',
          },
          {source: 'list nodes', ref: 'nodes', value: `${nodes.length} nodes, ${nodes.length} of them Fargate's`},
          ...(condition?.message
            ? [
                {
                  source: `get pods -n ${pod.namespace}`,
                  ref: `pod/${pod.name}`,
                  path: 'status.conditions[PodScheduled].message',
                  value: condition.message,
                },
              ]
            : []),
        ],
        remedies: unread
          ? [
              {
                summary:
                  'Why it missed the Fargate path is not known, since the Fargate profiles could not be read: let them be read (eks:ListFargateProfiles, eks:DescribeFargateProfile). Recreating the pod mends nothing before that is.',
                commands: [],
                changes: 'pod',
              },
            ]
          : [recreate(subject, pod.owner !== undefined)],
      },
    ];
  },
});
