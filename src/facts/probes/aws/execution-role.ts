import type * as Iam from '@aws-sdk/client-iam';
import type {Role} from '../../../model/aws.ts';
import {failed} from '../../../model/fact.ts';
import {mapped, some, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {policyText, time} from './values.ts';

const ACTION = 'iam:GetRole';

/** `GetRole` of the profile's pod execution role, by the last part of its ARN (the name; a path may precede it): `Role`. */
export default defineProbe({
  fact: 'executionRole',
  reads: [{action: ACTION}],
  after: ['profile'],
  api: 'aws',
  async ask({profile}, {aws, once}) {
    const RoleName = profile.podExecutionRoleArn.split('/').at(-1) ?? '';
    if (RoleName === '') return failed(`profile ${profile.name} names no pod execution role`);
    const role = await once(`${ACTION} ${RoleName}`, () =>
      aws.call({
        service: 'iam',
        permission: ACTION,
        absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
        send: (client, sdk) => client.send(new sdk.GetRoleCommand({RoleName})),
      }),
    );
    return mapped(role, (answer) => mapRole(answer.Role));
  },
});

/** Reads IAM's Role. */
export function mapRole(role: Iam.Role | undefined): Role {
  return {
    name: wanted(role?.RoleName, 'Role.RoleName'),
    arn: wanted(role?.Arn, 'Role.Arn'),
    path: role?.Path ?? '/',
    id: role?.RoleId ?? '',
    trustPolicy: policyText(wanted(role?.AssumeRolePolicyDocument, 'Role.AssumeRolePolicyDocument')),
    ...some({
      createdAt: time(role?.CreateDate),
      permissionsBoundaryArn: role?.PermissionsBoundary?.PermissionsBoundaryArn,
    }),
  };
}
