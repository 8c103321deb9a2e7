import ipaddr from 'ipaddr.js';
import type {DhcpOptions, Vpc} from '../model/aws.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {FargatePod} from '../model/kubernetes.ts';
import {isPrivate, parseBlock} from './cidr.ts';
import {testimony, type Testimony} from './siblings.ts';

/** What Fargate pods of any profile say that got ready within the last hour: names were resolved lately. */
export const recentlyHealthy = (pods: Fact<readonly FargatePod[]>, clock: string): Testimony =>
  testimony(valueOf(pods), {reference: clock});

/** Whether some Fargate pod is seen to wait for a node: the symptom of whatever keeps nodes from registering. */
export const somePodHangs = (pods: Fact<readonly FargatePod[]>): boolean =>
  (valueOf(pods) ?? []).some(
    (pod) => pod.phase === 'Pending' && pod.nodeName === undefined && pod.deletedAt === undefined,
  );

// The addresses at which every VPC's own resolver answers, beside the one in its address range.
const RESOLVER = ['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253'];

/** The resolver's address in the VPC: the base of its first block plus two. */
function resolverIn(vpc: Vpc): string | undefined {
  const [primary] = vpc.cidrs;
  if (primary === undefined || parseBlock(primary)?.family !== 'ipv4') return undefined;
  const base = ipaddr.IPv4.networkAddressFromCIDR(primary).toByteArray();
  return [...base.slice(0, 3), (base[3] ?? 0) + 2].join('.');
}

/**
 * Whether DHCP options name the VPC's own resolver, by name or by one of its addresses. `unsure`: one of the servers has
 * the form of that address, and the VPC could not be read.
 */
export function usesVpcResolver(options: DhcpOptions, vpc: Vpc | undefined): 'yes' | 'no' | 'unsure' {
  const servers = options.domainNameServers;
  if (servers.some((server) => RESOLVER.includes(server))) return 'yes';
  if (!vpc) return servers.some((server) => isPrivate(server) && server.endsWith('.2')) ? 'unsure' : 'no';
  const own = resolverIn(vpc);
  return own !== undefined && servers.includes(own) ? 'yes' : 'no';
}

/** The domain name that a VPC's default DHCP options give in a Region. */
export const defaultDomain = (region: string): string =>
  region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
