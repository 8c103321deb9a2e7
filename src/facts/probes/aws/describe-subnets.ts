import type {Subnet} from '../../../model/aws.ts';
import type {Fact} from '../../../model/fact.ts';
import type {AwsClients} from '../../clients/types.ts';
import {mapped, together} from '../answers.ts';
import {mapSubnet} from './map-network.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeSubnets';
/** A filter takes no more values (EC2 API reference, Filter). */
const MOST_VALUES = 200;

/** Those of these subnets that exist, by the filter `subnet-id`: asking by `SubnetIds` would fail for all where one is gone. */
export async function describeSubnets(aws: AwsClients, ids: readonly string[]): Promise<Fact<readonly Subnet[]>> {
  const parts: Promise<Fact<readonly Subnet[]>>[] = [];
  for (let i = 0; i < ids.length; i += MOST_VALUES) parts.push(describe(aws, ids.slice(i, i + MOST_VALUES)));
  return mapped(together(await Promise.all(parts)), (lists) => lists.flat());
}

async function describe(aws: AwsClients, ids: readonly string[]): Promise<Fact<readonly Subnet[]>> {
  const subnets = await aws.call({
    service: 'ec2',
    permission: ACTION,
    send: (client, sdk) =>
      everyItem(
        sdk.paginateDescribeSubnets({client}, {Filters: [{Name: 'subnet-id', Values: [...ids]}]}),
        (page) => page.Subnets,
      ),
  });
  const asked = new Set(ids);
  return mapped(subnets, (all) => all.map(mapSubnet).filter((subnet) => asked.has(subnet.id)));
}
