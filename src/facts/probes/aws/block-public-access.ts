import {absent, known} from '../../../model/fact.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapExclusion} from './map-security.ts';

const OPTIONS = 'ec2:DescribeVpcBlockPublicAccessOptions';
const EXCLUSIONS = 'ec2:DescribeVpcBlockPublicAccessExclusions';

/**
 * `DescribeVpcBlockPublicAccessOptions`, and `…Exclusions` where something is blocked. Not asked where nothing goes
 * through an internet gateway, nor where `DescribeVpcs` has said that it is off.
 */
export default defineProbe({
  fact: 'blockPublicAccess',
  reads: [{action: OPTIONS}, {action: EXCLUSIONS}],
  after: ['routeTables', 'vpc'],
  api: 'aws',
  async ask({routeTables, vpc}, {aws}) {
    const gateways = ['internet-gateway', 'egress-only-internet-gateway'];
    const used = routeTables.some((table) => table.routes.some((route) => gateways.includes(route.targetKind)));
    if (!used || vpc.internetGatewayBlockMode === 'off') return absent;
    const options = await aws.call({
      service: 'ec2',
      permission: OPTIONS,
      send: (client, sdk) => client.send(new sdk.DescribeVpcBlockPublicAccessOptionsCommand({})),
    });
    if (options.is !== 'known') return options;
    const mode = options.value.VpcBlockPublicAccessOptions?.InternetGatewayBlockMode ?? 'off';
    if (mode === 'off') return known({mode, exclusions: []});
    const exclusions = await aws.call({
      service: 'ec2',
      permission: EXCLUSIONS,
      send: async (client, sdk) => {
        const all = [];
        let token: string | undefined;
        // There is no paginator for it. An account has at most a few dozen exclusions.
        for (let page = 0; page < 50; page++) {
          const answer = await client.send(
            new sdk.DescribeVpcBlockPublicAccessExclusionsCommand(token === undefined ? {} : {NextToken: token}),
          );
          all.push(...(answer.VpcBlockPublicAccessExclusions ?? []));
          token = answer.NextToken;
          if (token === undefined || token === '') break;
        }
        return all;
      },
    });
    return mapped(exclusions, (all) => ({mode, exclusions: sortedBy(all.flatMap(mapExclusion), (one) => one.id)}));
  },
});
