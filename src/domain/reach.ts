import type {Subnet, VpcEndpoint} from '../model/aws.ts';
import {PUBLIC_BLOCKS} from './cidr.ts';
import type {Need} from './cut-off.ts';
import type {EgressReading} from './egress-reading.ts';
import {
  blocksOf,
  farAclHop,
  groupsHop,
  inFamily,
  natAclHop,
  podAclHop,
  podGroupsHop,
  present,
  type Filters,
  type ReachHop,
  type Start,
} from './reach-hops.ts';
import {HTTPS, type Flow, type Peer} from './security-groups.ts';
import {endpointsFor, type EndpointService} from './vpc-endpoints.ts';

export type {Filters, ReachHop} from './reach-hops.ts';

/** Where a pod's start has to get at: what {@link cutOff} knows, its DNS servers, and where its logs go. */
export type Goal = Need | 'dns' | 'logs';

/** The way from one subnet to one goal, past everything that filters. */
export interface Leg {
  readonly goal: Goal;
  /** For people: "ECR (ecr.dkr)". */
  readonly name: string;
  readonly subnet: Subnet;
  /** The VPC endpoint that the goal's name leads to, if it does. */
  readonly endpoint?: VpcEndpoint;
  readonly via: 'control-plane' | 'endpoint' | 'gateway' | 'internet' | 'server';
  readonly hops: readonly ReachHop[];
}

const INTERNET_BLOCKS = [...PUBLIC_BLOCKS.ipv4, ...PUBLIC_BLOCKS.ipv6];

/** Walks from every subnet of the profile to everything that a start needs. */
export const walkReach = (reading: EgressReading, filters: Filters): readonly Leg[] =>
  reading.subnets.flatMap((subnet) => {
    const path = reading.paths.find((one) => one.subnet.id === subnet.id);
    return goalsOf(reading, filters).flatMap((goal) => legsTo(goal, {subnet, path, reading, filters}));
  });

/** Of images that were not seen, or come from a host that we can't place, the usual: ECR. */
function goalsOf({images}: EgressReading, {dnsServers, logs}: Filters): readonly Goal[] {
  const pulls = images === undefined || images.includes('ecr');
  const registry = images?.includes('internet') === true;
  return [
    ...(dnsServers.length > 0 ? (['dns'] as const) : []),
    'api',
    'sts',
    ...(pulls ? (['ecr', 's3'] as const) : []),
    ...(registry ? (['registry'] as const) : []),
    ...(logs ? (['logs'] as const) : []),
  ];
}

function legsTo(goal: Goal, start: Start): readonly Leg[] {
  switch (goal) {
    case 'api':
      return start.reading.cluster.endpointPrivateAccess
        ? [toControlPlane(start)]
        : toInternet(goal, 'the API server', start);
    case 'sts':
      return toService(goal, 'sts', 'STS', start);
    case 'ecr':
      return [
        ...toService(goal, 'ecr.api', 'ECR (ecr.api)', start),
        ...toService(goal, 'ecr.dkr', 'ECR (ecr.dkr)', start),
      ];
    case 's3':
      return toService(goal, 's3', 'S3', start);
    case 'logs':
      return toService(goal, 'logs', 'CloudWatch Logs', start);
    case 'registry':
      return toInternet(goal, 'the image registry', start);
    case 'dns':
      return [toDns(start)];
  }
}

/** The endpoint that a service's name leads to in this VPC: an interface endpoint takes over the name by private DNS. */
export function servingEndpoint(
  service: EndpointService,
  endpoints: readonly VpcEndpoint[],
  region: string,
  tableId: string | undefined,
): VpcEndpoint | undefined {
  const all = endpointsFor(service, endpoints, region).filter((endpoint) => endpoint.state === 'available');
  return (
    all.find((e) => e.type === 'Interface' && e.privateDnsEnabled) ??
    all.find((e) => e.type === 'Gateway' && tableId !== undefined && e.routeTableIds.includes(tableId))
  );
}

function toService(goal: Goal, service: EndpointService, name: string, start: Start): readonly Leg[] {
  const {reading, path, subnet, filters} = start;
  // Whether there is an endpoint decides which way it goes.
  if (!reading.endpoints) return [];
  const endpoint = servingEndpoint(service, reading.endpoints, reading.region, path?.table?.id);
  if (!endpoint) return toInternet(goal, name, start);
  if (endpoint.type === 'Gateway') {
    const lists = (path?.table?.routes ?? []).filter((r) => r.target === endpoint.id).map((r) => r.destination);
    const peer: Peer = {groups: [], blocks: INTERNET_BLOCKS, lists};
    const hops = [podGroupsHop(HTTPS, peer, filters), podAclHop(HTTPS, INTERNET_BLOCKS, start)];
    return [{goal, name, subnet, endpoint, via: 'gateway', hops: present(hops)}];
  }
  const blocks = blocksOf(endpoint.subnetIds, filters);
  const peer: Peer = {groups: endpoint.securityGroupIds, blocks, lists: []};
  const hops = [
    podGroupsHop(HTTPS, peer, filters),
    // Within a subnet nothing passes its ACL.
    endpoint.subnetIds.includes(subnet.id) ? undefined : podAclHop(HTTPS, blocks, start),
    endpoint.subnetIds.includes(subnet.id) ? undefined : farAclHop('endpoint-acl', endpoint.subnetIds, HTTPS, start),
    groupsHop('endpoint-groups', endpoint.securityGroupIds, HTTPS, start),
  ];
  return [{goal, name, subnet, endpoint, via: 'endpoint', hops: present(hops)}];
}

function toControlPlane(start: Start): Leg {
  const {reading, subnet, filters} = start;
  const {cluster} = reading;
  const ids = controlPlaneGroups(reading);
  const all = blocksOf(cluster.subnetIds, filters);
  const hopsIn = (from: Start): readonly (ReachHop | undefined)[] => {
    const blocks = all && inFamily(all, from.family);
    // Without an address of the family there is no way in it.
    if (blocks?.length === 0) return [];
    return [
      podGroupsHop(HTTPS, {groups: ids, blocks, lists: []}, filters),
      podAclHop(HTTPS, blocks, from),
      farAclHop('control-plane-acl', cluster.subnetIds, HTTPS, from),
      groupsHop('control-plane-groups', ids, HTTPS, from),
    ];
  };
  const hops = alsoByIpv6(hopsIn(start), start, hopsIn);
  return {goal: 'api', name: 'the API server', subnet, via: 'control-plane', hops: present(hops)};
}

/**
 * In an IPv6 cluster pods and nodes have IPv6 addresses, and so have the interfaces of the control plane. One family that
 * passes may do, so that a hop which refuses IPv6 alone is partly open. That is asked of the API server only: the names of
 * ECR, S3 and STS have IPv4 addresses unless others are asked for.
 */
function alsoByIpv6(
  hops: readonly (ReachHop | undefined)[],
  start: Start,
  hopsIn: (from: Start) => readonly (ReachHop | undefined)[],
): readonly (ReachHop | undefined)[] {
  if (start.reading.cluster.ipFamily !== 'ipv6' || start.subnet.ipv6Cidrs.length === 0) return hops;
  const refused = present(hopsIn({...start, family: 'ipv6'})).filter((hop) => hop.state === 'shut');
  return hops.map((hop) => {
    const by6 = hop && refused.find((one) => one.kind === hop.kind);
    if (!by6 || hop.state !== 'open') return hop;
    return {...by6, family: 'ipv6', state: 'partly', asks: `${by6.asks} by IPv6`, because: `${by6.because} by IPv6`};
  });
}

/** The groups of the interfaces that the control plane has in the VPC. */
export const controlPlaneGroups = ({cluster}: Pick<EgressReading, 'cluster'>): readonly string[] => [
  ...(cluster.clusterSecurityGroupId === undefined ? [] : [cluster.clusterSecurityGroupId]),
  ...cluster.securityGroupIds,
];

/** Without a default route the routes are the fault, and what filters on the way is no matter. */
function toInternet(goal: Goal, name: string, start: Start): readonly Leg[] {
  const {path, subnet, filters} = start;
  if (!path || (path.end.reaches === 'unknown' && path.end.lacks === 'routeTables')) return [];
  if (path.end.reaches === 'nowhere' && path.end.broken === 'no-default-route') return [];
  // Names of AWS services may lead to endpoints that another network shares, those of public places not.
  const hub = path.leadsToOtherNetworks || path.end.reaches === 'beyond';
  const blocks = hub && goal !== 'api' && goal !== 'registry' ? undefined : INTERNET_BLOCKS;
  const natSubnet = path.nat?.connectivityType === 'public' ? path.nat.subnetId : undefined;
  const near = (from: Start): readonly (ReachHop | undefined)[] => {
    const own = blocks && inFamily(blocks, from.family);
    return [podGroupsHop(HTTPS, {groups: [], blocks: own, lists: []}, filters), podAclHop(HTTPS, own, from)];
  };
  const hops = [
    ...(goal === 'api' ? alsoByIpv6(near(start), start, near) : near(start)),
    natSubnet === undefined || natSubnet === subnet.id ? undefined : natAclHop(natSubnet, start),
  ];
  return [{goal, name, subnet, via: 'internet', hops: present(hops)}];
}

function toDns(start: Start): Leg {
  const {subnet, filters} = start;
  const flow: Flow = {protocol: 'udp', port: 53};
  const blocks = filters.dnsServers.map((server) => `${server}/${server.includes(':') ? 128 : 32}`);
  // One server that answers is enough.
  const hops = blocks.map((block) => [
    podGroupsHop(flow, {groups: [], blocks: [block], lists: []}, filters),
    podAclHop(flow, [block], start),
  ]);
  const best = hops.find((ways) => present(ways).every((hop) => hop.state !== 'shut')) ?? hops[0] ?? [];
  return {goal: 'dns', name: `DNS server ${filters.dnsServers.join(', ')}`, subnet, via: 'server', hops: present(best)};
}
