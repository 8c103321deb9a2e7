import {parseRoleArn} from '../../../domain/arn.ts';
import {ROLE_ANNOTATION} from '../../../domain/names.ts';
import {absent} from '../../../model/fact.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapRole} from './execution-role.ts';

const ACTION = 'iam:GetRole';

/** `GetRole` of the role that the service account's annotation names. */
export default defineProbe({
  fact: 'serviceAccountRole',
  reads: [{action: ACTION}],
  after: ['serviceAccount'],
  api: 'aws',
  async ask({serviceAccount}, {aws, once}) {
    const RoleName = parseRoleArn(serviceAccount.annotations[ROLE_ANNOTATION] ?? '')?.name;
    if (RoleName === undefined) return absent;
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
