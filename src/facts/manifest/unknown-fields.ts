import {nearest} from '../../domain/nearest.ts';
import type {ManifestWarning} from '../../model/diagnosis.ts';
import {oneLine} from '../network-words.ts';
import {MANIFEST_FIELDS} from './fields.ts';
import type {ManifestDocument} from './parse.ts';
import type {Step} from './positions.ts';

/** More would bury the report; the rest is of the same kind. */
const MOST_WARNINGS = 50;
/** Amounts, which the API takes as numbers too. */
const QUANTITIES = ['requests', 'limits', 'overhead', 'capacity', 'sizeLimit', 'divisor'];

/**
 * What the API server would refuse of an object, or drop: fields that its type does not have, with the nearest that it has,
 * and values of another type. `kind` is the object's, `at` where it stands in its document.
 */
export function strangeFields(
  kind: string,
  object: unknown,
  document: ManifestDocument,
  at: readonly Step[],
): readonly ManifestWarning[] {
  const warnings: ManifestWarning[] = [];
  const warn = (steps: readonly Step[], message: string): void => {
    if (warnings.length < MOST_WARNINGS) warnings.push({message, position: document.place([...at, ...steps])});
  };
  walk(`V1${kind}`, object, [], warn);
  return warnings;
}

type Warn = (steps: readonly Step[], message: string) => void;

function walk(type: string, value: unknown, steps: readonly Step[], warn: Warn): void {
  if (value === null || value === undefined || type === 'any') return;
  const item = /^\[(.+)\]$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) return warn(steps, `${pathText(steps)} must be a list, and is ${wordFor(value)}`);
    value.forEach((v, i) => walk(item, v, [...steps, i], warn));
    return;
  }
  if (type === 'texts') return texts(value, steps, warn);
  if (type === 'string' || type === 'number' || type === 'boolean') return plain(type, value, steps, warn);
  if (!isMap(value)) return warn(steps, `${pathText(steps)} must be a map, and is ${wordFor(value)}`);
  const fields = fieldsOf(type);
  for (const [key, v] of Object.entries(value)) {
    const known = fields.get(key);
    if (known !== undefined) walk(known, v, [...steps, key], warn);
    else if (!(steps.length === 0 && key === 'status')) warn([...steps, key], unknownField(key, steps, fields));
  }
}

function unknownField(key: string, steps: readonly Step[], fields: ReadonlyMap<string, string>): string {
  const [near] = nearest(key, fields.keys(), 1);
  const where = steps.length === 0 ? 'the object' : pathText(steps);
  return `unknown field ${oneLine(key, 60)} in ${where}${near === undefined ? '' : `; is ${near} meant?`}`;
}

function texts(value: unknown, steps: readonly Step[], warn: Warn): void {
  if (!isMap(value)) return warn(steps, `${pathText(steps)} must be a map, and is ${wordFor(value)}`);
  const amounts = QUANTITIES.includes(String(steps.at(-1)));
  for (const [key, v] of Object.entries(value)) {
    if (v === null || typeof v === 'string' || (amounts && typeof v === 'number')) continue;
    warn([...steps, key], `${pathText([...steps, key])} must be text, and is ${wordFor(v)}${quoted(v)}`);
  }
}

function plain(type: 'string' | 'number' | 'boolean', value: unknown, steps: readonly Step[], warn: Warn): void {
  if (typeof value === type) return;
  if (type === 'string' && typeof value === 'number' && QUANTITIES.includes(String(steps.at(-1)))) return;
  const wanted = {string: 'text', number: 'a number', boolean: 'true or false'}[type];
  warn(
    steps,
    `${pathText(steps)} must be ${wanted}, and is ${wordFor(value)}${type === 'string' ? quoted(value) : ''}`,
  );
}

const quoted = (value: unknown): string => (typeof value === 'object' ? '' : '; put it in quotes');

function wordFor(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? String(value) : 'a number';
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const FIELDS = new Map<string, ReadonlyMap<string, string>>();

function fieldsOf(type: string): ReadonlyMap<string, string> {
  const made =
    FIELDS.get(type) ??
    new Map(
      (Object.hasOwn(MANIFEST_FIELDS, type) ? (MANIFEST_FIELDS[type] ?? '') : '')
        .split(' ')
        .map((word): [string, string] => [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)]),
    );
  FIELDS.set(type, made);
  return made;
}

/** `spec.containers[0].image`. */
function pathText(steps: readonly Step[]): string {
  const text = steps.map((s) => (typeof s === 'number' ? `[${s}]` : /[.[\]]/.test(s) ? `[${s}]` : `.${s}`)).join('');
  return oneLine(text.replace(/^\./, ''), 200);
}
