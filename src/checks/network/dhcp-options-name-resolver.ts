import {regionOf} from '../../domain/cluster-arn.ts';
import {defaultDomain, recentlyHealthy, somePodHangs, usesVpcResolver} from '../../domain/dns.ts';
import {listText} from '../../domain/lists.ts';
import {sh} from '../../domain/shell.ts';
import {lowered} from '../../domain/siblings.ts';
import type {Cluster} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem, Remedy} from '../../model/finding.ts';
import {causes} from './dhcp-options-name-resolver.pages.ts';

const SOURCE = 'ec2:DescribeDhcpOptions';

export default defineCheck({
  id: 'dhcp-options-name-resolver',
  title: "The VPC's DHCP options name a resolver that knows AWS names",
  topic: 'DHCP options',
  group: 'network',
  stage: 'provisioning',
  scope: 'cluster',
  precedence: 'dns',
  needs: ['cluster', 'clock'],
  maybe: ['dhcpOptions'],
  consults: ['vpc', 'fargatePods'],
  causes,
  run({cluster, clock, dhcpOptions, vpc, fargatePods}, doubt) {
    const siblings = recentlyHealthy(fargatePods, clock);
    if (dhcpOptions.is === 'absent') {
      return [
        {
          cause: 'dhcp-options-default-none',
          summary: `${cluster.vpcId} has no DHCP options, so a Fargate node is given no DNS server.`,
          certainty: siblings.lowers ? lowered('likely') : 'likely',
          evidence: [
            {source: SOURCE, ref: cluster.vpcId, path: 'DhcpOptionsId', value: 'default'},
            ...siblings.evidence,
          ],
          remedies: [amazonDns(cluster)],
        },
      ];
    }
    const options = dhcpOptions.value;
    // Others' resolvers mostly work: without a pod that hangs there is nothing to say but that they are there.
    const quiet = somePodHangs(fargatePods) && siblings.evidence.length === 0 ? {} : {note: true};
    const problems: Problem[] = [];
    const resolver = usesVpcResolver(options, valueOf(vpc));
    if (resolver === 'unsure') doubt.unsure('vpc');
    if (resolver === 'no') {
      const servers = [...options.domainNameServers].sort();
      problems.push({
        cause: 'dhcp-dns-servers',
        summary:
          servers.length > 0
            ? `DHCP options ${options.id} name ${listText(servers)} in place of the VPC's resolver; they have to know AWS names, or nodes find no API server.`
            : `DHCP options ${options.id} name no DNS server, so a Fargate node can resolve nothing.`,
        certainty: siblings.lowers ? lowered('likely') : 'likely',
        ...quiet,
        evidence: [
          {source: SOURCE, ref: options.id, path: 'domain-name-servers', value: servers.join(', ') || 'none'},
          ...siblings.evidence,
        ],
        remedies: [amazonDns(cluster)],
      });
    }
    const expected = defaultDomain(regionOf(cluster));
    const names = [...options.domainNames].sort();
    if (names.some((name) => name !== expected)) {
      problems.push({
        cause: 'dhcp-domain-name',
        summary: `DHCP options ${options.id} set the domain name ${listText(names)}; nodes expect ${expected}.`,
        certainty: 'possible',
        ...quiet,
        evidence: [
          {source: SOURCE, ref: options.id, path: 'domain-name', value: names.join(', ')},
          ...siblings.evidence,
        ],
        remedies: [amazonDns(cluster)],
      });
    }
    return problems;
  },
});

/** The new set's id is only known once it is made, so one command makes it and hands it on. */
function amazonDns(cluster: Cluster): Remedy {
  const region = regionOf(cluster);
  const make = sh`aws ec2 create-dhcp-options --region ${region} --dhcp-configurations Key=domain-name-servers,Values=AmazonProvidedDNS Key=domain-name,Values=${defaultDomain(region)} --query DhcpOptions.DhcpOptionsId --output text`;
  return {
    summary: `Give ${cluster.vpcId} DHCP options with Amazon's resolver; everything else in the VPC gets them too.`,
    commands: [
      sh`aws ec2 associate-dhcp-options --region ${region} --vpc-id ${cluster.vpcId} --dhcp-options-id ` +
        `"$(${make})"`,
    ],
    changes: 'aws',
    then: 'Recreate the pods that hang.',
  };
}
