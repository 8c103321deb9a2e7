import {known} from '../../../model/fact.ts';
import {mapped, sorted, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {describeSubnets} from './describe-subnets.ts';

/**
 * `DescribeSubnets` with the filter `subnet-id`, for those subnets of the cluster and of interface endpoints that no
 * Fargate profile names; no call where there is none.
 */
export default defineProbe({
  fact: 'interfaceSubnets',
  reads: [{action: 'ec2:DescribeSubnets'}],
  after: ['cluster', 'profileSubnets', 'vpcEndpoints'],
  api: 'aws',
  async ask({cluster, profileSubnets, vpcEndpoints}, {aws}) {
    const ids = new Set([...cluster.subnetIds, ...vpcEndpoints.flatMap((endpoint) => endpoint.subnetIds)]);
    const there = profileSubnets.filter((subnet) => ids.has(subnet.id));
    const rest = sorted([...ids].filter((id) => !there.some((subnet) => subnet.id === id)));
    const more = rest.length === 0 ? known([]) : await describeSubnets(aws, rest);
    return mapped(more, (found) => sortedBy([...there, ...found], (subnet) => subnet.id));
  },
});
