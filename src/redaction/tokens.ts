import {parseBlock} from '../domain/cidr.ts';
import {isEksRegistry} from '../domain/eks-registry.ts';
import {globMatches} from '../domain/selectors.ts';
import {Addresses, addressKind} from './addresses.ts';
import type {Kind} from './kinds.ts';
import {Ledger} from './ledger.ts';

/**
 * What each thing becomes. A document is gone through twice: the first time everything in it is met, since what an address
 * or a pattern becomes depends on all the others; the second time it is exchanged.
 */
export class Tokens {
  readonly ledger = new Ledger();
  readonly #addresses = new Addresses();
  readonly #kinds: ReadonlySet<Kind>;
  #met = false;

  constructor(kinds: ReadonlySet<Kind>) {
    this.#kinds = kinds;
  }

  /** Ends the first time through. */
  allMet(): void {
    this.#met = true;
  }

  withholds(kind: Kind): boolean {
    return this.#kinds.has(kind);
  }

  /** The token of a value; the value itself where its kind is not withheld, or where there is nothing in it. */
  of(kind: Kind, value: string): string {
    return value === '' || !this.#kinds.has(kind) ? value : this.ledger.token(kind, value);
  }

  /** An account's; those of EKS's own registries are public, and checks know them. */
  account(id: string): string {
    return /^\d{12}$/.test(id) && !isEksRegistry(id) ? this.of('account', id) : id;
  }

  /** The token of an address or block; of what is written like a block and is none (`/33`), the address is exchanged. */
  address(text: string): string {
    const slash = text.indexOf('/');
    if (slash > 0 && !parseBlock(text)) return this.address(text.slice(0, slash)) + text.slice(slash);
    const kind = addressKind(text);
    if (!this.#met) this.#addresses.meet(text);
    if (kind === undefined || !this.#kinds.has(kind)) return text;
    this.ledger.token(kind, text);
    return this.#met ? this.#addresses.exchange(text) : text;
  }

  /**
   * The token of a name that may hold `*` and `?`, as in a policy. A pattern stays one, and matches the tokens of the names
   * that it matched, as far as there are any.
   */
  name(kind: Kind, name: string): string {
    if (!this.#kinds.has(kind) || /^[*?]*$/.test(name) || isTemplate(name)) return name;
    if (!/[*?]/.test(name)) return this.of(kind, name);
    if (!this.#met) return name;
    const matched = this.ledger.names(kind).filter((known) => globMatches(name, known));
    const [only] = matched;
    if (only === undefined) return `other-${kind}-*`;
    return new Set(matched.map((m) => m.toLowerCase())).size === 1 ? `${this.of(kind, only)}*` : `${kind}-*`;
  }
}

/** A name with a hole in it (`{{SessionName}}`, `${aws:username}`) names nobody. */
const isTemplate = (name: string): boolean => name.includes('{{') || name.includes('${');
