import {recentlyHealthy, somePodHangs, usesVpcResolver} from '../../domain/dns.ts';
import {endpointEvidence} from '../../domain/egress-reading.ts';
import {listText} from '../../domain/lists.ts';
import {lowered} from '../../domain/siblings.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'private-endpoint-resolves',
  title: 'The VPC resolves the private cluster endpoint',
  topic: 'endpoint DNS',
  group: 'network',
  stage: 'provisioning',
  scope: 'cluster',
  precedence: 'dns',
  needs: ['cluster', 'clock'],
  consults: ['vpcDnsSupport', 'vpcDnsHostnames', 'dhcpOptions', 'vpc', 'fargatePods'],
  causes: {
    'endpoint-private-dns-broken': {
      title: "Private endpoint whose name the VPC can't resolve",
      why: "EKS publishes the private addresses of the API server in a hosted zone that it ties to the VPC. The zone is only seen with DNS resolution and DNS hostnames on, and through the VPC's own resolver. Otherwise nodes get the public addresses, or none.",
      symptoms: ['fargate-scheduler repeats "Pod provisioning timed out (will retry)".'],
      proof:
        'Private access is on, and a DNS attribute is off or the DHCP options name other servers. Those who resolve the name publicly may still get a usable address, so never certain.',
      severity: 'error',
      atMost: 'likely',
      fix: ['Mend the DNS attribute or DHCP options that is named beside it'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html'],
    },
  },
  run({cluster, clock, vpcDnsSupport, vpcDnsHostnames, dhcpOptions, vpc, fargatePods}, doubt) {
    if (!cluster.endpointPrivateAccess) return [];
    doubt.unsure('vpcDnsSupport', 'vpcDnsHostnames', 'dhcpOptions');
    const off: Evidence[] = [
      ['enableDnsSupport', vpcDnsSupport] as const,
      ['enableDnsHostnames', vpcDnsHostnames] as const,
    ].flatMap(([path, fact]) =>
      valueOf(fact) === false
        ? [{source: 'ec2:DescribeVpcAttribute', ref: cluster.vpcId, path, value: 'false', needed: 'true'}]
        : [],
    );
    const options = valueOf(dhcpOptions);
    const servers = options ? [...options.domainNameServers].sort().join(', ') || 'none' : 'none';
    const resolver = options && usesVpcResolver(options, valueOf(vpc));
    if (resolver === 'unsure') doubt.unsure('vpc');
    const elsewhere = dhcpOptions.is === 'absent' || resolver === 'no';
    const dhcp: Evidence[] = elsewhere
      ? [
          {
            source: 'ec2:DescribeDhcpOptions',
            ref: options?.id ?? cluster.vpcId,
            path: 'domain-name-servers',
            value: servers,
          },
        ]
      : [];
    const [first, ...rest] = [...off, ...dhcp];
    if (!first) return [];
    const siblings = recentlyHealthy(fargatePods, clock);
    // With the public endpoint on, the name has public addresses that may do.
    const sure: Certainty = off.length > 0 && !cluster.endpointPublicAccess ? 'likely' : 'possible';
    const quiet = off.length === 0 && (siblings.evidence.length > 0 || !somePodHangs(fargatePods));
    const faults = [...off.map((e) => `${e.path} is off`), ...(elsewhere ? [`DNS servers: ${servers}`] : [])];
    return [
      {
        cause: 'endpoint-private-dns-broken',
        summary: `Nodes may not resolve the private cluster endpoint in ${cluster.vpcId} (${listText(faults)}).`,
        certainty: siblings.lowers ? lowered(sure) : sure,
        ...(quiet ? {note: true} : {}),
        evidence: [first, ...rest, endpointEvidence(cluster), ...siblings.evidence],
        remedies: [],
      },
    ];
  },
});
