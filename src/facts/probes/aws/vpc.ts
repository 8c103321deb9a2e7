import {absent, known} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';
import {mapVpc} from './map-network.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeVpcs';

/** `DescribeVpcs` with the filter `vpc-id`. */
export default defineProbe({
  fact: 'vpc',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeVpcs({client}, {Filters: [{Name: 'vpc-id', Values: [vpcId]}]}),
          (page) => page.Vpcs,
        ),
    });
    if (found.is !== 'known') return found;
    const vpc = found.value.map(mapVpc).find((one) => one.id === vpcId);
    return vpc ? known(vpc) : absent;
  },
});
