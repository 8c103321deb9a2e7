import {heard, spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'account-may-launch-pods',
  title: 'The AWS account may launch Fargate pods',
  topic: 'account',
  group: 'capacity',
  stage: 'validation',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'account-blocked': {
      title: 'The AWS account is blocked from Fargate',
      why: 'AWS holds back accounts that are new, unpaid or under review. No change in the cluster helps.',
      symptoms: ['"Your AWS account is currently blocked and thus cannot launch any Fargate pods"'],
      proof: 'fargate-scheduler says so.',
      severity: 'error',
      fix: ['Open a case with AWS Support (account and billing).'],
      docs: ['https://docs.aws.amazon.com/awssupport/latest/user/case-management.html'],
    },
  },
  run({pod, podEvents}, doubt) {
    const spoken = heard(pod, podEvents, ['account-blocked'], doubt);
    if (!spoken) return [];
    return [
      {
        cause: 'account-blocked',
        summary: 'AWS has blocked this account from launching Fargate pods.',
        certainty: 'certain',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary: 'Open a case with AWS Support for the account; nothing in the cluster can mend it.',
            commands: [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});
