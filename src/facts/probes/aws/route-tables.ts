import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapRouteTable} from './map-route-table.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeRouteTables';

/** `DescribeRouteTables` with the filter `vpc-id`, compared again here for servers that ignore it. */
export default defineProbe({
  fact: 'routeTables',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeRouteTables({client}, {Filters: [{Name: 'vpc-id', Values: [vpcId]}]}),
          (page) => page.RouteTables,
        ),
    });
    return mapped(found, (all) =>
      sortedBy(all.filter((one) => (one.VpcId ?? vpcId) === vpcId).map(mapRouteTable), (one) => one.id),
    );
  },
});
