import {parseRoleArn, type RoleArn} from '../../domain/arn.ts';
import {kinshipOf, parseMapRoles} from '../../domain/aws-auth.ts';
import {executionPolicyArn} from '../../domain/ecr-rights.ts';
import {isFargateNode} from '../../domain/fargate-node.ts';
import {launchOf, shaded} from '../../domain/launch-refusal.ts';
import {sh} from '../../domain/shell.ts';
import {allowsService, trustDocument} from '../../domain/trust-policy.ts';
import type {FargateProfile} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Remedy} from '../../model/finding.ts';

const NODE_POLICY = 'AmazonEKSWorkerNodePolicy';

export default defineCheck({
  id: 'execution-role-is-no-node-role',
  title: 'The pod execution role is not the role of EC2 nodes too',
  topic: 'shared role',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'auth',
  needs: ['profile'],
  consults: [
    'awsAuth',
    'accessEntry',
    'executionRole',
    'managedPolicies',
    'nodes',
    'pod',
    'podEvents',
    'fargatePods',
    'clock',
  ],
  causes: {
    'iam-role-shared-with-nodes': {
      title: 'The pod execution role is the role of EC2 nodes too',
      why: 'Kubernetes knows a role under one name. EC2 nodes and Fargate nodes need different ones, so a role that both use is mapped wrongly for one of them: Fargate nodes do not join, or their serving certificates are never signed and logs and exec fail. AWS forbids it.',
      symptoms: [
        'The profile has the health issue PodExecutionRoleAlreadyInUse.',
        'aws-auth has the role twice, with {{SessionName}} and with {{EC2PrivateDNSName}}.',
        'kubectl logs: remote error: tls: internal error',
      ],
      proof:
        'Kubernetes maps the role as one of EC2 nodes, or the role is made for them, and EKS reports it in use; or it is so mapped, and the cluster has such nodes. A mapping alone may as well be a slip.',
      severity: 'error',
      atMost: 'likely',
      explains: [
        'profile-health-issue',
        'auth-configmap-duplicate',
        'auth-configmap-entry-wrong',
        'auth-access-entry-wrong-type',
        'kubelet-csr-pending',
      ],
      fix: [
        'aws iam create-role --role-name ROLE-fargate --assume-role-policy-document file://trust.json',
        'and make a new profile with it: the role of a profile cannot be changed.',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html',
        'https://github.com/awslabs/amazon-eks-ami/issues/610',
        'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2202',
      ],
    },
  },
  run({profile, awsAuth, accessEntry, executionRole, managedPolicies, nodes, ...facts}, doubt) {
    const role = parseRoleArn(profile.podExecutionRoleArn);
    if (!role) return doubt.unreadable('profile', `its pod execution role is no role: ${profile.podExecutionRoleArn}`);
    const said = issueSeen(profile);
    const mapped = [...entrySeen(valueOf(accessEntry)), ...mappingSeen(valueOf(awsAuth), role, profile)];
    const made = [
      ...(allowsService(valueOf(executionRole)?.trustPolicy ?? '', 'ec2.amazonaws.com')
        ? [{source: 'iam:GetRole', ref: role.name, path: 'AssumeRolePolicyDocument', value: 'trusts ec2.amazonaws.com'}]
        : []),
      ...(valueOf(managedPolicies)?.some((p) => p.name === NODE_POLICY)
        ? [{source: 'iam:ListAttachedRolePolicies', ref: role.name, path: 'AttachedPolicies', value: NODE_POLICY}]
        : []),
    ];
    const others = (valueOf(nodes) ?? []).filter((node) => !isFargateNode(node));
    const [other] = others;
    const used: readonly Evidence[] = other
      ? [{source: 'list nodes', ref: `node/${other.name}`, value: `${others.length} of the nodes are not Fargate's`}]
      : [];
    // What EKS says alone is its health issue; with a second sign it is known what to change.
    const proven =
      mapped.length > 0 ? said.length > 0 || used.length > 0 || made.length > 0 : said.length > 0 && made.length > 0;
    const [first, ...rest] = [...said, ...mapped, ...made, ...(mapped.length > 0 ? used : [])];
    if (!first || (!proven && made.length < 2)) {
      const unread = !answered(awsAuth) && !answered(accessEntry);
      if (mapped.length > 0 || said.length > 0) doubt.unsure('nodes', 'executionRole', 'managedPolicies');
      if (unread) doubt.unsure('awsAuth', 'accessEntry');
      return [];
    }
    const how =
      said.length > 0
        ? 'EKS reports that it is in use already'
        : mapped.length > 0
          ? 'Kubernetes maps it as a role of EC2 nodes'
          : 'it is made for EC2 instances';
    return [
      {
        ...shaded(
          {
            cause: 'iam-role-shared-with-nodes',
            summary: `Role ${role.name} of profile ${profile.name} serves EC2 nodes too: ${how}.`,
            certainty: 'likely',
            evidence: [first, ...rest],
            remedies: ownRole(role, profile),
          },
          launchOf('profile-blocked-auth', facts, profile.name),
          'likely',
        ),
        // A role that is only made like a node's may be used for nothing else.
        ...(proven ? {} : {note: true, severity: 'warning' as const, certainty: 'possible' as const}),
      },
    ];
  },
});

const issueSeen = (profile: FargateProfile): readonly Evidence[] =>
  profile.healthIssues
    .filter((issue) => issue.code === 'PodExecutionRoleAlreadyInUse')
    .map((issue) => ({
      source: 'eks:DescribeFargateProfile',
      ref: profile.name,
      path: 'health.issues',
      value: [issue.code, issue.message, ...issue.resourceIds].filter(Boolean).join(' · '),
    }));

function entrySeen(entry: {readonly principalArn: string; readonly type: string} | undefined): readonly Evidence[] {
  if (!entry || !/^(?:EC2|HYBRID)(?:_|$)/.test(entry.type)) return [];
  return [{source: 'eks:DescribeAccessEntry', ref: entry.principalArn, path: 'type', value: entry.type}];
}

/** Entries of aws-auth that give the role the name of EC2 nodes. */
function mappingSeen(
  awsAuth: {readonly data: Readonly<Record<string, string>>} | undefined,
  role: RoleArn,
  profile: FargateProfile,
): readonly Evidence[] {
  const read = parseMapRoles(awsAuth?.data['mapRoles'] ?? '');
  if (read.is === 'malformed') return [];
  return read.entries
    .filter((entry) => kinshipOf(entry.rolearn, role, profile.arn) === 'same')
    .filter((entry) => entry.username.includes('{{EC2PrivateDNSName}}'))
    .map((entry) => ({
      source: 'get configmaps/aws-auth -n kube-system',
      ref: 'configmap/aws-auth',
      path: `data.mapRoles[${entry.index}].username`,
      value: entry.username,
    }));
}

const LONGEST_NAME = 64;
const SUFFIX = '-fargate';

/** A role of its own; the one that nodes have is left to them. */
function ownRole(role: RoleArn, profile: FargateProfile): readonly Remedy[] {
  const trust = trustDocument(profile.arn);
  if (trust === undefined) return [];
  const name = role.name.slice(0, LONGEST_NAME - SUFFIX.length) + SUFFIX;
  return [
    {
      summary: `Give Fargate a role of its own, ${name}, and leave ${role.name} to the nodes.`,
      commands: [
        sh`aws iam create-role --role-name ${name} --assume-role-policy-document ${trust}`,
        sh`aws iam attach-role-policy --role-name ${name} --policy-arn ${executionPolicyArn(role.partition)}`,
      ],
      changes: 'aws',
      then: `create a profile like ${profile.name} with it, and delete ${profile.name}: the role of a profile can't be changed`,
    },
  ];
}
