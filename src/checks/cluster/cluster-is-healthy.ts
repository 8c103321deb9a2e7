import {canonicalCode, readHealth} from '../../domain/cluster-health.ts';
import {regionOf} from '../../domain/cluster-arn.ts';
import {sh} from '../../domain/shell.ts';
import {stageNow} from '../../domain/stage-now.ts';
import type {Cluster, HealthIssue} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Problem, Remedy} from '../../model/finding.ts';
import {causes} from './cluster-is-healthy.pages.ts';

export default defineCheck({
  id: 'cluster-is-healthy',
  title: 'EKS reports no health issue of the cluster',
  topic: 'cluster health',
  group: 'cluster',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['cluster'],
  consults: ['pod', 'podEvents', 'clock'],
  causes,
  run({cluster, ...facts}) {
    return cluster.healthIssues.map((issue): Problem => {
      const {cause, blocks, means} = readHealth(issue.code);
      return {
        cause,
        summary: summaryOf(cause, issue, cluster, means),
        certainty: 'certain',
        stage: stageNow(facts, 'provisioning'),
        ...(blocks ? {} : {note: true, severity: 'warning' as const}),
        evidence: [
          {
            source: 'eks:DescribeCluster',
            ref: cluster.name,
            path: 'health.issues',
            value: [issue.code, issue.message, ...issue.resourceIds].filter(Boolean).join(' · '),
          },
        ],
        remedies: remedies(cause, issue, cluster),
      };
    });
  },
});

function summaryOf(cause: string, issue: HealthIssue, {name, encryptionKeyArns}: Cluster, means?: string): string {
  const what = issue.resourceIds.join(', ');
  switch (cause) {
    case 'cluster-kms':
      return `Cluster ${name} can't use the KMS key ${what || encryptionKeyArns.join(', ') || 'of its secrets'} (${issue.code}).`;
    case 'cluster-sts-region-disabled':
      return `STS is switched off in the Region of cluster ${name}, so no node can prove who it is (${issue.code}).`;
    case 'cluster-subnet-deleted':
      return `Cluster ${name} was made with ${what || 'a subnet'} that is gone (${issue.code}).`;
    default: {
      const said = issue.message ? `: ${issue.message}` : what ? `: ${what}` : '';
      const text = means
        ? `Cluster ${name} ${means}; EKS reports ${issue.code}${said}`
        : `EKS reports ${issue.code || 'an issue'} for cluster ${name}${said}`;
      return text.replace(/\.?$/, '.');
    }
  }
}

function remedies(cause: string, issue: HealthIssue, cluster: Cluster): readonly Remedy[] {
  const region = regionOf(cluster);
  if (region === '') return [];
  const code = canonicalCode(issue.code);
  const key = issue.resourceIds[0] ?? cluster.encryptionKeyArns[0];
  if (code === 'KmsKeyDisabled' && key !== undefined) {
    return [
      {
        summary: 'Enable the key again.',
        commands: [sh`aws kms enable-key --region ${region} --key-id ${key}`],
        changes: 'aws',
      },
    ];
  }
  if (code === 'KmsKeyMarkedForDeletion' && key !== undefined) {
    return [
      {
        summary: 'Cancel the deletion while there is time, and enable the key.',
        commands: [
          sh`aws kms cancel-key-deletion --region ${region} --key-id ${key}`,
          sh`aws kms enable-key --region ${region} --key-id ${key}`,
        ],
        changes: 'aws',
      },
    ];
  }
  if (cause === 'cluster-kms') {
    return [
      {
        summary: "A key that is gone and a grant that is revoked can't be restored: build a new cluster.",
        commands: [],
        changes: 'aws',
      },
    ];
  }
  if (cause === 'cluster-sts-region-disabled') {
    return [
      {
        summary: `Activate STS for ${region} in the IAM console, under Account settings; then recreate the pod.`,
        commands: [],
        changes: 'aws',
      },
    ];
  }
  return [
    {
      summary: 'Read the issue in full, and restore what it names.',
      commands: [sh`aws eks describe-cluster --region ${region} --name ${cluster.name} --query cluster.health`],
      changes: 'aws',
    },
  ];
}
