import {KINDS, type Kind, type Withheld} from './kinds.ts';

/** Kinds whose values are one thing whatever their letter case: the checks tell such a near miss, and must still be able to. */
const CASELESS: ReadonlySet<Kind> = new Set(['role', 'user', 'cluster', 'policy', 'path']);

/** The spellings of one name in different letter case, in the order in which they were seen. */
const SPELLINGS: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => token.replace(/^[a-z]/, (first) => first.toUpperCase()),
  (token) => token.toUpperCase(),
];

/** Tokens keep the form by which the checks know what they see: a principal's prefix, an issuer's digits, an id's kind. */
const FORMS: Readonly<Partial<Record<Kind, (n: number, value: string) => string>>> = {
  account: (n) => `acct-${n}`,
  issuer: (n) => String(n).padStart(32, '0'),
  principal: (n, value) => `${value.slice(0, 4)}REDACTED${String(n).padStart(9, '0')}`,
  resource: (n, value) => `${value.slice(0, value.lastIndexOf('-'))}-${String(n).padStart(8, '0')}`,
};

/** Gives each thing its token, the same thing always the same one: numbered by kind, in the order in which they are met. */
export class Ledger {
  readonly #numbers = new Map<Kind, Map<string, number>>();
  readonly #spellings = new Map<string, string[]>();

  token(kind: Kind, value: string): string {
    const numbers = this.#numbers.get(kind) ?? new Map<string, number>();
    this.#numbers.set(kind, numbers);
    const key = CASELESS.has(kind) ? value.toLowerCase() : value;
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    const token = FORMS[kind]?.(number, value) ?? `${kind}-${number}`;
    return key === value && !CASELESS.has(kind) ? token : this.#spelt(`${kind} ${key}`, value, token);
  }

  #spelt(key: string, value: string, token: string): string {
    const seen = this.#spellings.get(key) ?? [];
    if (!seen.includes(value)) seen.push(value);
    this.#spellings.set(key, seen);
    const spell = SPELLINGS[seen.indexOf(value)];
    return spell ? spell(token) : `${token}-${seen.indexOf(value)}`;
  }

  /** Names of a kind that were met, each in every spelling. */
  names(kind: Kind): readonly string[] {
    return [...(this.#numbers.get(kind)?.keys() ?? [])].flatMap(
      (key) => this.#spellings.get(`${kind} ${key}`) ?? [key],
    );
  }

  /** What was withheld, in the order of {@link KINDS}. */
  manifest(): readonly Withheld[] {
    return (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
      const count = this.#numbers.get(kind)?.size ?? 0;
      return count > 0 ? [{kind: KINDS[kind].words, count}] : [];
    });
  }
}
