import type {NetworkAcl, NetworkAclEntry} from '../model/aws.ts';
import {blockFamily, contains, halves, joined, overlaps, type Extent, type Family} from './cidr.ts';

/** Packets that pass a network ACL in one direction: to (outbound) or from (inbound) somewhere in `blocks`. */
export interface Packets {
  readonly egress: boolean;
  readonly protocol: 'tcp' | 'udp';
  /** Destination ports. */
  readonly ports: readonly [number, number];
  /** Where the other side may be. One address family that passes is enough. */
  readonly blocks: readonly string[];
  /** What a rule that is to let them pass should name, where that is more than was asked about: a subnet for one address. */
  readonly open?: readonly string[];
}

/** Ports that Linux takes for its own side of a connection, to which replies to a pod go (ip_local_port_range). */
export const POD_PORTS: readonly [number, number] = [32_768, 60_999];
/** Ports from which a NAT gateway sends, and to which replies to it go (Amazon VPC user guide). */
export const NAT_PORTS: readonly [number, number] = [1024, 65_535];

const NUMBERS: Readonly<Record<Packets['protocol'], string>> = {tcp: '6', udp: '17'};

/** How much of the packets an ACL lets pass, and the rules by which it stops the rest. */
export interface Passage {
  readonly extent: Extent;
  /** Numbers of the rules that deny, ascending; 32767 is the `*` at the end. */
  readonly denied: readonly number[];
}

// An ACL has twenty rules a direction, forty at most; what has more is no ACL of AWS's, and is not worth the time.
const MOST_RULES = 100;
const MOST_STEPS = 2000;

/**
 * Holds packets against an ACL as a VPC does: rules in ascending order, the first that fits decides, and what no rule
 * fits is denied. ACLs are stateless: replies have to be asked about separately.
 */
export function passage(acl: NetworkAcl, packets: Packets): Passage {
  const {egress, protocol, ports, blocks} = packets;
  const key = [egress, protocol, ...ports, ...blocks].join(' ');
  const asked = ASKED.get(acl) ?? new Map<string, Passage>();
  ASKED.set(acl, asked);
  const answer = asked.get(key) ?? readPassage(acl, packets);
  asked.set(key, answer);
  return answer;
}

/** The legs of all walks ask one ACL about the same few packets. */
const ASKED = new WeakMap<NetworkAcl, Map<string, Passage>>();

function readPassage(acl: NetworkAcl, packets: Packets): Passage {
  const number = NUMBERS[packets.protocol];
  const entries = acl.entries
    .filter((entry) => entry.egress === packets.egress && ['-1', number].includes(entry.protocol))
    .sort((a, b) => a.rule - b.rule);
  if (entries.length > MOST_RULES) return {extent: 'some', denied: []};
  const walk: Walk = {steps: MOST_STEPS, denied: new Set()};
  const families = (['ipv4', 'ipv6'] as const).flatMap((family: Family) => {
    const blocks = packets.blocks.filter((block) => blockFamily(block) === family);
    return blocks.length === 0 ? [] : [joined(blocks.map((block) => decide(entries, block, packets.ports, walk)))];
  });
  const extent = families.includes('all') ? 'all' : families.includes('some') ? 'some' : 'none';
  return {extent: families.length === 0 ? 'some' : extent, denied: [...walk.denied].sort((a, b) => a - b)};
}

/**
 * The share of the ports at which packets are refused wherever they come from: 0 to 1. A caller chooses among all of them,
 * so that this is the share of its connections that comes to nothing.
 */
export function shutShare(acl: NetworkAcl, packets: Packets): number {
  const [from, to] = packets.ports;
  if (from === to) return 0;
  const edges = acl.entries
    .filter((entry) => entry.egress === packets.egress && entry.protocol !== '-1')
    .flatMap((entry) => [portsOf(entry)[0], portsOf(entry)[1] + 1])
    .filter((port) => from < port && port <= to);
  const starts = [...new Set([from, ...edges])].sort((a, b) => a - b).slice(0, MOST_RULES);
  const shut = starts.map((start, i) => {
    const end = (starts[i + 1] ?? to + 1) - 1;
    return passage(acl, {...packets, ports: [start, end]}).extent === 'none' ? end - start + 1 : 0;
  });
  return shut.reduce((sum, ports) => sum + ports, 0) / (to - from + 1);
}

interface Walk {
  steps: number;
  readonly denied: Set<number>;
}

/** Decides a rectangle of addresses and ports by the first entry that touches it, split along that entry's edges. */
function decide(
  entries: readonly NetworkAclEntry[],
  block: string,
  ports: readonly [number, number],
  walk: Walk,
): Extent {
  if (walk.steps-- <= 0) return 'some';
  const rest = entries.filter((one) => touches(one, block, ports));
  const [entry] = rest;
  if (!entry) {
    walk.denied.add(32_767);
    return 'none';
  }
  const [low, high] = portsOf(entry);
  const [from, to] = ports;
  if (low > from) return joined([decide(rest, block, [from, low - 1], walk), decide(rest, block, [low, to], walk)]);
  if (high < to) return joined([decide(rest, block, [from, high], walk), decide(rest, block, [high + 1, to], walk)]);
  if (!contains(entry.cidr, block)) return joined(halves(block).map((half) => decide(rest, half, ports, walk)));
  if (entry.action === 'allow') return 'all';
  walk.denied.add(entry.rule);
  return 'none';
}

function touches(entry: NetworkAclEntry, block: string, [from, to]: readonly [number, number]): boolean {
  const [low, high] = portsOf(entry);
  return low <= to && from <= high && overlaps(entry.cidr, block);
}

function portsOf({protocol, fromPort, toPort}: NetworkAclEntry): readonly [number, number] {
  return protocol === '-1' || fromPort === undefined || fromPort === -1 ? [0, 65_535] : [fromPort, toPort ?? fromPort];
}

/** The ACL of a subnet: each has exactly one. Undefined where it is not visible, as for a subnet that is shared with us. */
export const aclOf = (subnetId: string, acls: readonly NetworkAcl[]): NetworkAcl | undefined =>
  acls.find((acl) => acl.subnetIds.includes(subnetId));

/** "acl-1 has no rule that allows TCP 443 outbound", "rule 90 of acl-1 denies it": what denies, of packets named so. */
export function denialText(acl: string, what: string, {extent, denied}: Passage): string {
  const numbers = denied.filter((rule) => rule !== 32_767);
  const some = extent === 'some' ? 'some of ' : '';
  if (numbers.length === 0) return `${acl} has no rule that allows ${extent === 'some' ? 'all of ' : ''}${what}`;
  return numbers.length === 1
    ? `rule ${numbers[0]} of ${acl} denies ${some}${what}`
    : `rules ${numbers.join(', ')} of ${acl} deny ${some}${what}`;
}
