import type {Labels} from '../../../model/kubernetes.ts';

// Reads plain JSON whose shape nobody vouches for. A field that is missing, null or of another type is "not there":
// Go writes null for empty lists, and a manifest may hold anything.

/** The value at a path of own properties; `undefined` where the path ends early. */
export function at(json: unknown, ...path: readonly string[]): unknown {
  let value = json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value ?? undefined;
}

/** A string that is not empty. */
export function text(json: unknown, ...path: readonly string[]): string | undefined {
  const value = at(json, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(json: unknown, ...path: readonly string[]): number | undefined {
  const value = at(json, ...path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function flag(json: unknown, ...path: readonly string[]): boolean | undefined {
  const value = at(json, ...path);
  return typeof value === 'boolean' ? value : undefined;
}

/** The items of a list that are objects. */
export function objects(json: unknown, ...path: readonly string[]): readonly object[] {
  const value = at(json, ...path);
  return Array.isArray(value) ? value.filter((item): item is object => typeof item === 'object' && item !== null) : [];
}

/** The items of a list that are strings. */
export function strings(json: unknown, ...path: readonly string[]): readonly string[] {
  const value = at(json, ...path);
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A map of words, such as labels, by key. Numbers become text: a quantity may be written without quotes. */
export function dictionary(json: unknown, ...path: readonly string[]): Labels {
  const value = at(json, ...path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  // fromEntries defines own properties, so that a key `__proto__` is a key like any other.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => typeof v === 'string' || typeof v === 'number')
      .map(([k, v]): readonly [string, string] => [k, String(v)])
      // The API server sorts them too; a manifest, or whatever stands between, need not.
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The names of the fields that are set. */
export function setFields(json: unknown, ...path: readonly string[]): readonly string[] {
  const value = at(json, ...path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .filter(([, v]) => v !== null && v !== undefined)
    .map(([k]) => k);
}
