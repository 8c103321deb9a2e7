import {COMPUTE_TYPE, FARGATE_SCHEDULER} from '../../domain/names.ts';
import {patchTemplate} from '../../domain/remedies.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'pod-does-not-land-on-foreign-fargate-node',
  title: 'The pod is not placed on a Fargate node by another scheduler',
  topic: 'foreign Fargate node',
  group: 'scheduling',
  stage: 'mounts',
  scope: 'pod',
  precedence: 'placement',
  needs: ['pod', 'podSpec'],
  consults: ['workload', 'podEvents'],
  causes: {
    'sched-tolerates-fargate-taint': {
      title: 'A toleration lets the default scheduler put the pod on a Fargate node',
      why: 'A pod that tolerates every taint, or this one, can be bound by the default scheduler to the micro-VM of another pod. The kubelet there refuses every pod that fargate-scheduler did not place.',
      symptoms: [
        'Phase Failed, reason UnsupportedPodSpec: "Pod not supported: SchedulerName is not fargate-scheduler".',
      ],
      proof:
        "The pod is bound to a fargate- node, its scheduler is not fargate-scheduler, and it tolerates the node's taint.",
      severity: 'error',
      anyPod: true,
      fix: [
        'Remove the toleration, and see to it that a profile selects the pod; or keep the pod off Fargate nodes:',
        'nodeAffinity: eks.amazonaws.com/compute-type NotIn [fargate]',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://github.com/tigera/operator/issues/1725',
      ],
    },
  },
  run({pod, podSpec, workload, podEvents}) {
    const {nodeName, schedulerName, tolerations} = podSpec.spec;
    if (!nodeName?.startsWith('fargate-') || schedulerName === FARGATE_SCHEDULER || pod.owner?.kind === 'DaemonSet')
      return [];
    const event = valueOf(podEvents)?.find((e) => e.reason === 'UnsupportedPodSpec');
    const refused = pod.status.reason === 'UnsupportedPodSpec' || event !== undefined;
    const index = tolerations.findIndex(
      (t) => (t.key === '' && t.operator === 'Exists' && t.effect !== 'NoExecute') || t.key === COMPUTE_TYPE,
    );
    if (!refused) return [];
    const owner = valueOf(workload);
    const inTemplate = owner?.template.spec.tolerations.findIndex((t) => t.key === '' || t.key === COMPUTE_TYPE) ?? -1;
    const remedies: readonly Remedy[] =
      owner && inTemplate >= 0
        ? [
            onTemplate(owner, {
              summary:
                'Remove the toleration from the pod template; then see to it that a Fargate profile selects the pod.',
              commands: [patchTemplate(owner, [{op: 'remove', path: `/spec/tolerations/${inTemplate}`}])],
              changes: 'workload',
            }),
          ]
        : [
            {
              summary: `Take the toleration out of ${owner ? `the pod template of ${owner.kind.toLowerCase()}/${owner.name}` : "the pod's manifest"}, or keep the pod off Fargate nodes by node affinity (${COMPUTE_TYPE} NotIn fargate); then create it again. If it belongs on Fargate, see to it that a profile selects it.`,
              commands: [],
              changes: 'workload',
            },
          ];
    return [
      {
        cause: 'sched-tolerates-fargate-taint',
        summary: `${schedulerName || 'default-scheduler'} put the pod on ${nodeName}, another pod's Fargate node, whose kubelet refuses it${index >= 0 ? '; a toleration made that possible' : ''}.`,
        certainty: 'certain',
        evidence: [
          {source: `get pods -n ${pod.namespace}`, ref: `pod/${pod.name}`, path: 'spec.nodeName', value: nodeName},
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'spec.schedulerName',
            value: schedulerName || 'default-scheduler',
          },
          ...(index >= 0
            ? [
                {
                  source: `get pods -n ${pod.namespace}`,
                  ref: `pod/${pod.name}`,
                  path: `spec.tolerations[${index}]`,
                  value: `${tolerations[index]?.key || '(every key)'} ${tolerations[index]?.operator ?? ''}`.trim(),
                },
              ]
            : []),
          ...(event ? [{source: 'event', ref: event.component, value: event.message, at: event.lastAt}] : []),
        ],
        remedies,
      },
    ];
  },
});
