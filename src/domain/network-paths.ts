import type {Subnet} from '../model/aws.ts';
import type {Destination, NetworkPath, PathHop} from '../model/diagnosis.ts';
import {answered, unavailable, valueOf, type Fact} from '../model/fact.ts';
import type {FactId, FactMap} from '../model/facts.ts';
import {subjectKey} from '../model/kubernetes.ts';
import {isOpenToPublicAccessBlock} from './block-public-access.ts';
import {admits} from './cidr.ts';
import {blocksText, type EgressReading} from './egress-reading.ts';
import type {EgressPath} from './egress.ts';
import {filterHop, routeHops} from './path-hops.ts';
import {readReach, type ReachReading} from './reach-reading.ts';
import type {Leg} from './reach.ts';
import {endpointsFor, type EndpointService} from './vpc-endpoints.ts';

/** Facts by name, as the engine has gathered them; one that was not asked is missing. */
export type FactsAtHand = {readonly [K in FactId]?: Fact<FactMap[K]>};

const NOBODY_DOUBTS = {unsure: () => false, unreadable: () => [], inapplicable: () => []};

/**
 * The ways from a subject's subnets to all that its start needs. The subnet that the pod is in, once it has an address;
 * else every subnet of its profile. Empty where its profile, the subnets or their route tables could not be read.
 */
export function networkPaths(facts: FactsAtHand): readonly NetworkPath[] {
  const subject = valueOf(facts.subject ?? NOT_ASKED);
  const reading = readingOf(facts);
  if (!reading || !subject) return [];
  const {egress} = reading;
  const key = subjectKey(subject);
  const lost = egress.profile.subnetIds.filter((id) => !egress.subnets.some((subnet) => subnet.id === id)).sort();
  const paths = reading.subnets.flatMap((subnet) =>
    destinations(reading, facts).map((destination): NetworkPath => {
      const hops = cutBehindBreak(softened(hopsTo(destination, subnet, reading, facts), subnet, destination, reading));
      return {profile: egress.profile.name, subnet: subnet.id, destination, subject: key, hops};
    }),
  );
  const placed = reading.subnets.length < egress.subnets.length;
  return [...paths, ...(placed ? [] : lost.map((id) => lostPath(id, egress, key)))];
}

const NOT_ASKED = unavailable('not asked');

/** One walk with everything that filters, as far as it was read. */
function readingOf(facts: FactsAtHand): ReachReading | undefined {
  const take = <K extends FactId>(id: K): Fact<FactMap[K]> => facts[id] ?? NOT_ASKED;
  const needs = {
    subject: valueOf(take('subject')),
    cluster: valueOf(take('cluster')),
    profile: valueOf(take('profile')),
    profileSubnets: valueOf(take('profileSubnets')),
    routeTables: valueOf(take('routeTables')),
  };
  const {subject, cluster, profile, profileSubnets, routeTables} = needs;
  if (!subject || !cluster || !profile || !profileSubnets || !routeTables) return undefined;
  const securityGroups = valueOf(take('securityGroups'));
  const acls = valueOf(take('networkAcls'));
  return readReach(
    {
      subject,
      cluster,
      profile,
      profileSubnets,
      routeTables,
      natGateways: take('natGateways'),
      internetGateways: take('internetGateways'),
      vpcEndpoints: take('vpcEndpoints'),
      podSpec: take('podSpec'),
      pod: take('pod'),
      clock: take('clock'),
      fargatePods: take('fargatePods'),
      podEvents: take('podEvents'),
      interfaceSubnets: take('interfaceSubnets'),
      dhcpOptions: take('dhcpOptions'),
      vpc: take('vpc'),
    },
    {
      ...(securityGroups
        ? {
            groups: {
              securityGroups,
              prefixLists: take('prefixLists'),
              securityGroupPolicies: take('securityGroupPolicies'),
            },
          }
        : {}),
      ...(acls ? {acls} : {}),
    },
    NOBODY_DOUBTS,
  );
}

/** What the images are decides which registry is needed; where they could not be read, none is claimed. */
function destinations({egress}: ReachReading, facts: FactsAtHand): readonly Destination[] {
  const read = facts.podSpec !== undefined && answered(facts.podSpec);
  const ecr = read && (egress.images === undefined || egress.images.includes('ecr'));
  const registry = egress.images?.includes('internet') === true;
  return ['api', ...(ecr ? (['ecr', 's3'] as const) : []), ...(registry ? (['registry'] as const) : []), 'sts'];
}

const SERVICES: Readonly<Record<Exclude<Destination, 'api' | 'registry'>, readonly EndpointService[]>> = {
  ecr: ['ecr.dkr', 'ecr.api'],
  s3: ['s3'],
  sts: ['sts'],
};

function hopsTo(
  destination: Destination,
  subnet: Subnet,
  reading: ReachReading,
  facts: FactsAtHand,
): readonly PathHop[] {
  const start = [subnetHop(subnet), ...resolverHop(reading, facts)];
  const path = reading.egress.paths.find((one) => one.subnet.id === subnet.id);
  const legs = reading.legs.filter((leg) => leg.subnet.id === subnet.id && leg.goal === destination);
  if (destination === 'api' || destination === 'registry') {
    return [...start, ...wayOf(legs[0], path, reading, facts), endOf(destination, path, reading.egress)];
  }
  // Of a service with several names the worst way is shown.
  const ways = SERVICES[destination].map((service) => {
    const leg = legs.find((one) => SERVICES[destination].length === 1 || one.name.includes(service));
    const end: PathHop = {what: 'destination', id: NAMES[destination], state: 'open', detail: service};
    const plain = SERVICES[destination].length === 1 ? {what: end.what, id: end.id, state: end.state} : end;
    return [...start, ...wayToService(service, leg, path, reading, facts), plain];
  });
  return [...ways].sort((a, b) => trouble(a) - trouble(b))[0] ?? start;
}

/** Names of destinations, for people. */
export const NAMES: Readonly<Record<Destination, string>> = {
  api: 'API endpoint',
  ecr: 'ECR',
  s3: 'S3',
  sts: 'STS',
  registry: 'image registry',
};

const trouble = (hops: readonly PathHop[]): number =>
  hops.some((h) => h.state === 'broken') ? 0 : hops.some((h) => h.state === 'unknown') ? 1 : 2;

function subnetHop(subnet: Subnet): PathHop {
  const hop = {what: 'subnet', id: subnet.id, detail: `${subnet.cidr}, ${subnet.zone}`} as const;
  return subnet.availableIps > 0
    ? {...hop, state: 'open'}
    : {...hop, state: 'broken', reason: 'no address is free in it'};
}

/** Shown only where the names can't be resolved: a resolver that works is no hop of a packet. */
function resolverHop({egress, legs}: ReachReading, facts: FactsAtHand): readonly PathHop[] {
  const hop = {what: 'resolver', id: egress.cluster.vpcId} as const;
  if (facts.vpcDnsSupport && valueOf(facts.vpcDnsSupport) === false) {
    return [{...hop, state: 'broken', reason: 'DNS resolution is off in the VPC, so no name is found'}];
  }
  if (facts.dhcpOptions?.is === 'absent') {
    return [{...hop, state: 'unknown', reason: 'the VPC has no DHCP options, which name the DNS servers'}];
  }
  const shut = legs.find((leg) => leg.goal === 'dns' && leg.hops.some((one) => one.state === 'shut'));
  return shut ? [{...hop, id: shut.name, state: 'broken', reason: 'UDP 53 to the DNS servers is refused'}] : [];
}

function wayToService(
  service: EndpointService,
  leg: Leg | undefined,
  path: EgressPath | undefined,
  reading: ReachReading,
  facts: FactsAtHand,
): readonly PathHop[] {
  const {endpoints, region} = reading.egress;
  if (!endpoints) {
    const gap = facts.vpcEndpoints;
    const reason = gap?.is === 'denied' ? `needs ${gap.permission}` : 'the endpoints of the VPC could not be read';
    return [{what: 'vpc-endpoint', id: 'VPC endpoints', state: 'unknown', reason}];
  }
  const way = wayOf(leg, path, reading, facts);
  const last = way.at(-1);
  if (last?.state !== 'broken' || last.what === 'security-groups' || last.what === 'network-acl') return way;
  // The routes end nowhere: an endpoint would have done.
  return [...way.slice(0, -1), {...last, reason: `${last.reason ?? ''}; ${instead(service, endpoints, region)}`}];
}

function instead(service: EndpointService, endpoints: NonNullable<EgressReading['endpoints']>, region: string): string {
  const [one] = endpointsFor(service, endpoints, region);
  if (!one) return `the VPC has no endpoint for ${service}`;
  if (one.state !== 'available') return `${one.id} for ${service} is in state ${one.state}`;
  return one.type === 'Gateway'
    ? `${one.id} for ${service} does not serve this route table`
    : `private DNS is off on ${one.id} for ${service}`;
}

/** Everything between the subnet and the destination. */
function wayOf(
  leg: Leg | undefined,
  path: EgressPath | undefined,
  {egress}: ReachReading,
  facts: FactsAtHand,
): readonly PathHop[] {
  const hopOf = (...kinds: readonly string[]): readonly PathHop[] =>
    (leg?.hops ?? []).filter((hop) => kinds.includes(hop.kind)).map(filterHop);
  const near = hopOf('pod-groups', 'pod-acl');
  switch (leg?.via) {
    case 'endpoint':
    case 'gateway':
      return [
        ...near,
        ...(leg.via === 'gateway' && path?.table ? [tableHop(path.table.id)] : []),
        ...hopOf('endpoint-acl', 'endpoint-groups'),
        {
          what: 'vpc-endpoint',
          id: leg.endpoint?.id ?? '',
          detail: leg.via === 'gateway' ? 'gateway' : 'interface',
          state: 'open',
        },
      ];
    case 'control-plane':
      return [...near, ...hopOf('control-plane-acl', 'control-plane-groups')];
    case 'internet':
    case 'server':
    case undefined: {
      const routes = path ? gatewayBlocked(routeHops(path), path, egress, facts) : [];
      const at = routes.findIndex((hop) => hop.what === 'nat-gateway') + 1;
      return [...near, ...routes.slice(0, at), ...hopOf('nat-acl'), ...routes.slice(at)];
    }
  }
}

const tableHop = (id: string): PathHop => ({what: 'route-table', id, state: 'open'});

/** VPC Block Public Access shuts the internet gateway, or, where a regional NAT gateway shows none, that. */
function gatewayBlocked(
  hops: readonly PathHop[],
  path: EgressPath,
  {cluster}: EgressReading,
  facts: FactsAtHand,
): readonly PathHop[] {
  const access = facts.blockPublicAccess && valueOf(facts.blockPublicAccess);
  if (!access || path.end.reaches !== 'internet' || isOpenToPublicAccessBlock(path, cluster.vpcId, access)) return hops;
  const last = hops.at(-1);
  if (!last) return hops;
  return [...hops.slice(0, -1), {...last, state: 'broken', reason: 'VPC Block Public Access (block-bidirectional)'}];
}

/** The destination, which has a say of its own only if it is the API server. */
function endOf(destination: 'api' | 'registry', path: EgressPath | undefined, {cluster}: EgressReading): PathHop {
  const hop = {what: 'destination', id: NAMES[destination]} as const;
  if (destination === 'registry') return {...hop, state: 'open'};
  if (cluster.endpointPrivateAccess) return {...hop, detail: 'private', state: 'open'};
  const admitted = cluster.publicAccessCidrs;
  const end = path?.end;
  const open: PathHop = {...hop, detail: 'public', state: 'open'};
  if (admitted.length === 0 || end?.reaches !== 'internet') return open;
  const refused = end.sourceIps.filter((ip) => !admits(admitted, ip));
  if (refused.length === 0) return open;
  const reason = `admits only ${blocksText(admitted)}, not ${blocksText(refused)}`;
  return {...open, state: refused.length === end.sourceIps.length ? 'broken' : 'unknown', reason};
}

/**
 * A break that another way may make harmless is not called one: names of services may lead to endpoints that another
 * network shares, and in an IPv6 cluster the pod's own traffic may leave by IPv6.
 */
function softened(
  hops: readonly PathHop[],
  subnet: Subnet,
  destination: Destination,
  {egress}: ReachReading,
): readonly PathHop[] {
  const path = egress.paths.find((one) => one.subnet.id === subnet.id);
  const shared = destination !== 'api' && destination !== 'registry' && path?.leadsToOtherNetworks === true;
  const by6 = egress.paths6.some((one) => one.subnet.id === subnet.id && one.end.reaches === 'internet');
  const doubt = shared ? 'another network may share an endpoint' : by6 ? 'IPv6 may lead out' : undefined;
  if (doubt === undefined) return hops;
  const routed: readonly PathHop['what'][] = [
    'route-table',
    'nat-gateway',
    'internet-gateway',
    'beyond',
    'destination',
  ];
  return hops.map((hop) =>
    hop.state === 'broken' && routed.includes(hop.what)
      ? {...hop, state: 'unknown', reason: `${hop.reason ?? ''}; ${doubt}`}
      : hop,
  );
}

/** Behind the first break nothing was proved. */
function cutBehindBreak(hops: readonly PathHop[]): readonly PathHop[] {
  const at = hops.findIndex((hop) => hop.state === 'broken');
  if (at < 0) return hops;
  return hops.map((hop, i) => {
    if (i <= at || hop.state === 'broken') return hop;
    const {what, id, detail} = hop;
    return {what, id, ...(detail === undefined ? {} : {detail}), state: 'unknown'};
  });
}

function lostPath(id: string, {profile}: EgressReading, subject: string): NetworkPath {
  const reason = 'it is not in the VPC of the cluster, or not there at all';
  return {
    profile: profile.name,
    subnet: id,
    destination: 'api',
    subject,
    hops: [
      {what: 'subnet', id, state: 'broken', reason},
      {what: 'destination', id: NAMES.api, state: 'unknown'},
    ],
  };
}
