import ipaddr from 'ipaddr.js';
import {contains, isPrivate, parseAddress, parseBlock, type Block, type Family} from '../domain/cidr.ts';

/**
 * Where the tokens of public addresses lie: nobody has an address there, so that a token is never mistaken for one.
 * 240.0.0.0/4 is reserved (RFC 1112), 3fff::/20 is for documentation (RFC 9637).
 */
const STAND_INS: Readonly<Record<Family, readonly string[]>> = {
  ipv4: Array.from({length: 15}, (_, i) => (240 + i).toString(2).padStart(8, '0')),
  ipv6: Array.from({length: 4096}, (_, i) => (0x3fff0000 + i).toString(2).padStart(32, '0')),
};
/** First bits that are exchanged as a whole; blocks that are wider tell nothing and stay as they are. */
const HEAD: Readonly<Record<Family, number>> = {ipv4: 8, ipv6: 32};
const BITS: Readonly<Record<Family, number>> = {ipv4: 32, ipv6: 128};

/** Neither public nor private: this network, benchmarks, multicast, everybody; what is not 2000::/3. */
const SPECIAL: readonly string[] = ['0.0.0.0/8', '198.18.0.0/15', '224.0.0.0/4', '255.255.255.255/32'];
const KEPT_PRIVATE: readonly string[] = ['169.254.0.0/16', '127.0.0.0/8', 'fe80::/10'];
const PRIVATE_HEADS: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** What an address or block is, for its place in a report. */
export function addressKind(text: string): 'address' | 'private' | undefined {
  const block = blockOf(text);
  if (!block || [...SPECIAL, ...KEPT_PRIVATE].some((range) => contains(range, text))) return undefined;
  if (isPrivate(text)) return 'private';
  // A block that reaches into other ranges has bits that tell nothing, or that the others need.
  if (block.bits < HEAD[block.family]) return undefined;
  if (block.family === 'ipv6') return contains('2000::/3', text) ? 'address' : undefined;
  return [...SPECIAL, ...KEPT_PRIVATE, ...PRIVATE_HEADS].some((range) => contains(text, range)) ? undefined : 'address';
}

function blockOf(text: string): Block | undefined {
  if (text.includes('/')) return parseBlock(text);
  const address = parseAddress(text);
  if (!address) return undefined;
  const family: Family = address.kind() === 'ipv4' ? 'ipv4' : 'ipv6';
  return {family, address, bits: BITS[family]};
}

const bitsOf = (block: Block): string =>
  block.address
    .toByteArray()
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');

/**
 * Exchanges addresses so that of any two addresses or blocks one holds the other exactly if it did before: what all that
 * were met have in common stays in common, bits by which they differ stay, and the rest becomes zero. Nothing of the
 * addresses themselves is left but this relation. All must be met before the first is exchanged.
 */
export class Addresses {
  /** Prefixes, as bits, that some address or block goes through. */
  readonly #met: Readonly<Record<Family, Set<string>>> = {ipv4: new Set(), ipv6: new Set()};
  readonly #heads: Readonly<Record<Family, Map<string, string>>> = {ipv4: new Map(), ipv6: new Map()};
  /** Wide blocks that were met and stay: what lies in them must stay in them. */
  readonly #wide = new Set<string>();

  meet(text: string): void {
    const block = blockOf(text);
    if (!block) return;
    if (addressKind(text) === undefined) {
      if (text.includes('/') && block.bits > 0) this.#wide.add(text);
      return;
    }
    const bits = bitsOf(block);
    this.#meetBits(block.family, bits.slice(0, block.bits));
    // AWS gives the first addresses of a block their meaning (its base plus two is the resolver).
    if (BITS[block.family] - block.bits > 2) {
      const base = bits.slice(0, block.bits).padEnd(BITS[block.family] - 2, '0');
      for (const last of ['00', '01', '10', '11']) this.#meetBits(block.family, base + last);
    }
  }

  #meetBits(family: Family, bits: string): void {
    for (let length = bits.length; length > 0 && !this.#met[family].has(bits.slice(0, length)); length--) {
      this.#met[family].add(bits.slice(0, length));
    }
  }

  /** The token of an address or block that was met. */
  exchange(text: string): string {
    const block = blockOf(text);
    const kind = addressKind(text);
    if (!block || kind === undefined) return text;
    const {family} = block;
    const bits = bitsOf(block);
    const kept = kind === 'private' ? privateHead(text) : this.#keptBits(text, family);
    let mapped = kept === 0 ? this.#head(family, bits.slice(0, HEAD[family])) : bits.slice(0, kept);
    for (let i = mapped.length; i < block.bits; i++) mapped += this.#bit(family, bits, i);
    const bytes = mapped.padEnd(BITS[family], '0').match(/.{8}/g) ?? [];
    const address = ipaddr.fromByteArray(bytes.map((byte) => parseInt(byte, 2))).toString();
    return text.includes('/') ? `${address}/${block.bits}` : address;
  }

  /** A bit stays where addresses part ways; where all go one way it becomes zero, and one at the end of an address alone. */
  #bit(family: Family, bits: string, i: number): string {
    const bit = bits.charAt(i);
    const other = bits.slice(0, i) + (bit === '0' ? '1' : '0');
    if (this.#met[family].has(other)) return bit;
    return i === BITS[family] - 1 ? '1' : '0';
  }

  #head(family: Family, head: string): string {
    const heads = this.#heads[family];
    const known = heads.get(head);
    if (known !== undefined) return known;
    // More different beginnings than there are reserved ones do not occur in one VPC; those beyond stay themselves.
    const next = STAND_INS[family][heads.size] ?? head;
    heads.set(head, next);
    return next;
  }

  /** First bits that must stay, since a wide block that stays holds the address. */
  #keptBits(text: string, family: Family): number {
    if (![...this.#wide].some((wide) => contains(wide, text))) return 0;
    const block = blockOf(text);
    const others = [...SPECIAL, ...KEPT_PRIVATE, ...PRIVATE_HEADS];
    for (let bits = HEAD[family]; block && bits < block.bits; bits++) {
      const wider = `${block.address.toString()}/${bits}`;
      if (!others.some((range) => contains(wider, range))) return bits;
    }
    return block?.bits ?? 0;
  }
}

const privateHead = (text: string): number =>
  Number(PRIVATE_HEADS.find((range) => contains(range, text))?.split('/')[1] ?? 0);
