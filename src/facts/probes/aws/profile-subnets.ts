import {failed} from '../../../model/fact.ts';
import {mapped, sorted, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {describeSubnets} from './describe-subnets.ts';

/**
 * `DescribeSubnets` with the filter `subnet-id`: a subnet that is gone is then missing from the answer, where asking by
 * `SubnetIds` would fail for all of them.
 */
export default defineProbe({
  fact: 'profileSubnets',
  reads: [{action: 'ec2:DescribeSubnets'}],
  after: ['profiles'],
  api: 'aws',
  async ask({profiles}, {aws}) {
    const ids = sorted([...new Set(profiles.flatMap((profile) => profile.subnetIds))]);
    // EKS makes no profile without.
    if (ids.length === 0 && profiles.length > 0)
      return failed('eks:DescribeFargateProfile does not say which subnets the profiles have');
    return mapped(await describeSubnets(aws, ids), (all) => sortedBy(all, (subnet) => subnet.id));
  },
});
