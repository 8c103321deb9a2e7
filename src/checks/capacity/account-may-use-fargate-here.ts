import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {FargateProfile} from '../../model/aws.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'account-may-use-fargate-here',
  title: 'The account may use Fargate in this Region',
  topic: 'Fargate access',
  group: 'capacity',
  stage: 'admission',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['profile'],
  consults: ['target'],
  causes: {
    'account-not-authorized-region': {
      title: 'The account is not authorized to use Fargate, or the Region does not have it',
      why: 'Where AWS has not opened Fargate to an account, or to a Region, EKS refuses to make a profile with AccessDenied. The same word stands for a right that the pod execution role or the caller lacks.',
      symptoms: [
        'create-fargate-profile fails with AccessDeniedException.',
        'The profile is CREATE_FAILED with the health issue AccessDenied.',
      ],
      proof:
        'The profile is CREATE_FAILED and its health issue is AccessDenied. Nothing tells the reasons for it apart.',
      severity: 'error',
      atMost: 'possible',
      fix: ['Open a case with AWS Support, and ask whether the account may use Fargate in the Region.'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfileIssue.html',
      ],
    },
  },
  run({profile, target}) {
    const issue = profile.healthIssues.find((i) => i.code === 'AccessDenied');
    if (profile.status !== 'CREATE_FAILED' || !issue || speaksOfRole(issue)) return [];
    const cluster = valueOf(target);
    return [
      {
        cause: 'account-not-authorized-region',
        summary: `EKS could not make profile ${profile.name} for lack of access; the account may not be authorized to use Fargate${cluster ? ` in ${cluster.region}` : ''}.`,
        certainty: 'possible',
        evidence: [
          {source: 'eks:DescribeFargateProfile', ref: profile.name, path: 'status', value: profile.status},
          {
            source: 'eks:DescribeFargateProfile',
            ref: profile.name,
            path: 'health.issues',
            value: [issue.code, issue.message, ...issue.resourceIds].filter(Boolean).join(' · '),
          },
        ],
        remedies: [
          {
            summary: 'Read the issue; if it names no role, ask AWS Support whether the account may use Fargate here.',
            commands: cluster
              ? [
                  sh`aws eks describe-fargate-profile --region ${cluster.region} --cluster-name ${cluster.name} --fargate-profile-name ${profile.name} --query fargateProfile.health`,
                ]
              : [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});

/** What a role or its caller lacks is no matter of the account. */
const speaksOfRole = ({message = '', resourceIds}: FargateProfile['healthIssues'][number]): boolean =>
  /\b(?:iam:)?PassRole\b|:role\//.test(`${message.slice(0, 4000)} ${resourceIds.join(' ')}`);
