import {readMessage} from '../../domain/messages.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';

const FINE = ['ACTIVE', 'CREATING', 'UPDATING', 'DELETING'];
const BAD = ['DEGRADED', 'CREATE_FAILED', 'UPDATE_FAILED', 'DELETE_FAILED'];

export default defineCheck({
  id: 'coredns-addon-is-healthy',
  title: 'EKS finds the CoreDNS add-on healthy',
  topic: 'CoreDNS add-on',
  group: 'coredns',
  stage: 'ready',
  scope: 'cluster',
  needs: ['corednsAddon'],
  consults: ['target'],
  causes: {
    'coredns-addon-degraded': {
      title: 'EKS reports the CoreDNS add-on as degraded',
      why: 'EKS watches the pods of its add-ons. A degraded add-on says that CoreDNS pods are not running, and may repeat what the scheduler said of them; the reason lies elsewhere.',
      symptoms: ['The EKS console shows the add-on as degraded: InsufficientNumberOfReplicas.'],
      proof: 'status and health.issues of eks:DescribeAddon. Their text is shown as EKS gives it.',
      severity: 'info',
      fix: ['aws eks describe-addon --cluster-name CL --addon-name coredns --query addon.health'],
      docs: ['https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html'],
    },
  },
  run({corednsAddon, target}, doubt) {
    const {status, healthIssues} = corednsAddon;
    if (!FINE.includes(status) && !BAD.includes(status)) {
      return doubt.unreadable('corednsAddon', `the add-on's status is not known here: ${status}`);
    }
    if (FINE.includes(status) && healthIssues.length === 0) return [];
    const cluster = valueOf(target);
    const issues = healthIssues.map((issue): Evidence => ({
      source: 'eks:DescribeAddon',
      ref: 'coredns',
      path: 'health.issues',
      value: [issue.code, issue.message].filter(Boolean).join(': '),
    }));
    // EKS repeats the scheduler's words here, which is all there is of them while Kubernetes is out of reach.
    const named = healthIssues
      .flatMap((issue) => readMessage(issue.code, '', issue.message))
      .flatMap((clause) => (clause.cause === undefined ? [] : [clause.cause]));
    const codes = [...new Set(healthIssues.map((issue) => issue.code).filter(Boolean))].join(', ');
    return [
      {
        cause: 'coredns-addon-degraded',
        note: true,
        summary: `EKS reports the add-on coredns as ${status}${codes ? ` (${codes})` : ''}${named.length > 0 ? `; the text names ${[...new Set(named)].join(', ')}` : ''}.`,
        certainty: 'certain',
        evidence: [{source: 'eks:DescribeAddon', ref: 'coredns', path: 'status', value: status}, ...issues],
        remedies: cluster
          ? [
              {
                summary: 'Read what EKS says of it; the CoreDNS pods themselves tell more.',
                commands: [
                  sh`aws eks describe-addon --region ${cluster.region} --cluster-name ${cluster.name} --addon-name coredns --query addon.health`,
                ],
                changes: 'aws',
              },
            ]
          : [],
      },
    ];
  },
});
