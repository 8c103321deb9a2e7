import type {Fact} from '../../model/fact.ts';

/** The fact with its value read by `map`; an answer without a value stays what it is. */
export function mapped<A, B>(fact: Fact<A>, map: (value: A) => B): Fact<B> {
  return fact.is === 'known' ? {is: 'known', value: map(fact.value)} : fact;
}

/** The object without the fields that have no value, so that a missing field is missing and not `undefined`. */
export function some<T extends object>(fields: T): {readonly [K in keyof T]?: NonNullable<T[K]>} {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as {readonly [K in keyof T]?: NonNullable<T[K]>};
}

/**
 * A field without which the answer says nothing, and for which any default would be a judgement. Its absence is thrown:
 * the source turns that into a failed read.
 */
export const wanted = <T>(value: T | undefined | null, what: string): T => value ?? lacking(what);

/** The same where it is no single field that is not there. */
export function lacking(what: string): never {
  throw new Error(`the answer has no ${what}`);
}

/** Sorts by a text key, by code units: the order of an API's answer must not reach a report. */
export function sortedBy<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => byCodeUnit(key(a), key(b)));
}

/** Compares as `<` does, whatever the locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A list of words in a fixed order. */
export const sorted = (words: readonly string[] | undefined): readonly string[] => [...(words ?? [])].sort(byCodeUnit);

/** Joins answers to parts of one question: the first gap is the answer to all of it, parts that are absent are left out. */
export function together<T>(parts: readonly Fact<T>[]): Fact<readonly T[]> {
  const values: T[] = [];
  for (const part of parts) {
    if (part.is === 'known') values.push(part.value);
    else if (part.is !== 'absent') return part;
  }
  return {is: 'known', value: values};
}
