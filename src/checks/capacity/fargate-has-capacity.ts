import {fargateSize, nextSize, sizeText} from '../../domain/pod-size.ts';
import {recreate} from '../../domain/remedies.ts';
import {heard, spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'fargate-has-capacity',
  title: 'Fargate has capacity for the pod',
  topic: 'capacity',
  group: 'capacity',
  stage: 'validation',
  scope: 'pod',
  needs: ['pod', 'subject'],
  consults: ['podEvents'],
  causes: {
    'capacity-unavailable': {
      title: 'Fargate has no capacity of this size in these zones',
      why: 'AWS has run out of Fargate capacity of the chosen size in the zones of the profile for the moment. Nothing in the cluster is wrong.',
      symptoms: [
        '"Fargate capacity is unavailable at this time. Please try again later or in a different availability zone."',
      ],
      proof: 'fargate-scheduler says so. The AWS Health Dashboard may tell more.',
      severity: 'error',
      fix: [
        'Wait about 20 minutes, then: kubectl delete pod POD -n NS',
        'Change CPU or memory so that another combination is used, or make a profile with subnets in more zones.',
      ],
      docs: ['https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods'],
    },
  },
  run({pod, subject, podEvents}, doubt) {
    const spoken = heard(pod, podEvents, ['capacity'], doubt);
    if (!spoken) return [];
    const size = fargateSize(pod.spec);
    const other = size && nextSize(size);
    return [
      {
        cause: 'capacity-unavailable',
        summary: `AWS has no Fargate capacity for this pod${size ? ` (${sizeText(size)})` : ''} in the zones of its profile at the moment.`,
        certainty: 'certain',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {...recreate(subject, pod.owner !== undefined), summary: 'Wait about 20 minutes, then recreate the pod.'},
          {
            summary: `Ask for another size${other ? `, for example ${sizeText(other)}` : ''}, or let a profile with subnets in more zones take the pod.`,
            commands: [],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
