import type {InternetGateway, NatGateway, Route, RouteTable, RouteTargetKind, Subnet} from '../model/aws.ts';
import type {FactId} from '../model/facts.ts';
import type {Family} from './cidr.ts';
import {defaultRoutes, detours, effectiveRouteTable, privateRoutes} from './routes.ts';

/** What the walk may look at. An unread list is undefined, and then only what hangs on it is unknown. */
export interface Network {
  readonly vpcId: string;
  /** Twelve digits; subnets of another account are shared ones, whose gateways can't be seen from here. */
  readonly account?: string;
  readonly routeTables: readonly RouteTable[];
  readonly natGateways?: readonly NatGateway[];
  readonly internetGateways?: readonly InternetGateway[];
}

/** One thing that a packet passes on its way out. */
export interface Hop {
  readonly kind: 'subnet' | 'route-table' | RouteTargetKind;
  readonly id: string;
  /** For people: the id, with what matters of it: `nat-0c1 (203.0.113.10)`. */
  readonly label: string;
}

/** Why a path ends before it is out. */
export type Break =
  | 'no-default-route'
  | 'blackhole-route'
  /** A default route to an internet gateway, which drops packets of a pod, for it has no public address. */
  | 'public-subnet'
  | 'nat-not-available'
  | 'nat-private'
  | 'nat-without-address'
  | 'nat-in-private-subnet'
  | 'internet-gateway-detached';

/** Where a path leads. */
export type EgressEnd =
  /** `sourceIps`: the addresses that the other side may see; empty for IPv6, where it sees the pod's own. */
  | {readonly reaches: 'internet'; readonly sourceIps: readonly string[]}
  /** Through something that we can't look behind. */
  | {readonly reaches: 'beyond'; readonly via: RouteTargetKind; readonly id: string}
  /** `half`: the fault is in one half of a default that is written as two. */
  | {readonly reaches: 'nowhere'; readonly broken: Break; readonly half: boolean}
  /** What would tell was not visible: `lacks` is the fact that should hold it. */
  | {readonly reaches: 'unknown'; readonly lacks: FactId; readonly because: string};

/** The way from one subnet to the internet. The last hop is where a broken path breaks. */
export interface EgressPath {
  readonly subnet: Subnet;
  readonly family: Family;
  readonly hops: readonly Hop[];
  readonly end: EgressEnd;
  /** The subnet's own route table, if it is visible, and the default routes in it. */
  readonly table?: RouteTable;
  readonly routes: readonly Route[];
  /** The NAT gateway that the default route names. */
  readonly nat?: NatGateway;
  /** The route table of that NAT gateway's subnet, or of the NAT gateway itself where it is a regional one. */
  readonly natTable?: RouteTable;
  /** Some traffic may leave another way: by routes to public ranges or to prefix lists. */
  readonly detours: readonly Route[];
  /** Other private networks can be reached, so shared endpoints may be. */
  readonly leadsToOtherNetworks: boolean;
}

type Stretch = Pick<EgressPath, 'hops' | 'end' | 'nat' | 'natTable'>;

/** Follows the default route of one subnet, hop by hop, until it is out, broken, or out of sight. */
export function walkEgress(subnet: Subnet, network: Network, family: Family = 'ipv4'): EgressPath {
  // The pods of a scan have few subnets, and the same network around them.
  const before = walked.get(subnet)?.get(family);
  if (before && isSame(before.network, network)) return before.path;
  const path = walk(subnet, network, family);
  const ways = walked.get(subnet) ?? new Map<Family, Walked>();
  walked.set(subnet, ways.set(family, {network, path}));
  return path;
}

interface Walked {
  readonly network: Network;
  readonly path: EgressPath;
}

/** The last way that was found from each subnet. */
const walked = new WeakMap<Subnet, Map<Family, Walked>>();

const isSame = (a: Network, b: Network): boolean =>
  a.vpcId === b.vpcId &&
  a.account === b.account &&
  a.routeTables === b.routeTables &&
  a.natGateways === b.natGateways &&
  a.internetGateways === b.internetGateways;

function walk(subnet: Subnet, network: Network, family: Family): EgressPath {
  const start: Hop = {kind: 'subnet', id: subnet.id, label: subnet.id};
  const table = subnet.vpcId === network.vpcId ? effectiveRouteTable(subnet.id, network.routeTables) : undefined;
  const base = {subnet, family, routes: [], detours: [], leadsToOtherNetworks: false};
  if (!table) {
    const owner = isShared(subnet, network) ? `, for it belongs to account ${subnet.ownerId}` : '';
    return {
      ...base,
      hops: [start],
      end: unknown('routeTables', `the route table of ${subnet.id} is not visible${owner}`),
    };
  }
  const {routes, whole} = defaultRoutes(table, family);
  const others = detours(table, family);
  const seen = {...base, table, routes, detours: others, leadsToOtherNetworks: privateRoutes(table).length > 0};
  const hop: Hop = {kind: 'route-table', id: table.id, label: table.id};
  if (routes.length === 0 && others.length > 0) {
    const to = others.map((route) => route.destination).join(', ');
    const end = unknown(
      'routeTables',
      `${table.id} has no default route but routes to ${to}, whose reach is not visible`,
    );
    return {...seen, hops: [start, hop], end};
  }
  const stretches = routes.map((route) => follow(route, {subnet, network, family, passed: []}));
  if (!whole) stretches.push({hops: [], end: nowhere('no-default-route')});
  const worst = [...stretches].sort((a, b) => gravity(a.end) - gravity(b.end))[0] as Stretch;
  const {end, hops, ...nat} = worst;
  const label = end.reaches === 'nowhere' && end.broken === 'no-default-route' ? noDefault(table.id, family) : table.id;
  return {...seen, ...nat, hops: [start, {...hop, label}, ...hops], end: combine(end, stretches)};
}

const noDefault = (id: string, family: Family): string => `${id} (no ${family === 'ipv4' ? '0.0.0.0/0' : '::/0'})`;

const GRAVITY: readonly EgressEnd['reaches'][] = ['nowhere', 'unknown', 'beyond', 'internet'];
const gravity = (end: EgressEnd): number => GRAVITY.indexOf(end.reaches);

/** One end for a default in two halves: the worst of them, or all the addresses of both. */
function combine(end: EgressEnd, stretches: readonly Stretch[]): EgressEnd {
  if (end.reaches === 'nowhere') return {...end, half: stretches.some((s) => s.end.reaches !== 'nowhere')};
  if (end.reaches !== 'internet') return end;
  const ips = stretches.flatMap((s) => (s.end.reaches === 'internet' ? s.end.sourceIps : []));
  return {reaches: 'internet', sourceIps: [...new Set(ips)].sort()};
}

interface Walker {
  /** Where the pod is. */
  readonly subnet: Subnet;
  readonly network: Network;
  readonly family: Family;
  /** NAT gateways on the way, so that two that name each other end the walk. */
  readonly passed: readonly string[];
}

function follow(route: Route, walker: Walker): Stretch {
  const {target, targetKind: kind} = route;
  const hop = (note = ''): Hop => ({kind, id: target, label: note ? `${target} (${note})` : target});
  if (route.state === 'blackhole') {
    // Of a NAT gateway that failed the route is a symptom; of one that is gone the route is what is left to change.
    const nat = kind === 'nat-gateway' ? walker.network.natGateways?.find((n) => n.id === target) : undefined;
    if (nat?.state === 'failed' || nat?.state === 'pending') return throughNat(target, walker);
    return {hops: [hop('blackhole')], end: nowhere('blackhole-route')};
  }
  switch (kind) {
    case 'nat-gateway':
      return throughNat(target, walker);
    case 'internet-gateway':
      return walker.family === 'ipv4'
        ? {hops: [hop('but pods have no public address')], end: nowhere('public-subnet')}
        : {hops: [hop()], end: {reaches: 'internet', sourceIps: []}};
    case 'egress-only-internet-gateway':
      return {hops: [hop()], end: {reaches: 'internet', sourceIps: []}};
    case 'local':
      return {hops: [hop()], end: unknown('routeTables', `the default route of ${walker.subnet.id} is ${target}`)};
    case 'transit-gateway':
    case 'vpn-gateway':
    case 'peering':
    case 'network-interface':
    case 'instance':
    case 'vpc-endpoint':
    case 'carrier-gateway':
    case 'local-gateway':
    case 'core-network':
    case 'unknown':
      return {hops: [hop('not visible beyond')], end: {reaches: 'beyond', via: kind, id: target}};
  }
}

// States that AWS documents for a NAT gateway that carries nothing; any other word is one that we don't know.
const NAT_DOWN = ['pending', 'failed', 'deleting', 'deleted'];

function throughNat(id: string, walker: Walker): Stretch {
  const hop = (note: string): Hop => ({kind: 'nat-gateway', id, label: note ? `${id} (${note})` : id});
  const unseen = (because: string): Stretch => ({hops: [hop('')], end: unknown('natGateways', because)});
  if (!walker.network.natGateways) return unseen(`${id} was not read`);
  const nat = walker.network.natGateways.find((n) => n.id === id);
  // A route to a deleted NAT gateway is a blackhole; an active one to one that is not listed leads to another account's.
  if (!nat) return unseen(`${id} is not among the NAT gateways that are visible`);
  if (NAT_DOWN.includes(nat.state)) {
    const why = nat.failureCode ? `${nat.state}: ${nat.failureCode}` : nat.state;
    return {hops: [hop(why)], end: nowhere('nat-not-available'), nat};
  }
  if (nat.state !== 'available') return {...unseen(`${id} is in state ${nat.state}, which we don't know`), nat};
  if (walker.passed.includes(id)) return {hops: [hop('again')], end: nowhere('nat-in-private-subnet'), nat};
  if (nat.connectivityType === 'private') return {...behindPrivateNat(nat, hop('private'), walker), nat};
  const sourceIps = natAddresses(nat, walker.subnet);
  if (sourceIps.length === 0 && nat.addresses.some((a) => a.allocationId !== undefined && a.status !== 'failed'))
    return {...unseen(`EC2 does not say which public address ${id} has`), nat};
  if (sourceIps.length === 0) return {hops: [hop('no Elastic IP')], end: nowhere('nat-without-address'), nat};
  const here = hop(sourceIps.join(', '));
  // The routes of a regional NAT gateway are looked at where they are seen; AWS makes them, so that they are mostly right.
  const unseenRoutes = nat.availabilityMode === 'regional' && !natTableOf(nat, walker);
  if (unseenRoutes) return {hops: [here], end: {reaches: 'internet', sourceIps}, nat};
  return {...behindPublicNat(nat, here, sourceIps, walker), nat};
}

/**
 * The public addresses that traffic of a subnet may leave a NAT gateway with: all of them, for connections are spread over
 * secondary addresses too. A regional one has addresses per zone and uses those of the subnet's zone where it has any.
 */
export function natAddresses(nat: NatGateway, subnet?: Subnet): readonly string[] {
  const usable = nat.addresses.filter((a) => a.publicIp !== undefined && a.status !== 'failed');
  const here = usable.filter((a) => a.zone !== undefined && (a.zone === subnet?.zone || a.zone === subnet?.zoneId));
  const chosen = nat.availabilityMode === 'regional' && here.length > 0 ? here : usable;
  return chosen.map((a) => a.publicIp as string).sort();
}

/** A private NAT gateway only changes the address: what lies behind it is what its own subnet's routes reach. */
function behindPrivateNat(nat: NatGateway, here: Hop, walker: Walker): Stretch {
  const at = natSubnet(nat, walker);
  if (!at) return unseenBehind(nat, here);
  const [route] = defaultRoutes(at.table, walker.family).routes;
  if (!route || route.state === 'blackhole' || route.targetKind === 'internet-gateway') {
    return {hops: [here], end: nowhere('nat-private'), natTable: at.table};
  }
  const next = follow(route, {...walker, passed: [...walker.passed, nat.id]});
  const end =
    next.end.reaches === 'nowhere' && next.end.broken === 'nat-in-private-subnet' ? nowhere('nat-private') : next.end;
  return {hops: [here, ...at.hops, ...next.hops], end, natTable: at.table};
}

/** A public NAT gateway needs an internet gateway in its own subnet's table, or something that leads to one. */
function behindPublicNat(nat: NatGateway, here: Hop, sourceIps: readonly string[], walker: Walker): Stretch {
  const at = natSubnet(nat, walker);
  if (!at) return unseenBehind(nat, here);
  const natTable = at.table;
  const [route] = defaultRoutes(natTable, walker.family).routes;
  const table = at.hops[at.hops.length - 1] as Hop;
  const before = [here, ...at.hops.slice(0, -1)];
  if (!route || route.targetKind === 'local') {
    const bare = {...table, label: `${table.id} (no route to an internet gateway)`};
    return {hops: [...before, bare], end: nowhere('nat-in-private-subnet'), natTable};
  }
  const gateway = (note: string): Hop => ({kind: route.targetKind, id: route.target, label: `${route.target}${note}`});
  if (route.targetKind === 'internet-gateway') {
    const trouble = gatewayTrouble(route, walker);
    const end: EgressEnd = trouble?.end ?? {reaches: 'internet', sourceIps};
    return {hops: [...before, table, gateway(trouble ? ` (${trouble.word})` : '')], end, natTable};
  }
  if (route.state === 'blackhole') {
    return {hops: [...before, table, gateway(' (blackhole)')], end: nowhere('nat-in-private-subnet'), natTable};
  }
  const next = follow(route, {...walker, passed: [...walker.passed, nat.id]});
  return {hops: [...before, table, ...next.hops], end: next.end, natTable};
}

/** States of an attachment that carries traffic, or is about to; empty where EC2 lists it as attached and tells no state. */
const ATTACHED = ['available', 'attached', 'attaching', ''];
const DETACHED = ['detaching', 'detached'];

/**
 * What is wrong with the internet gateway that a NAT subnet's default route names, in a word, and where the path ends for it;
 * undefined if nothing visibly is.
 */
function gatewayTrouble(
  route: Route,
  {network, subnet}: Walker,
): {readonly word: string; readonly end: EgressEnd} | undefined {
  const broken = (word: string) => ({word, end: nowhere('internet-gateway-detached')});
  if (route.state === 'blackhole') return broken('blackhole');
  const attachment = network.internetGateways?.find((gateway) => gateway.id === route.target)?.attachment;
  // The gateways of a VPC that is shared with us are not listed to us.
  if (attachment === undefined) {
    return network.internetGateways && !isShared(subnet, network) ? broken('not attached') : undefined;
  }
  if (ATTACHED.includes(attachment)) return undefined;
  if (DETACHED.includes(attachment)) return broken(attachment);
  const because = `the attachment of ${route.target} is in state ${attachment}, which we don't know`;
  return {word: attachment, end: unknown('internetGateways', because)};
}

/** The way from a NAT gateway to the table that it obeys: its subnet's, or, of a regional one, which is in none, its own. */
function natSubnet(nat: NatGateway, walker: Walker): {table: RouteTable; hops: readonly Hop[]} | undefined {
  const table = natTableOf(nat, walker);
  if (!table) return undefined;
  const own: Hop = {kind: 'route-table', id: table.id, label: table.id};
  const at = nat.subnetId;
  return {table, hops: at === undefined ? [own] : [{kind: 'subnet', id: at, label: at}, own]};
}

function natTableOf({subnetId, routeTableId}: NatGateway, {network}: Walker): RouteTable | undefined {
  if (subnetId !== undefined) return effectiveRouteTable(subnetId, network.routeTables);
  return routeTableId === undefined ? undefined : network.routeTables.find((table) => table.id === routeTableId);
}

const unseenBehind = (nat: NatGateway, here: Hop): Stretch => ({
  hops: [here],
  end: unknown('routeTables', `the route table of ${nat.id}'s subnet is not visible`),
});

const isShared = (subnet: Subnet, network: Network): boolean =>
  subnet.ownerId !== undefined && network.account !== undefined && subnet.ownerId !== network.account;

const nowhere = (broken: Break): EgressEnd => ({reaches: 'nowhere', broken, half: false});
const unknown = (lacks: FactId, because: string): EgressEnd => ({reaches: 'unknown', lacks, because});

/**
 * The path in one line: `subnet-0aa1 → rtb-0b1 → nat-0c1 (203.0.113.10)`. One that gets out ends at the NAT gateway, where
 * its address is; any other ends where it breaks.
 */
export const pathText = (path: EgressPath): string =>
  shownHops(path)
    .map((hop) => hop.label)
    .join(' → ');

function shownHops({hops, end}: EgressPath): readonly Hop[] {
  const nat = hops.findIndex((hop) => hop.kind === 'nat-gateway');
  return end.reaches === 'internet' && nat >= 0 ? hops.slice(0, nat + 1) : hops;
}

/** The reads that {@link pathText} was pieced together from. */
export function pathSource(path: EgressPath): string {
  const shown = shownHops(path);
  const nat = shown.some((hop) => hop.kind === 'nat-gateway');
  const gateway = nat && shown.some((hop) => hop.kind === 'internet-gateway');
  return [
    'ec2:DescribeRouteTables',
    ...(nat ? ['ec2:DescribeNatGateways'] : []),
    ...(gateway ? ['ec2:DescribeInternetGateways'] : []),
  ].join(', ');
}
