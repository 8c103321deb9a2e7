import {mapped, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'sts:GetCallerIdentity';

/** `GetCallerIdentity`: `Account` and `Arn`. */
export default defineProbe({
  fact: 'callerIdentity',
  reads: [{action: ACTION}],
  after: [],
  api: 'aws',
  ask: async (_given, {aws}) =>
    mapped(
      await aws.call({
        service: 'sts',
        permission: ACTION,
        send: (client, sdk) => client.send(new sdk.GetCallerIdentityCommand({})),
      }),
      ({Account, Arn}) => ({account: wanted(Account, 'Account'), arn: wanted(Arn, 'Arn')}),
    ),
});
