import {mapped, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'ec2:DescribeVpcAttribute';

/** `DescribeVpcAttribute` with `enableDnsSupport`: `EnableDnsSupport.Value`. One call tells one attribute. */
export default defineProbe({
  fact: 'vpcDnsSupport',
  reads: [{action: ACTION}],
  after: ['cluster'],
  api: 'aws',
  async ask({cluster: {vpcId}}, {aws}) {
    const answer = await aws.call({
      service: 'ec2',
      permission: ACTION,
      absentOn: ['InvalidVpcID.NotFound'],
      send: (client, sdk) =>
        client.send(new sdk.DescribeVpcAttributeCommand({VpcId: vpcId, Attribute: 'enableDnsSupport'})),
    });
    return mapped(answer, (a) => wanted(a.EnableDnsSupport?.Value, 'EnableDnsSupport.Value'));
  },
});
