import {parseRoleArn} from '../../domain/arn.ts';
import {mappingOf} from '../../domain/identity.ts';
import {createEntry} from '../../domain/mapping-remedies.ts';
import {standingOf} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'execution-role-has-no-path',
  title: 'The pod execution role has no path where aws-auth maps it',
  topic: 'role path',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'auth',
  needs: ['profile', 'cluster', 'subject'],
  consults: ['awsAuth', 'accessEntry', 'accessEntryArns', 'pod', 'podEvents', 'clock', 'target'],
  causes: {
    'iam-role-path': {
      title: 'The pod execution role has a path, and aws-auth maps it',
      why: "aws-auth can't hold a role's path, and the AWS user guide says that the ARN of a pod execution role must not have one. EKS has been reported to look up the role without its path. Access entries may have a path.",
      symptoms: ['Pod provisioning timed out (will retry), though aws-auth has the role.'],
      proof:
        'The ARN of the role has a path, aws-auth and no access entry maps it, and the pod hangs while its node should register. Whether the path is the reason is not confirmed.',
      severity: 'error',
      atMost: 'possible',
      fix: [
        'aws eks create-access-entry --cluster-name CL --principal-arn ROLE --type FARGATE_LINUX',
        'or a role without a path, in a new profile',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html',
        'https://github.com/aws/aws-eks-best-practices/issues/80',
      ],
    },
  },
  run({profile, cluster, subject, awsAuth, accessEntry, accessEntryArns, pod, podEvents, clock, target}, doubt) {
    const roleArn = profile.podExecutionRoleArn;
    const role = parseRoleArn(roleArn);
    if (!role || role.path === '/') return [];
    const mode = cluster.authenticationMode;
    const mapping = mappingOf({mode, role, roleArn, profileArn: profile.arn, awsAuth, accessEntry, accessEntryArns});
    if (mapping.is === 'unsure') doubt.unsure(...mapping.facts);
    if (mapping.is !== 'mapped' || mapping.by !== 'aws-auth') return [];
    const [live, now] = [valueOf(pod), valueOf(clock)];
    // Without its events a pod that hangs in validation looks like one that hangs in provisioning.
    if (doubt.unsure('pod', 'podEvents') || !live || now === undefined) return [];
    const standing = standingOf(live, podEvents, now);
    if (standing.standing !== 'stuck' || standing.to !== 'provisioning') return [];
    const plain: Remedy = {
      summary: `Make a role without a path and a new profile that names it; a profile can't be changed.`,
      commands: [],
      changes: 'aws',
    };
    const place = {subject, target: valueOf(target), role, roleArn};
    return [
      {
        cause: 'iam-role-path',
        summary: `The pod execution role ${roleArn} has the path ${role.path}, and it is aws-auth that maps it, which can't hold a path.`,
        certainty: 'possible',
        evidence: [
          {source: 'eks:DescribeFargateProfile', ref: profile.name, path: 'podExecutionRoleArn', value: roleArn},
          {
            source: 'get configmaps/aws-auth -n kube-system',
            ref: 'configmap/aws-auth',
            value: `maps ${role.name} without its path`,
          },
        ],
        remedies: [...(mode === 'CONFIG_MAP' ? [] : createEntry(place)), plain],
      },
    ];
  },
});
