import type {PrefixList, SecurityGroup, SecurityRule} from '../model/aws.ts';
import {blockFamily, coverage, joined, type Extent} from './cidr.ts';

/** What is sent: a protocol, to a port. Security groups are stateful, so that replies are not asked about. */
export interface Flow {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

export const HTTPS: Flow = {protocol: 'tcp', port: 443};
export const KUBELET: Flow = {protocol: 'tcp', port: 10_250};
export const DNS_FLOWS: readonly Flow[] = [
  {protocol: 'udp', port: 53},
  {protocol: 'tcp', port: 53},
];

export const flowText = ({protocol, port}: Flow): string => `${protocol.toUpperCase()} ${port}`;

/** The other side of a flow, as far as it is known. */
export interface Peer {
  /** Security groups that its interface has: a rule that names one of them admits it. */
  readonly groups: readonly string[];
  /** Its address is somewhere in these; undefined where that is not known. */
  readonly blocks: readonly string[] | undefined;
  /** Prefix lists that are known to hold its address. */
  readonly lists: readonly string[];
}

/** What the rules of an interface's groups, taken together, say to a flow. */
export type Admission =
  /** By this rule of this group; without them where several blocks add up. */
  | {readonly is: 'allowed'; readonly group?: string; readonly rule?: SecurityRule}
  /** For some of the addresses that the peer may have. */
  | {readonly is: 'some'}
  /** It hangs on a prefix list, an address or a group that is not visible. */
  | {readonly is: 'unknown'}
  | {readonly is: 'blocked'};

/**
 * Holds a flow against the rules of all groups of one interface: any rule that fits admits it, and there are none that
 * deny. `ids` that are not among `groups` have rules that we don't see.
 */
export function admission(
  ids: readonly string[],
  direction: 'ingress' | 'egress',
  flow: Flow,
  peer: Peer,
  known: {readonly groups: readonly SecurityGroup[]; readonly lists: readonly PrefixList[] | undefined},
): Admission {
  const groups = known.groups.filter((group) => ids.includes(group.id));
  const fitting = groups.flatMap((group) =>
    (group[direction] ?? []).filter((rule) => carries(rule, flow)).map((rule) => ({group: group.id, rule})),
  );
  const named = fitting.find(({rule}) => peer.groups.includes(rule.peer) || peer.lists.includes(rule.peer));
  if (named) return {is: 'allowed', ...named};
  const lists = new Map((known.lists ?? []).map((list) => [list.id, list.cidrs]));
  const cidrs = fitting.flatMap(({rule}) => lists.get(rule.peer) ?? (blockFamily(rule.peer) ? [rule.peer] : []));
  const unread = fitting.some(({rule}) => rule.peer.startsWith('pl-') && !lists.has(rule.peer));
  const unseen = ids.some((id) => !groups.some((group) => group.id === id && group[direction]));
  const blocks = toldBlocks(peer.blocks);
  const extent = blocks === undefined ? undefined : reachOf(cidrs, blocks);
  if (extent === 'all') {
    const one = fitting.find(({rule}) => blockFamily(rule.peer) && reachOf([rule.peer], blocks ?? []) === 'all');
    return {is: 'allowed', ...one};
  }
  if (unread || unseen || (extent === undefined && cidrs.length > 0)) return {is: 'unknown'};
  return extent === 'some' ? {is: 'some'} : {is: 'blocked'};
}

/** Blocks that say something: where none of them is one, such as that of a subnet which EC2 did not tell, nothing is known. */
const toldBlocks = (blocks: readonly string[] | undefined): readonly string[] | undefined =>
  blocks && blocks.length > 0 && blocks.every((block) => !blockFamily(block)) ? undefined : blocks;

/** How much of the blocks is covered, in the address family in which it is most: one that works is enough. */
function reachOf(cidrs: readonly string[], blocks: readonly string[]): Extent {
  const extents = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const own = blocks.filter((block) => blockFamily(block) === family);
    return own.length === 0 ? [] : [joined(own.map((block) => coverage(cidrs, block)))];
  });
  return extents.includes('all') ? 'all' : extents.includes('some') ? 'some' : 'none';
}

const NUMBERS: Readonly<Record<Flow['protocol'], string>> = {tcp: '6', udp: '17'};

/** Whether a rule's protocol and ports take in a flow. EC2 writes protocols by name where they have one. */
function carries({protocol, fromPort, toPort}: SecurityRule, flow: Flow): boolean {
  if (protocol === '-1' || protocol === 'all') return true;
  if (protocol !== flow.protocol && protocol !== NUMBERS[flow.protocol]) return false;
  const all = (fromPort === undefined && toPort === undefined) || fromPort === -1;
  return all || ((fromPort ?? 0) <= flow.port && flow.port <= (toPort ?? fromPort ?? 0));
}

/** A rule for people: `tcp 443 from 10.0.0.0/16`. */
export function ruleText({protocol, fromPort, toPort, peer}: SecurityRule, direction: 'ingress' | 'egress'): string {
  const ports =
    fromPort === undefined || fromPort === -1
      ? ''
      : ` ${fromPort === toPort ? fromPort : `${fromPort}-${toPort ?? ''}`}`;
  return `${protocol === '-1' ? 'everything' : protocol}${ports} ${direction === 'ingress' ? 'from' : 'to'} ${peer}`;
}

/** The rules of a group in one direction for people: the first few, or that there are none. */
export function rulesText(group: SecurityGroup | undefined, direction: 'ingress' | 'egress', most = 4): string {
  const rules = group?.[direction] ?? [];
  const shown = rules.slice(0, most).map((rule) => ruleText(rule, direction));
  const more = rules.length > most ? [`${rules.length - most} more`] : [];
  return `${direction}: ${[...shown, ...more].join('; ') || 'no rule'}`;
}
