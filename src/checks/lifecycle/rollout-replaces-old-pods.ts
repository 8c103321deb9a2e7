import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'rollout-replaces-old-pods',
  title: 'The rollout of the workload goes on',
  topic: 'rollout',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['workload', 'subject'],
  consults: ['pod'],
  causes: {
    'lifecycle-old-replicaset-blocks': {
      title: 'The rollout waits for new pods, and keeps the old ones',
      why: 'A Deployment takes old pods away only as new ones become ready. While the new pod hangs, the old version goes on serving, and what it holds stays held: with the vCPU quota or the addresses of the subnets used up by old pods, the new ones can never start.',
      symptoms: [
        'kubectl rollout status waits.',
        'The Deployment has the condition Progressing with ProgressDeadlineExceeded.',
      ],
      proof: 'The Deployment has passed its progress deadline and has more pods than ones of its present template.',
      severity: 'warning',
      fix: [
        'kubectl rollout undo deployment/D -n NS',
        'Mend what keeps the new pod from becoming ready; the rollout then goes on.',
      ],
      docs: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment'],
    },
  },
  run({workload, subject, pod}, doubt) {
    if (workload.kind !== 'Deployment') return doubt.inapplicable('no Deployment makes the pod');
    const progress = workload.conditions.find((c) => c.type === 'Progressing');
    const {current, updated} = workload.replicas;
    if (progress?.reason !== 'ProgressDeadlineExceeded' || updated === undefined || current <= updated) return [];
    const live = valueOf(pod);
    const old = current - updated;
    const {name, namespace} = workload;
    return [
      {
        cause: 'lifecycle-old-replicaset-blocks',
        note: true,
        summary: `The rollout of deployment/${name} waits for its new pods; ${old} ${old === 1 ? 'pod' : 'pods'} of an older version ${old === 1 ? 'stays' : 'stay'} and ${old === 1 ? 'goes' : 'go'} on serving.`,
        certainty: 'certain',
        evidence: [
          {
            source: `get deployments -n ${namespace}`,
            ref: `deployment/${name}`,
            path: 'status',
            value: `replicas ${current}, updatedReplicas ${updated}; Progressing ${progress.status}: ${progress.reason}`,
            ...(progress.at === undefined ? {} : {at: progress.at}),
          },
        ],
        remedies: [
          {
            summary: `Mend what keeps ${live ? `pod ${live.name}` : `${subject.name}'s pods`} from becoming ready; or go back to the version before.`,
            commands: [sh`kubectl rollout undo deployment/${name} -n ${namespace}`],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
