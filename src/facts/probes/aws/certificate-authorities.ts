import {absent} from '../../../model/fact.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'eks:ListCertificateAuthorities';

/** `ListCertificateAuthorities`; only where a customer activated the one that signs, since EKS rotates its own unasked. */
export default defineProbe({
  fact: 'certificateAuthorities',
  reads: [{action: ACTION}],
  after: ['target', 'cluster'],
  api: 'aws',
  async ask({target, cluster}, {aws}) {
    if (cluster.caActivatedBy !== 'CUSTOMER') return absent;
    const authorities = await aws.call({
      service: 'eks',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateListCertificateAuthorities({client}, {clusterName: target.name}),
          (page) => page.certificateAuthorities,
        ),
    });
    return mapped(authorities, (all) =>
      sortedBy(
        all.map((ca) => ({
          id: ca.id ?? '',
          signingStatus: ca.signingStatus ?? '',
          distributionStatus: ca.distributionStatus ?? '',
        })),
        (ca) => ca.id,
      ),
    );
  },
});
