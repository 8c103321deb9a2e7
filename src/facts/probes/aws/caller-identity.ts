import {absent} from '../../../model/fact.ts';
import {mapped, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'sts:GetCallerIdentity';

/** `GetCallerIdentity`: `Account` and `Arn`. Not asked where the account is known: it is all that it is asked for. */
export default defineProbe({
  fact: 'callerIdentity',
  reads: [{action: ACTION}],
  after: [],
  afterMaybe: ['target'],
  api: 'aws',
  async ask({target}, {aws}) {
    if (target.is === 'known' && target.value.account !== undefined) return absent;
    return mapped(
      await aws.call({
        service: 'sts',
        permission: ACTION,
        send: (client, sdk) => client.send(new sdk.GetCallerIdentityCommand({})),
      }),
      ({Account, Arn}) => ({account: wanted(Account, 'Account'), arn: wanted(Arn, 'Arn')}),
    );
  },
});
