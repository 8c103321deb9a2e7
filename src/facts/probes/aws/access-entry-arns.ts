import {absent} from '../../../model/fact.ts';
import {mapped, sorted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'eks:ListAccessEntries';

/**
 * `ListAccessEntries`: `accessEntries`. Not asked in the mode CONFIG_MAP, where EKS answers InvalidRequestException: that
 * name alone could mean other things.
 */
export default defineProbe({
  fact: 'accessEntryArns',
  reads: [{action: ACTION}],
  after: ['target', 'cluster'],
  api: 'aws',
  async ask({target, cluster}, {aws}) {
    if (cluster.authenticationMode === 'CONFIG_MAP') return absent;
    const arns = await aws.call({
      service: 'eks',
      permission: ACTION,
      absentOn: ['ResourceNotFoundException'],
      send: (client, sdk) =>
        everyItem(sdk.paginateListAccessEntries({client}, {clusterName: target.name}), (page) => page.accessEntries),
    });
    return mapped(arns, (all) => sorted([...new Set(all)]));
  },
});
