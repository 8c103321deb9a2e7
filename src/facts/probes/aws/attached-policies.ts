import {needsRoleRights} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import {mapped, sortedBy, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'iam:ListAttachedRolePolicies';

/** `ListAttachedRolePolicies` of the profile's pod execution role, where something hangs on its rights. */
export default defineProbe({
  fact: 'attachedPolicies',
  reads: [{action: ACTION}],
  after: ['profile'],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({profile, pod}, {aws, once}) {
    const RoleName = profile.podExecutionRoleArn.split('/').at(-1) ?? '';
    if (RoleName === '' || !needsRoleRights(valueOf(pod))) return absent;
    const attached = await once(`${ACTION} ${RoleName}`, () =>
      aws.call({
        service: 'iam',
        permission: ACTION,
        absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
        send: (client, sdk) =>
          everyItem(sdk.paginateListAttachedRolePolicies({client}, {RoleName}), (page) => page.AttachedPolicies),
      }),
    );
    return mapped(attached, (all) =>
      sortedBy(
        all.map(({PolicyArn, PolicyName}) => {
          const arn = wanted(PolicyArn, 'PolicyArn');
          return {name: PolicyName ?? arn.slice(arn.lastIndexOf('/') + 1), arn};
        }),
        (policy) => policy.arn,
      ),
    );
  },
});
