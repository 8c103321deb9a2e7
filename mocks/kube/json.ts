// Reading plain JSON whose shape nobody promises: a story may leave out or misspell anything, and the fake must still answer.

/** The value under a path of keys and array indexes; own properties only, so that `__proto__` is a key like any other. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
}

/** The text under a path; numbers and booleans as they would be written; empty where there is none. */
export function text(value: unknown, ...path: readonly (string | number)[]): string {
  const found = dig(value, ...path);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : '';
}

/** The number under a path; 0 where there is none, as Go's zero value. */
export function count(value: unknown, ...path: readonly (string | number)[]): number {
  const found = dig(value, ...path);
  return typeof found === 'number' ? found : 0;
}

/** The list under a path; empty where there is none. */
export function array(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The entries of the map under a path, in their order. */
export function entries(
  value: unknown,
  ...path: readonly (string | number)[]
): readonly (readonly [string, unknown])[] {
  const found = dig(value, ...path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.entries(found) : [];
}

/** The entry of a list of conditions whose `type` is the given one. */
export function condition(value: unknown, type: string): unknown {
  return array(value, 'status', 'conditions').find((item) => text(item, 'type') === type);
}
