import {ROLE_ANNOTATION} from '../../../domain/names.ts';
import {absent} from '../../../model/fact.ts';
import {mapped, sorted} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'iam:ListOpenIDConnectProviders';

/** `ListOpenIDConnectProviders`, where the service account names a role. */
export default defineProbe({
  fact: 'oidcProviderArns',
  reads: [{action: ACTION}],
  after: ['serviceAccount'],
  api: 'aws',
  async ask({serviceAccount}, {aws, once}) {
    if (serviceAccount.annotations[ROLE_ANNOTATION] === undefined) return absent;
    const providers = await once(ACTION, () =>
      aws.call({
        service: 'iam',
        permission: ACTION,
        send: (client, sdk) => client.send(new sdk.ListOpenIDConnectProvidersCommand({})),
      }),
    );
    return mapped(providers, (answer) => sorted((answer.OpenIDConnectProviderList ?? []).flatMap((p) => p.Arn ?? [])));
  },
});
