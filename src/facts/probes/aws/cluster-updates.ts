import {NORMAL_SECONDS} from '../../../domain/stages.ts';
import {waitsForFargate} from '../../../domain/unsettled.ts';
import type {ClusterUpdate} from '../../../model/aws.ts';
import {absent, valueOf, type Fact} from '../../../model/fact.ts';
import type {AwsClients} from '../../clients/types.ts';
import {mapped, some, sortedBy, together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {time} from './values.ts';

const LIST = 'eks:ListUpdates';
const DESCRIBE = 'eks:DescribeUpdate';
/** The list tells no times, so each must be looked at; a change that coincides with the trouble is among the latest. */
const MOST = 10;

/** `ListUpdates`, its first page, and `DescribeUpdate` for each; only for a pod that waits for its node for too long. */
export default defineProbe({
  fact: 'clusterUpdates',
  reads: [{action: LIST}, {action: DESCRIBE}],
  after: ['target'],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({target, pod}, {aws, once, now}) {
    const live = valueOf(pod);
    if (!live || !waitsForFargate(live)) return absent;
    const late = Date.parse(now) - Date.parse(live.createdAt) > NORMAL_SECONDS * 1000;
    return late ? once(LIST, () => readUpdates(target.name, aws)) : absent;
  },
});

async function readUpdates(name: string, aws: AwsClients): Promise<Fact<readonly ClusterUpdate[]>> {
  const list = await aws.call({
    service: 'eks',
    permission: LIST,
    send: async (client, sdk) => {
      for await (const page of sdk.paginateListUpdates({client}, {name, maxResults: MOST})) return page.updateIds ?? [];
      return [];
    },
  });
  if (list.is !== 'known') return list;
  const updates = await Promise.all(list.value.slice(0, MOST).map((id) => readUpdate(name, id, aws)));
  return mapped(together(updates), (all) => sortedBy(all, (update) => update.id));
}

async function readUpdate(name: string, id: string, aws: AwsClients): Promise<Fact<ClusterUpdate>> {
  const update = await aws.call({
    service: 'eks',
    permission: DESCRIBE,
    absentOn: ['ResourceNotFoundException'],
    send: (client, sdk) => client.send(new sdk.DescribeUpdateCommand({name, updateId: id})),
  });
  return mapped(update, ({update: found}) => ({
    id,
    type: found?.type ?? '',
    status: found?.status ?? '',
    params: sortedBy(
      (found?.params ?? []).flatMap(({type, value}) => (type === undefined ? [] : [{name: type, value: value ?? ''}])),
      (param) => param.name,
    ),
    ...some({createdAt: time(found?.createdAt)}),
  }));
}
