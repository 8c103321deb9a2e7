const UNITS: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};
const AGE = /^(?:\d{1,6}[smhd]){1,4}$/;
const AGO = /^ago ((?:\d{1,6}[smhd]){1,4})$/;

/** Milliseconds in an age such as `14m`, `1h30m` or `20d`. Throws on anything else. */
export function ageMs(age: string): number {
  if (!AGE.test(age)) throw new Error(`"${age}" is not an age; write it like 90s, 14m, 1h30m or 20d`);
  let ms = 0;
  for (const [, number, unit] of age.matchAll(/(\d+)([smhd])/g)) ms += Number(number) * (UNITS[unit ?? ''] ?? 0);
  return ms;
}

/** RFC 3339 in UTC without a fraction, as Kubernetes and IAM write it. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The time `age` before `now`. */
export function before(now: string, age: string): string {
  return rfc3339(Date.parse(now) - ageMs(age));
}

/** Replaces every string `ago 14m` in a JSON value by that time; stories stay fresh that way. */
export function resolveAges(value: unknown, now: string): unknown {
  if (typeof value === 'string') {
    const age = AGO.exec(value)?.[1];
    return age === undefined ? value : before(now, age);
  }
  if (Array.isArray(value)) return value.map((v) => resolveAges(v, now));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolveAges(v, now)]));
}
