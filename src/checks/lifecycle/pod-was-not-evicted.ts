import {PROFILE_LABEL} from '../../domain/names.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'pod-was-not-evicted',
  title: 'The pod was not evicted',
  topic: 'eviction',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod'],
  causes: {
    'lifecycle-os-patch-eviction': {
      title: 'The pod was evicted, as for a patch of Fargate',
      why: 'AWS patches the operating system of Fargate by evicting pods, zone by zone, through the Eviction API. A controller makes a new pod on a patched micro-VM; a bare pod is gone. Autoscalers, drains and other tools evict through the same API.',
      symptoms: [
        'A pod that was well is Terminating, and a new one starts.',
        'The condition DisruptionTarget has the reason EvictionByEvictionAPI.',
      ],
      proof:
        'The condition DisruptionTarget says that the Eviction API was used. Who called it only the audit log, EventBridge and AWS Health tell.',
      severity: 'info',
      atMost: 'possible',
      fix: [
        'Run two replicas or more, with a PodDisruptionBudget that lets one go.',
        'aws health describe-events --filter services=EKS',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-patching.html',
        'https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/',
      ],
    },
  },
  run({pod}, doubt) {
    if (pod.labels[PROFILE_LABEL] === undefined) return doubt.inapplicable('the pod is not on Fargate');
    const target = pod.status.conditions.find((c) => c.type === 'DisruptionTarget' && c.status === 'True');
    if (target?.reason !== 'EvictionByEvictionAPI') return [];
    const {owner, name, namespace} = pod;
    return [
      {
        cause: 'lifecycle-os-patch-eviction',
        note: true,
        summary: `The pod was evicted${target.at === undefined ? '' : ` at ${target.at}`}; this is how AWS empties Fargate nodes to patch them, though drains and autoscalers do the same.`,
        certainty: 'possible',
        evidence: [
          {
            source: `get pods -n ${namespace}`,
            ref: `pod/${name}`,
            path: 'status.conditions[DisruptionTarget]',
            value: ['EvictionByEvictionAPI', target.message].filter(Boolean).join(': ').slice(0, 500),
            ...(target.at === undefined ? {} : {at: target.at}),
          },
        ],
        remedies: [
          {
            summary: owner
              ? `Nothing has to be done: ${owner.kind} ${owner.name} makes a new pod.`
              : 'The pod has no owner that makes a new one: create it again, better through a Deployment.',
            commands: owner ? [sh`kubectl get pods -n ${namespace}`] : [],
            changes: 'pod',
          },
        ],
      },
    ];
  },
});
