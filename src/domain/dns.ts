import ipaddr from 'ipaddr.js';
import type {DhcpOptions, Vpc} from '../model/aws.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {FargatePod} from '../model/kubernetes.ts';
import {parseBlock} from './cidr.ts';
import {healthySibling} from './siblings.ts';

/** A Fargate pod of any profile that got ready within the last hour, so that names were resolved lately. */
export const recentlyHealthy = (pods: Fact<readonly FargatePod[]>, clock: string): FargatePod | undefined =>
  healthySibling(valueOf(pods) ?? [], {reference: clock});

/** Whether some Fargate pod is seen to wait for a node: the symptom of whatever keeps nodes from registering. */
export const somePodHangs = (pods: Fact<readonly FargatePod[]>): boolean =>
  (valueOf(pods) ?? []).some(
    (pod) => pod.phase === 'Pending' && pod.nodeName === undefined && pod.deletedAt === undefined,
  );

// The addresses at which every VPC's own resolver answers, beside the one in its address range.
const RESOLVER = ['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253'];

/** The resolver's address in the VPC: the base of its first block plus two. */
function resolverIn(vpc: Vpc | undefined): string | undefined {
  const block = parseBlock(vpc?.cidrs[0] ?? '');
  if (block?.family !== 'ipv4') return undefined;
  const base = ipaddr.IPv4.networkAddressFromCIDR(vpc?.cidrs[0] ?? '').toByteArray();
  return [...base.slice(0, 3), (base[3] ?? 0) + 2].join('.');
}

/** Whether DHCP options name the VPC's own resolver, by name or by one of its addresses. */
export function usesVpcResolver(options: DhcpOptions, vpc: Vpc | undefined): boolean {
  const own = resolverIn(vpc);
  return options.domainNameServers.some((server) => RESOLVER.includes(server) || server === own);
}

/** The domain name that a VPC's default DHCP options give in a Region. */
export const defaultDomain = (region: string): string =>
  region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
