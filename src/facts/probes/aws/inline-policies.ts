import {mapped, together, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {policyText} from './values.ts';

const ACTION = 'iam:GetRolePolicy';

/** `GetRolePolicy` for each inline policy of the pod execution role. */
export default defineProbe({
  fact: 'inlinePolicies',
  reads: [{action: ACTION}],
  after: ['profile', 'inlinePolicyNames'],
  api: 'aws',
  async ask({profile, inlinePolicyNames}, {aws, once}) {
    const RoleName = profile.podExecutionRoleArn.split('/').at(-1) ?? '';
    const policies = await Promise.all(
      inlinePolicyNames.map(async (PolicyName) => {
        const policy = await once(`${ACTION} ${RoleName}/${PolicyName}`, () =>
          aws.call({
            service: 'iam',
            permission: ACTION,
            absentOn: ['NoSuchEntityException', 'NoSuchEntity'],
            send: (client, sdk) => client.send(new sdk.GetRolePolicyCommand({RoleName, PolicyName})),
          }),
        );
        return mapped(policy, (answer) => ({
          name: PolicyName,
          document: policyText(wanted(answer.PolicyDocument, 'PolicyDocument')),
        }));
      }),
    );
    return together(policies);
  },
});
