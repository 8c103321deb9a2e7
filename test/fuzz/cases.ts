import {appendFileSync} from 'node:fs';
import fc from 'fast-check';
import {DoctorError} from '../../src/facts/errors.ts';

/** How many cases each property tries; `npm run fuzz` sets it. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 200);
/** The same cases each time, unless another seed is set. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

/** Tries a property on some share of the cases: less than 1 for what costs much. */
export function tries<T>(arbitrary: fc.Arbitrary<T>, work: (value: T) => void, share = 1): void {
  const numRuns = Math.max(20, Math.ceil(CASES * share));
  fc.assert(
    fc.property(arbitrary, (value) => {
      try {
        work(value);
      } catch (error) {
        // A refusal in our own words is an answer; anything else is a crash.
        if (!(error instanceof DoctorError)) throw error;
      }
      if (Object.keys(Object.prototype).length > 0 || 'polluted' in {}) throw new Error('Object.prototype was changed');
    }),
    {numRuns, seed: SEED},
  );
  // Counted for `npm run reliability`.
  const log = process.env['FUZZ_LOG'];
  if (log !== undefined) appendFileSync(log, `${numRuns}\n`);
}

/** What has broken programs before. */
export const NASTY: readonly string[] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '\u0000',
  '\r\n',
  '\u001b[2J\u009b1A',
  '\u202egnp.exe',
  '\ud800',
  '',
  ' ',
  "'",
  '"',
  '`id`',
  '$(id)',
  ';',
  '*',
  '?',
  '-1',
  '1e999',
  'NaN',
  '99999999999999999999',
  '0x10',
  'null',
  '- ',
  '{',
  '[',
];

/** Text made of the words of a grammar, of nasty ones and of noise. */
export const wordy = (words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        {weight: 5, arbitrary: fc.constantFrom(...words)},
        {weight: 1, arbitrary: fc.constantFrom(...NASTY)},
        {weight: 1, arbitrary: fc.string({unit: 'binary', maxLength: 8})},
      ),
      {maxLength: 24},
    )
    .map((parts) => parts.join(''));

/** A text of some grammar as it should be, with a piece cut out, doubled, or put in its place. */
export const broken = (whole: readonly string[], words: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...whole), fc.nat(4000), fc.nat(30), fc.constantFrom(...words, ...NASTY), fc.boolean())
    .map(([text, from, length, by, twice]) => {
      const at = from % (text.length + 1);
      return text.slice(0, at) + by + (twice ? text.slice(Math.max(0, at - length)) : text.slice(at + length));
    });

/** JSON values under the keys of a format, nested, with values of the wrong kind. */
export function jsonOf(keys: readonly string[], texts: readonly string[]): fc.Arbitrary<unknown> {
  const {value} = fc.letrec<{value: unknown}>((tie) => ({
    value: fc.oneof(
      {depthSize: 'small', withCrossShrink: true},
      fc.constantFrom<unknown>(...texts, ...NASTY, null, true, 0, -1, 1e21),
      fc.array(tie('value'), {maxLength: 4}),
      fc.dictionary(fc.constantFrom(...keys, '__proto__', 'constructor'), tie('value'), {maxKeys: 6}),
    ),
  }));
  return value;
}

/** The paths of all leaves of a value. */
export function leavesOf(
  value: unknown,
  path: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

/** The value with another one at a path. */
export function replacedAt(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item, i) => (String(i) === key ? replacedAt(item, rest, by) : item));
  }
  const entries = Object.entries(value as Record<string, unknown>).map(([k, v]) => [
    k,
    k === key ? replacedAt(v, rest, by) : v,
  ]);
  return Object.fromEntries(entries) as unknown;
}
