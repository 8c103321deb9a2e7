import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapInternetGateway} from './map-network.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeInternetGateways';

/** `DescribeInternetGateways` with the filter `attachment.vpc-id`: the attachment to the VPC of the cluster. */
export default defineProbe({
  fact: 'internetGateways',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeInternetGateways({client}, {Filters: [{Name: 'attachment.vpc-id', Values: [vpcId]}]}),
          (page) => page.InternetGateways,
        ),
    });
    return mapped(found, (all) =>
      sortedBy(
        all.flatMap((one) => mapInternetGateway(one, vpcId)),
        (one) => one.id,
      ),
    );
  },
});
