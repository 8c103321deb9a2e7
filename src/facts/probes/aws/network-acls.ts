import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapNetworkAcl} from './map-security.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeNetworkAcls';

/** `DescribeNetworkAcls` with the filter `vpc-id`, compared again here for servers that ignore it. */
export default defineProbe({
  fact: 'networkAcls',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeNetworkAcls({client}, {Filters: [{Name: 'vpc-id', Values: [vpcId]}]}),
          (page) => page.NetworkAcls,
        ),
    });
    return mapped(found, (all) =>
      sortedBy(all.filter((one) => (one.VpcId ?? vpcId) === vpcId).map(mapNetworkAcl), (one) => one.id),
    );
  },
});
