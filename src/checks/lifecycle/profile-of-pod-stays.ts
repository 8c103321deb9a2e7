import {PROFILE_LABEL} from '../../domain/names.ts';
import {isMutated} from '../../domain/placement.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'profile-of-pod-stays',
  title: 'The profile on which the pod was started is still there',
  topic: 'profile deletion',
  group: 'lifecycle',
  stage: 'ready',
  scope: 'pod',
  needs: ['podSpec', 'profiles'],
  causes: {
    'lifecycle-profile-deleted': {
      title: 'The profile under a placed pod is deleted',
      why: 'When a Fargate profile is deleted, the pods that it started are stopped, and their replacements stay Pending unless another profile takes them. A pod that still runs will not come back.',
      symptoms: ['Running pods of one profile end one after the other, and new ones stay Pending.'],
      proof: "The pod's label names a profile that is DELETING or no longer listed, and the pod has a node already.",
      severity: 'warning',
      fix: [
        'aws eks create-fargate-profile --cluster-name CL --fargate-profile-name FP --pod-execution-role-arn ARN --subnets SUBNETS --selectors namespace=NS',
        'kubectl rollout restart deployment/D -n NS',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/delete-fargate-profile.html'],
    },
  },
  run({podSpec, profiles}, doubt) {
    const label = podSpec.labels[PROFILE_LABEL];
    if (label === undefined || !isMutated(podSpec) || podSpec.spec.nodeName === undefined) {
      return doubt.inapplicable('the pod is not placed on Fargate');
    }
    const profile = profiles.find((p) => p.name === label);
    if (profile && profile.status !== 'DELETING') return [];
    const told: Evidence = profile
      ? {source: 'eks:DescribeFargateProfile', ref: label, path: 'status', value: profile.status}
      : {source: 'eks:ListFargateProfiles', ref: 'profiles', value: profiles.map((p) => p.name).join(', ') || 'none'};
    return [
      {
        cause: 'lifecycle-profile-deleted',
        note: true,
        summary: profile
          ? `Profile ${label}, which started the pod, is being deleted: its pods are stopped, and this one will not come back on it.`
          : `Profile ${label}, which started the pod, no longer exists: the pod will not come back on it.`,
        certainty: 'certain',
        evidence: [
          told,
          {
            source: `get pods -n ${podSpec.namespace}`,
            ref: podSpec.ref,
            path: `metadata.labels[${PROFILE_LABEL}]`,
            value: label,
          },
        ],
        remedies: [
          {
            summary:
              'Make a profile that selects the pod before it ends, and roll its workload out once that is ACTIVE.',
            commands: [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});
