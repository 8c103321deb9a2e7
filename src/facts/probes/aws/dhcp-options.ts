import {absent, failed, known} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';
import {mapDhcpOptions} from './map-network.ts';
import {everyItem} from './pages.ts';

const ACTION = 'ec2:DescribeDhcpOptions';

/** `DescribeDhcpOptions` with the filter `dhcp-options-id`. */
export default defineProbe({
  fact: 'dhcpOptions',
  reads: [{action: ACTION}],
  after: ['vpc'],
  api: 'aws',
  async ask({vpc: {dhcpOptionsId}}, {aws}) {
    if (dhcpOptionsId === undefined) return failed('ec2:DescribeVpcs does not say which DHCP options the VPC has');
    if (dhcpOptionsId === 'default') return absent;
    const found = await aws.call({
      service: 'ec2',
      permission: ACTION,
      send: (client, sdk) =>
        everyItem(
          sdk.paginateDescribeDhcpOptions({client}, {Filters: [{Name: 'dhcp-options-id', Values: [dhcpOptionsId]}]}),
          (page) => page.DhcpOptions,
        ),
    });
    if (found.is !== 'known') return found;
    const options = found.value.map(mapDhcpOptions).find((one) => one.id === dhcpOptionsId);
    return options ? known(options) : absent;
  },
});
