import {isUnplaced} from '../../../domain/spoken.ts';
import {absent} from '../../../model/fact.ts';
import {mapped, sorted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'eks:ListAccessEntries';

/**
 * `ListAccessEntries`: `accessEntries`. Not asked in the mode CONFIG_MAP, where EKS answers InvalidRequestException: that
 * name alone could mean other things. Not asked for a pod that has its node: its role's own entry tells enough.
 */
export default defineProbe({
  fact: 'accessEntryArns',
  reads: [{action: ACTION}],
  after: ['target', 'cluster'],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({target, cluster, pod}, {aws, once}) {
    if (cluster.authenticationMode === 'CONFIG_MAP') return absent;
    if (pod.is === 'known' && !isUnplaced(pod.value)) return absent;
    const arns = await once(ACTION, () =>
      aws.call({
        service: 'eks',
        permission: ACTION,
        absentOn: ['ResourceNotFoundException'],
        send: (client, sdk) =>
          everyItem(sdk.paginateListAccessEntries({client}, {clusterName: target.name}), (page) => page.accessEntries),
      }),
    );
    return mapped(arns, (all) => sorted([...new Set(all)]));
  },
});
