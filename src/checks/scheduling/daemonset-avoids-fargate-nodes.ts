import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {FARGATE_SCHEDULER} from '../../domain/names.ts';

/** The node that the DaemonSet controller made the pod for: it writes a `metadata.name In [node]` term. */
export default defineCheck({
  id: 'daemonset-avoids-fargate-nodes',
  title: 'No DaemonSet makes pods for Fargate nodes',
  topic: 'DaemonSet',
  group: 'scheduling',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['pod'],
  causes: {
    'sched-daemonset-on-fargate-node': {
      title: 'A DaemonSet makes a pod for a Fargate node, where it can never run',
      why: 'A Fargate node holds the one pod it was made for, and DaemonSets are not supported. A DaemonSet that tolerates every taint gets a pod for each Fargate node, which waits for ever. It harms nothing else.',
      symptoms: ['Many Pending pods of one DaemonSet, as many as there are Fargate nodes.'],
      proof: 'The owner is a DaemonSet and the required node affinity names a fargate- node.',
      severity: 'warning',
      anyPod: true,
      explains: ['sched-default-scheduler-fargate-only'],
      fix: [
        'Give the DaemonSet the nodeAffinity eks.amazonaws.com/compute-type NotIn [fargate]; on Fargate run its job as a sidecar.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/328',
      ],
    },
  },
  run({pod}, doubt) {
    if (pod.owner?.kind !== 'DaemonSet') return doubt.inapplicable('the pod belongs to no DaemonSet');
    const target = pod.spec.nodeAffinityTerms
      .flatMap((term) => term.fields)
      .filter((field) => field.key === 'metadata.name')
      .flatMap((field) => field.values)
      .find((name) => name.startsWith('fargate-'));
    const waiting = pod.spec.nodeName === undefined || pod.status.reason === 'UnsupportedPodSpec';
    if (target === undefined || !waiting || pod.spec.schedulerName === FARGATE_SCHEDULER) return [];
    const affinity = {
      spec: {
        template: {
          spec: {
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [
                    {
                      matchExpressions: [
                        {key: 'eks.amazonaws.com/compute-type', operator: 'NotIn', values: ['fargate']},
                      ],
                    },
                  ],
                },
              },
            },
          },
        },
      },
    };
    return [
      {
        cause: 'sched-daemonset-on-fargate-node',
        summary: `DaemonSet ${pod.owner.name} made the pod for Fargate node ${target}, where DaemonSets cannot run.`,
        certainty: 'certain',
        evidence: [
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'spec.affinity.nodeAffinity',
            value: `metadata.name In [${target}]`,
          },
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'metadata.ownerReferences[0]',
            value: `DaemonSet ${pod.owner.name}`,
          },
        ],
        remedies: [
          {
            summary:
              'Keep the DaemonSet off Fargate nodes (check first that it has no required node affinity of its own: this replaces it).',
            commands: [
              sh`kubectl patch daemonset ${pod.owner.name} -n ${pod.namespace} --type=merge -p ${JSON.stringify(affinity)}`,
            ],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
