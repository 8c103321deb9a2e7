import {failsAfterStart} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'eks:ListPodIdentityAssociations';

/** `ListPodIdentityAssociations` of the pod's service account, where its containers fail. */
export default defineProbe({
  fact: 'podIdentityAssociations',
  reads: [{action: ACTION}],
  after: ['target', 'podSpec'],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({target, podSpec, pod}, {aws, once}) {
    const live = valueOf(pod);
    if (!live || !failsAfterStart(live)) return absent;
    const {namespace} = podSpec;
    const serviceAccount = podSpec.spec.serviceAccountName || 'default';
    const associations = await once(`${ACTION} ${namespace}/${serviceAccount}`, () =>
      aws.call({
        service: 'eks',
        permission: ACTION,
        send: (client, sdk) =>
          everyItem(
            sdk.paginateListPodIdentityAssociations({client}, {clusterName: target.name, namespace, serviceAccount}),
            (page) => page.associations,
          ),
      }),
    );
    return mapped(associations, (all) =>
      sortedBy(
        all
          .map((a) => ({
            id: a.associationId ?? '',
            namespace: a.namespace ?? '',
            serviceAccount: a.serviceAccount ?? '',
          }))
          .filter((a) => a.namespace === namespace && a.serviceAccount === serviceAccount),
        (a) => a.id,
      ),
    );
  },
});
