import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapVpcEndpoint} from './map-network.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeVpcEndpoints';

/** `DescribeVpcEndpoints` with the filter `vpc-id`, compared again here for servers that ignore it. */
export default defineProbe({
  fact: 'vpcEndpoints',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeVpcEndpoints({client}, {Filters: [{Name: 'vpc-id', Values: [vpcId]}]}),
          (page) => page.VpcEndpoints,
        ),
    });
    return mapped(found, (all) =>
      sortedBy(all.filter((one) => (one.VpcId ?? vpcId) === vpcId).map(mapVpcEndpoint), (one) => one.id),
    );
  },
});
