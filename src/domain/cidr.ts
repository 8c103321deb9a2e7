import ipaddr from 'ipaddr.js';

// Addresses and blocks come from APIs and from people. Whatever is not a plain one, is in no block and holds nothing.

export type Family = 'ipv4' | 'ipv6';

/** An address block; `bits` is its prefix length. */
export interface Block {
  readonly family: Family;
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

// `ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255/128` is the longest text that can mean something.
const LONGEST = 49;

// A diagnosis meets the same few texts many thousand times, and to read them is most of what its checks cost. A map each:
// keys that are put together first have to be hashed anew each time.
const ADDRESSES = new Map<string, ipaddr.IPv4 | ipaddr.IPv6 | undefined>();
const BLOCKS = new Map<string, Block | undefined>();
const MOST_REMEMBERED = 10_000;

function remembered<T>(before: Map<string, T | undefined>, text: string, read: (text: string) => T): T {
  const known = before.get(text);
  if (known !== undefined || before.has(text)) return known as T;
  if (before.size >= MOST_REMEMBERED) before.clear();
  const value = read(text);
  before.set(text, value);
  return value;
}

/** Reads an address; undefined for octal, shortened and zoned forms as well, which AWS never writes. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return text.length > LONGEST ? undefined : remembered(ADDRESSES, text, readAddress);
}

function readAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (!/^[0-9a-fA-F.:]+$/.test(text)) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : undefined;
}

const familyOf = (address: ipaddr.IPv4 | ipaddr.IPv6): Family => (address.kind() === 'ipv4' ? 'ipv4' : 'ipv6');

/** Reads `address/bits`. Bits beyond the prefix may be set, as AWS accepts them too. */
export function parseBlock(text: string): Block | undefined {
  return text.length > LONGEST ? undefined : remembered(BLOCKS, text, readBlock);
}

function readBlock(text: string): Block | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (!address || !/^(?:0|[1-9][0-9]{0,2})$/.test(length)) return undefined;
  const family = familyOf(address);
  const bits = Number(length);
  return bits <= (family === 'ipv4' ? 32 : 128) ? {family, address, bits} : undefined;
}

/** The family of a block, or undefined where the text is none (a prefix list's id). */
export const blockFamily = (cidr: string): Family | undefined => parseBlock(cidr)?.family;

/** Whether a block holds an address, or the whole of another block. */
export function contains(cidr: string, addressOrCidr: string): boolean {
  const outer = parseBlock(cidr);
  const inner = addressOrCidr.includes('/') ? parseBlock(addressOrCidr) : single(addressOrCidr);
  if (!outer || !inner || outer.family !== inner.family || inner.bits < outer.bits) return false;
  return outer.address.kind() === 'ipv4'
    ? (inner.address as ipaddr.IPv4).match(outer.address, outer.bits)
    : (inner.address as ipaddr.IPv6).match(outer.address, outer.bits);
}

function single(text: string): Block | undefined {
  const address = parseAddress(text);
  return address && {family: familyOf(address), address, bits: address.kind() === 'ipv4' ? 32 : 128};
}

/** Whether any of the blocks holds the address or block. */
export const admits = (cidrs: readonly string[], addressOrCidr: string): boolean =>
  cidrs.some((cidr) => contains(cidr, addressOrCidr));

/** Whether the blocks together hold every address of a family: `0.0.0.0/0`, or its two halves. */
export function admitsAll(cidrs: readonly string[], family: Family): boolean {
  const halves = family === 'ipv4' ? ['0.0.0.0/1', '128.0.0.0/1'] : ['::/1', '8000::/1'];
  return halves.every((half) => admits(cidrs, half));
}

/** The block of one address: `203.0.113.10/32`. */
export const hostBlock = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

// Ranges that no public service answers in: RFC 1918, RFC 6598, link-local, loopback; unique local and link-local IPv6.
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
  'fe80::/10',
];

/** Whether an address or block lies wholly in ranges that are not routed on the internet. */
export const isPrivate = (addressOrCidr: string): boolean => admits(PRIVATE, addressOrCidr);

/** Whether two blocks share an address. */
export const overlaps = (a: string, b: string): boolean => contains(a, b) || contains(b, a);

/** How much of something is so: the whole, a part, or nothing of it. */
export type Extent = 'all' | 'some' | 'none';

/** Joins the extents of several parts of one thing. */
export function joined(parts: readonly Extent[]): Extent {
  if (parts.every((part) => part === 'all')) return 'all';
  return parts.every((part) => part === 'none') ? 'none' : 'some';
}

/** How much of a block these blocks hold together. Splits the block only where an edge of one of them runs through it. */
export function coverage(cidrs: readonly string[], block: string): Extent {
  const touching = cidrs.filter((cidr) => overlaps(cidr, block));
  if (touching.length === 0) return 'none';
  if (touching.some((cidr) => contains(cidr, block))) return 'all';
  const [lower = '', upper = ''] = halves(block);
  const first = coverage(touching, lower);
  // A part is a part, whatever the rest is.
  return first === 'some' ? first : joined([first, coverage(touching, upper)]);
}

/** The two halves of a block, in order; empty for a single address and for what is no block. */
export function halves(cidr: string): readonly string[] {
  const block = parseBlock(cidr);
  if (!block || block.bits === (block.family === 'ipv4' ? 32 : 128)) return [];
  const bytes = block.address.toByteArray();
  const bits = block.bits + 1;
  const upper = bytes.map((byte, i) => (i === block.bits >> 3 ? byte | (0x80 >> (block.bits & 7)) : byte));
  const lower = bytes.map((byte, i) => (i === block.bits >> 3 ? byte & ~(0x80 >> (block.bits & 7)) : byte));
  return [lower, upper].map((half) => `${ipaddr.fromByteArray(half).toString()}/${bits}`);
}

function outside(cidr: string, ranges: readonly string[]): readonly string[] {
  const extent = coverage(ranges, cidr);
  if (extent === 'none') return [cidr];
  return extent === 'all' ? [] : halves(cidr).flatMap((half) => outside(half, ranges));
}

/** Where public services are: everything but the ranges that are not routed on the internet. */
export const PUBLIC_BLOCKS: Readonly<Record<Family, readonly string[]>> = {
  // 0.0.0.0/8 and 224.0.0.0/3 hold no services.
  ipv4: outside('0.0.0.0/0', [...PRIVATE, '0.0.0.0/8', '224.0.0.0/3']),
  ipv6: ['2000::/3'],
};
