/** A JSON object; keys such as `__proto__` are ordinary own keys here. */
export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON merge patch, RFC 7396: objects merge key by key, `null` removes, all else (lists too) replaces. Returns a new
 * value and leaves both arguments alone.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  // `fromEntries` defines own properties, so that a key `__proto__` stays a key.
  return Object.fromEntries(merged);
}
