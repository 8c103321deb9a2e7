import {liesElsewhere, parseProfileArn, parseRoleArn} from '../../domain/arn.ts';
import {launchOf, shaded} from '../../domain/launch-refusal.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {trustDocument} from '../../domain/trust-policy.ts';
import {defineCheck} from '../../model/check.ts';
import type {Remedy} from '../../model/finding.ts';

export default defineCheck({
  id: 'execution-role-exists',
  title: 'The pod execution role of the profile exists',
  topic: 'execution role',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'trust',
  needs: ['profile', 'subject'],
  maybe: ['executionRole'],
  consults: ['pod', 'podEvents', 'fargatePods', 'clock'],
  causes: {
    'iam-role-missing': {
      title: 'The pod execution role does not exist',
      why: "Fargate assumes the profile's pod execution role to start a pod's micro-VM and to register its node. A profile keeps naming a role that was deleted, and then nothing starts.",
      symptoms: [
        'Misconfigured Fargate Profile: … Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal.',
        'Pods of the profile hang in Pending.',
      ],
      proof:
        'iam:GetRole answers NoSuchEntity for the role of the profile, or with a role of that name that lies under another path. For a role of another account the answer says nothing.',
      severity: 'error',
      fix: [
        'aws iam create-role --role-name ROLE --assume-role-policy-document file://trust.json',
        'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
        'An access entry of the old role has to be deleted and created again.',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html'],
    },
  },
  run({profile, subject, executionRole, ...facts}, doubt) {
    const role = parseRoleArn(profile.podExecutionRoleArn);
    const account = parseProfileArn(profile.arn)?.account;
    const launch = launchOf('profile-blocked-assume', facts, profile.name);
    const moved = executionRole.is === 'known' ? executionRole.value.arn : undefined;
    if (moved !== undefined && !liesElsewhere(profile.podExecutionRoleArn, moved)) return [];
    if (role && account !== undefined && account !== role.account) {
      return doubt.unreadable('executionRole', `IAM was asked in account ${account}, the role is in ${role.account}`);
    }
    const trust = trustDocument(profile.arn);
    const remedies: Remedy[] = [];
    if (moved !== undefined) {
      remedies.push({
        summary: `Make the profile anew with ${moved}, or that role anew under the path that the profile names: role names are unique in an account, and a profile can't be changed. Either role needs a mapping of its own.`,
        commands: [],
        changes: 'aws',
        ...thenRecreate(subject),
      });
    } else if (role && trust !== undefined) {
      const path = role.path === '/' ? '' : sh` --path ${role.path}`;
      const policy = `arn:${role.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy`;
      remedies.push({
        summary: `Create role ${role.name} again. If it has an access entry, delete and create that too: it knows the old role.`,
        commands: [
          sh`aws iam create-role --role-name ${role.name}` + path + sh` --assume-role-policy-document ${trust}`,
          sh`aws iam attach-role-policy --role-name ${role.name} --policy-arn ${policy}`,
        ],
        changes: 'aws',
        ...thenRecreate(subject),
      });
    }
    return [
      shaded(
        {
          cause: 'iam-role-missing',
          summary: `Profile ${profile.name} names the pod execution role ${profile.podExecutionRoleArn}, which does not exist${moved === undefined ? '' : `; the role of that name is ${moved}`}.`,
          certainty: 'certain',
          evidence: [
            {
              source: 'eks:DescribeFargateProfile',
              ref: profile.name,
              path: 'podExecutionRoleArn',
              value: profile.podExecutionRoleArn,
            },
            moved === undefined
              ? {source: 'iam:GetRole', ref: role?.name ?? profile.podExecutionRoleArn, value: 'NoSuchEntity'}
              : {source: 'iam:GetRole', ref: role?.name ?? '', path: 'Arn', value: moved},
          ],
          remedies,
        },
        launch,
      ),
    ];
  },
});
