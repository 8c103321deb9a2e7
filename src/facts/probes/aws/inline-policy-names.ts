import {needsRoleRights} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import {mapped, sorted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'iam:ListRolePolicies';

/** `ListRolePolicies` of the profile's pod execution role, where something hangs on its rights. */
export default defineProbe({
  fact: 'inlinePolicyNames',
  reads: [{action: ACTION}],
  after: ['profile'],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({profile, pod}, {aws, once}) {
    const RoleName = profile.podExecutionRoleArn.split('/').at(-1) ?? '';
    if (RoleName === '' || !needsRoleRights(valueOf(pod))) return absent;
    const names = await once(`${ACTION} ${RoleName}`, () =>
      aws.call({
        service: 'iam',
        permission: ACTION,
        absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
        send: (client, sdk) =>
          everyItem(sdk.paginateListRolePolicies({client}, {RoleName}), (page) => page.PolicyNames),
      }),
    );
    return mapped(names, sorted);
  },
});
