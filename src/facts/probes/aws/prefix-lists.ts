import {POD_GROUPS_ANNOTATION} from '../../../domain/names.ts';
import type {PrefixList} from '../../../model/aws.ts';
import {absent, type Fact} from '../../../model/fact.ts';
import type {AwsClients} from '../../clients/types.ts';
import {mapped, sorted, together} from '../answers.ts';
import {defineProbe, type ProbeContext} from '../probe.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:GetManagedPrefixListEntries';
/** Lists asked for; a security group that names more is beyond us, and what it admits stays unknown. */
const MOST_LISTS = 8;

/** `GetManagedPrefixListEntries` of each list that a rule names, AWS's own lists included. */
export default defineProbe({
  fact: 'prefixLists',
  reads: [{action: ACTION}],
  after: ['cluster', 'securityGroups', 'vpcEndpoints'],
  afterMaybe: ['podSpec'],
  api: 'aws',
  async ask({cluster, securityGroups, vpcEndpoints, podSpec}, {aws, once}) {
    const annotation = podSpec.is === 'known' ? (podSpec.value.annotations[POD_GROUPS_ANNOTATION] ?? '') : '';
    const groups = new Set([
      cluster.clusterSecurityGroupId ?? '',
      ...cluster.securityGroupIds,
      ...vpcEndpoints.flatMap((endpoint) => endpoint.securityGroupIds),
      ...annotation.split(',').map((id) => id.trim()),
    ]);
    const rules = securityGroups
      .filter((group) => groups.has(group.id))
      .flatMap((group) => [...(group.ingress ?? []), ...(group.egress ?? [])]);
    const lists = sorted([...new Set(rules.map((rule) => rule.peer).filter((peer) => peer.startsWith('pl-')))]);
    return together(await Promise.all(lists.slice(0, MOST_LISTS).map((id) => entries(id, aws, once))));
  },
});

/** A list that is not there, or not ours to see, is left out. */
async function entries(id: string, aws: AwsClients, once: ProbeContext['once']): Promise<Fact<PrefixList>> {
  const found = await once(`${ACTION} ${id}`, () =>
    aws.call({
      service: 'ec2',
      permission: ACTION,
      absentOn: ['InvalidPrefixListID.NotFound', 'InvalidPrefixListId.NotFound'],
      send: (client, sdk) =>
        everyItem(sdk.paginateGetManagedPrefixListEntries({client}, {PrefixListId: id}), (page) => page.Entries),
    }),
  );
  if (found.is === 'absent') return absent;
  return mapped(found, (all) => ({id, cidrs: sorted(all.flatMap((entry) => entry.Cidr ?? []))}));
}
