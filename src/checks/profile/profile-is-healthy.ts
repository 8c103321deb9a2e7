import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'profile-is-healthy',
  title: 'EKS reports no health issue of the profile',
  topic: 'profile health',
  group: 'profile',
  stage: 'validation',
  scope: 'pod',
  precedence: 'placement',
  needs: ['profile'],
  consults: ['target'],
  causes: {
    'profile-health-issue': {
      title: 'EKS reports a health issue of the profile',
      why: 'EKS examines its profiles and lists what it found wrong: PodExecutionRoleAlreadyInUse, AccessDenied, ClusterUnreachable, InternalFailure. The texts are shown as EKS gives them.',
      symptoms: ['Pods that the profile selects do not start.'],
      proof: 'health.issues of eks:DescribeFargateProfile is not empty.',
      severity: 'error',
      until: 'provisioning',
      fix: [
        'aws eks describe-fargate-profile --cluster-name CL --fargate-profile-name FP --query fargateProfile.health',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfileIssue.html'],
    },
  },
  run({profile, target}) {
    const cluster = valueOf(target);
    return profile.healthIssues.map((issue) => ({
      cause: 'profile-health-issue',
      summary:
        `EKS reports ${issue.code || 'an issue'} for profile ${profile.name}${issue.message ? `: ${issue.message}` : ''}`.replace(
          /\.?$/,
          '.',
        ),
      certainty: 'certain',
      evidence: [
        {
          source: 'eks:DescribeFargateProfile',
          ref: profile.name,
          path: 'health.issues',
          value: [issue.code, issue.message, ...issue.resourceIds].filter(Boolean).join(' · '),
        },
      ],
      remedies: cluster
        ? [
            {
              summary: 'Read the issue in full; it names the resource to mend.',
              commands: [
                sh`aws eks describe-fargate-profile --region ${cluster.region} --cluster-name ${cluster.name} --fargate-profile-name ${profile.name} --query fargateProfile.health`,
              ],
              changes: 'aws',
            },
          ]
        : [],
    }));
  },
});
