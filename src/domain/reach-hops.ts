import type {NetworkAcl, PrefixList, SecurityGroup, Subnet} from '../model/aws.ts';
import {blockFamily, PUBLIC_BLOCKS, type Extent, type Family} from './cidr.ts';
import type {EgressReading} from './egress-reading.ts';
import type {EgressPath} from './egress.ts';
import {listText} from './lists.ts';
import {aclOf, denialText, NAT_PORTS, passage, POD_PORTS, shutShare, type Packets} from './nacl.ts';
import type {PodGroups} from './pod-groups.ts';
import {admission, flowText, HTTPS, rulesText, type Flow, type Peer} from './security-groups.ts';

/** What a hop is: whose rules are asked there. */
export type HopKind =
  | 'pod-groups'
  | 'pod-acl'
  | 'nat-acl'
  | 'endpoint-groups'
  | 'endpoint-acl'
  | 'coredns-acl'
  | 'control-plane-groups'
  | 'control-plane-acl';

/** One place on the way at which something may be refused. */
export interface ReachHop {
  readonly kind: HopKind;
  /** The security groups' or the ACL's ids. */
  readonly ids: readonly string[];
  /** `unseen`: what decides is not visible. */
  readonly state: 'open' | 'shut' | 'partly' | 'unseen';
  /** What is asked there: "egress TCP 443". */
  readonly asks: string;
  /** For one that is not open, why: "no rule allows it". */
  readonly because: string;
  /** It is refused in this address family only; in the other it passes. */
  readonly family?: Family;
  /** Of the ports that the caller may choose many are refused for sure, so that many of the connections come to nothing. */
  readonly lossy?: true;
  /** What a network ACL does not let pass, by which rules, and which numbers its rules of that direction have. */
  readonly lacking?: readonly Lacking[];
}

export interface Lacking extends Packets {
  readonly denied: readonly number[];
  readonly numbers: readonly number[];
}

/** What the walk may look at, beside the routes. What is undefined was not read, and its hops are left out. */
export interface Filters {
  readonly groups?: readonly SecurityGroup[];
  readonly acls?: readonly NetworkAcl[];
  readonly lists?: readonly PrefixList[];
  readonly interfaceSubnets?: readonly Subnet[];
  readonly pod: PodGroups;
  /** DNS servers that are not the VPC's own. No rule filters traffic to that one. */
  readonly dnsServers: readonly string[];
  /** The pod logs to CloudWatch. */
  readonly logs: boolean;
}

/** Where a walk begins, and what it goes by. */
export interface Start {
  readonly subnet: Subnet;
  readonly path: EgressPath | undefined;
  readonly reading: EgressReading;
  readonly filters: Filters;
  /** Only addresses of this family; undefined: of both. */
  readonly family?: Family;
}

/** Those of some blocks that are of the walk's family. */
export const inFamily = (blocks: readonly string[], family: Family | undefined): readonly string[] =>
  family === undefined ? blocks : blocks.filter((block) => blockFamily(block) === family);

export const present = (hops: readonly (ReachHop | undefined)[]): readonly ReachHop[] =>
  hops.filter((hop) => hop !== undefined);

/** Address blocks of these subnets; undefined where one of them is not visible. */
export function blocksOf(subnetIds: readonly string[], {interfaceSubnets}: Filters): readonly string[] | undefined {
  const all = subnetIds.map((id) => interfaceSubnets?.find((subnet) => subnet.id === id));
  const seen = all.filter((subnet) => subnet !== undefined);
  return seen.length < all.length || seen.length === 0 ? undefined : seen.flatMap(addressesOf);
}

const addressesOf = (subnet: Subnet): readonly string[] => [subnet.cidr, ...subnet.ipv6Cidrs];

/** A pod's own address where it has one, else all that its subnet has. */
function podBlocks({subnet, reading: {pod}, family}: Start): readonly string[] {
  // On Fargate the address of the pod is that of its micro-VM, which is there first.
  const ip = pod?.status.podIP ?? pod?.status.hostIP;
  const own = ip === undefined ? [] : inFamily([`${ip}/${ip.includes(':') ? 128 : 32}`], family);
  return own.length > 0 ? own : inFamily(addressesOf(subnet), family);
}

const STATES = {allowed: 'open', some: 'partly', unknown: 'unseen', blocked: 'shut'} as const;

export function podGroupsHop(flow: Flow, peer: Peer, {groups, lists, pod}: Filters): ReachHop | undefined {
  if (!groups || pod.lacks !== undefined || pod.ids.length === 0) return undefined;
  const {is} = admission(pod.ids, 'egress', flow, peer, {groups, lists});
  return {
    kind: 'pod-groups',
    ids: pod.ids,
    // Of a public service's addresses we know none, so that a rule for some public block may be for it.
    state: is === 'some' && peer.groups.length === 0 ? 'unseen' : STATES[is],
    asks: `egress ${flowText(flow)}`,
    because: pod.ids
      .map(
        (id) =>
          `${id} ${rulesText(
            groups.find((g) => g.id === id),
            'egress',
          )}`,
      )
      .join('; '),
  };
}

/** Ingress of an interface in the VPC, from the pod. */
export function groupsHop(
  kind: 'endpoint-groups' | 'control-plane-groups',
  ids: readonly string[],
  flow: Flow,
  start: Start,
): ReachHop | undefined {
  const {groups, lists, pod} = start.filters;
  if (!groups || pod.lacks !== undefined || ids.length === 0) return undefined;
  const peer: Peer = {groups: pod.ids, blocks: podBlocks(start), lists: []};
  const {is} = admission(ids, 'ingress', flow, peer, {groups, lists});
  return {
    kind,
    ids,
    state: STATES[is],
    asks: `ingress ${flowText(flow)}`,
    because: ids
      .map(
        (id) =>
          `${id} ${rulesText(
            groups.find((g) => g.id === id),
            'ingress',
          )}`,
      )
      .join('; '),
  };
}

export function podAclHop(
  flow: Flow,
  blocks: readonly string[] | undefined,
  {subnet, filters}: Start,
  open: readonly string[] | undefined = blocks,
): ReachHop | undefined {
  const acl = filters.acls && aclOf(subnet.id, filters.acls);
  if (!acl || !blocks) return undefined;
  const far = {blocks, ...(open ? {open} : {})};
  const out: Packets = {egress: true, protocol: flow.protocol, ports: [flow.port, flow.port], ...far};
  const back: Packets = {egress: false, protocol: flow.protocol, ports: POD_PORTS, ...far};
  return aclHop('pod-acl', acl, flow, [
    {what: `${flowText(flow)} outbound`, packets: out},
    {what: `inbound replies (ports ${POD_PORTS.join('-')})`, packets: back},
  ]);
}

/** The ACLs of the subnets on the other side. Of several, one that lets pass is enough, though what goes to the rest is lost. */
export function farAclHop(
  kind: 'endpoint-acl' | 'control-plane-acl' | 'coredns-acl',
  subnetIds: readonly string[],
  flow: Flow,
  start: Start,
  // The next pod has another address of the subnet.
  open: readonly string[] = inFamily(addressesOf(start.subnet), start.family),
): ReachHop | undefined {
  const {acls} = start.filters;
  const far = subnetIds.filter((id) => id !== start.subnet.id);
  const hops = far.flatMap((id) => {
    const acl = acls && aclOf(id, acls);
    if (!acl) return [];
    const blocks = podBlocks(start);
    const to: Packets = {egress: false, protocol: flow.protocol, ports: [flow.port, flow.port], blocks, open};
    const back: Packets = {egress: true, protocol: flow.protocol, ports: POD_PORTS, blocks, open};
    return [
      aclHop(kind, acl, flow, [
        {what: `${flowText(flow)} inbound from ${listText(blocks)}`, packets: to},
        {what: `outbound replies to ${listText(blocks)}`, packets: back},
      ]),
    ];
  });
  const [worst] = hops.filter((hop) => hop.state === 'shut' || hop.state === 'partly');
  if (!worst) return hops.find((hop) => hop.state === 'unseen') ?? hops[0];
  const shut = hops.length === far.length && hops.every((hop) => hop.state === 'shut');
  return {...worst, state: shut ? 'shut' : 'partly'};
}

/** A NAT gateway's subnet is passed twice: from the pod to the gateway, and from the gateway to the internet. */
export function natAclHop(natSubnet: string, start: Start): ReachHop | undefined {
  const acl = start.filters.acls && aclOf(natSubnet, start.filters.acls);
  if (!acl) return undefined;
  const pods = [start.subnet.cidr];
  const internet = PUBLIC_BLOCKS.ipv4;
  const tcp = (egress: boolean, ports: readonly [number, number], blocks: readonly string[]): Packets => ({
    egress,
    protocol: 'tcp',
    ports,
    blocks,
  });
  return aclHop('nat-acl', acl, HTTPS, [
    {what: `TCP 443 inbound from ${pods.join(', ')}`, packets: tcp(false, [443, 443], pods)},
    {what: 'TCP 443 outbound', packets: tcp(true, [443, 443], internet)},
    {what: `inbound replies (ports ${NAT_PORTS.join('-')})`, packets: tcp(false, NAT_PORTS, internet)},
    {what: `outbound replies to ${pods.join(', ')}`, packets: tcp(true, POD_PORTS, pods)},
  ]);
}

function aclHop(
  kind: HopKind,
  acl: NetworkAcl,
  flow: Flow,
  passages: readonly {readonly what: string; readonly packets: Packets}[],
): ReachHop {
  // Of a subnet whose block nobody told there is nothing to ask.
  const askable = passages.filter(({packets}) => packets.blocks.some((block) => blockFamily(block) !== undefined));
  const held = askable.map(({what, packets}) => ({what, packets, ...passage(acl, packets)}));
  const lossy = held.find((one) => one.extent === 'some' && shutShare(acl, one.packets) >= MANY);
  const first = held.find((one) => one.extent === 'none') ?? lossy ?? held.find((one) => one.extent === 'some');
  const publicPart = first?.extent === 'some' && first !== lossy && first.packets.blocks.length > 8;
  const state: Readonly<Record<Extent, ReachHop['state']>> = {
    all: 'open',
    some: publicPart ? 'unseen' : 'partly',
    none: 'shut',
  };
  return {
    kind,
    ids: [acl.id],
    state: first ? state[first.extent] : askable.length < passages.length ? 'unseen' : 'open',
    asks: first?.what ?? flowText(flow),
    ...(first && first === lossy ? {lossy: true} : {}),
    ...(first
      ? {
          lacking: held
            .filter((one) => one.extent !== 'all')
            .map(({packets, denied}) => ({...packets, denied, numbers: numbersOf(acl, packets)})),
        }
      : {}),
    because: first ? denialText(acl.id, first.what, first) : '',
  };
}

// Single ports are often denied on purpose, which costs one connection in thousands.
const MANY = 0.2;

const numbersOf = (acl: NetworkAcl, {egress}: Packets): readonly number[] =>
  acl.entries.filter((entry) => entry.egress === egress).map((entry) => entry.rule);
