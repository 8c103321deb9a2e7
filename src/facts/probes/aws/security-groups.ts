import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapSecurityGroup} from './map-security.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeSecurityGroups';

/** `DescribeSecurityGroups` with the filter `vpc-id`, compared again here for servers that ignore it. */
export default defineProbe({
  fact: 'securityGroups',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeSecurityGroups({client}, {Filters: [{Name: 'vpc-id', Values: [vpcId]}]}),
          (page) => page.SecurityGroups,
        ),
    });
    return mapped(found, (all) =>
      sortedBy(all.filter((one) => (one.VpcId ?? vpcId) === vpcId).map(mapSecurityGroup), (one) => one.id),
    );
  },
});
