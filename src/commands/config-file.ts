import {readFileSync} from 'node:fs';
import {isMap, isScalar, LineCounter, parseDocument} from 'yaml';
import {nearest} from '../domain/nearest.ts';
import {DoctorError} from '../facts/errors.ts';
import {CONFIG_KEYS} from './config-keys.ts';

const MOST_BYTES = 256 * 1024;

/** A flag, as far as the file has to know it. */
export interface ConfigFlag {
  readonly type: 'boolean' | 'option';
  readonly multiple?: boolean;
}

/** What a configuration file sets: words for each flag, by its name. */
export type Settings = ReadonlyMap<string, readonly string[]>;

/**
 * Reads a configuration file. Its keys are the flags of all commands, since a file serves every command.
 *
 * @throws DoctorError (2) where it can't be read, or says what no flag is.
 */
export function readConfig(path: string): Settings {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new DoctorError(`The configuration ${path} can't be read (${code}).`, undefined, 2);
  }
  if (bytes.byteLength > MOST_BYTES) throw new DoctorError(`${path} is larger than 256 KiB.`, undefined, 2);
  return settingsOf(path, bytes.toString('utf8'));
}

function settingsOf(path: string, text: string): Settings {
  const lines = new LineCounter();
  const document = parseDocument(text, {lineCounter: lines});
  const refuse = (offset: number, what: string, hint?: string): DoctorError => {
    const {line, col} = lines.linePos(offset);
    return new DoctorError(`${path}:${line}:${col}: ${what}`, hint, 2);
  };
  const [error] = document.errors;
  if (error) throw refuse(error.pos[0], 'this is not valid YAML.');
  if (document.contents === null) return new Map();
  if (!isMap(document.contents)) throw refuse(0, 'a map of flags is wanted here.');
  const values = document.toJS({maxAliasCount: 100}) as Readonly<Record<string, unknown>>;
  const settings = new Map<string, readonly string[]>();
  for (const {key} of document.contents.items) {
    const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    const name = isScalar(key) ? String(key.value) : '';
    const flag = Object.hasOwn(CONFIG_KEYS, name) ? CONFIG_KEYS[name] : undefined;
    if (flag === undefined) {
      const near = nearest(name, Object.keys(CONFIG_KEYS));
      throw refuse(offset, `unknown key ${name}.`, near.length > 0 ? `Nearest: ${near.join(', ')}` : undefined);
    }
    const words = name === 'ignore' ? ignoreWords(values[name]) : wordsOf(flag, values[name]);
    if (words === undefined) throw refuse(offset, `${name} must be ${wanted(name, flag)}.`);
    settings.set(name, words);
  }
  return settings;
}

function wanted(name: string, {type, multiple}: ConfigFlag): string {
  if (name === 'ignore') return 'a list of ids, or of maps with id, reason and expires (a date)';
  if (type === 'boolean') return 'true or false';
  return multiple ? 'a text, or a list of texts' : 'a text or a number';
}

function wordsOf({type, multiple}: ConfigFlag, value: unknown): readonly string[] | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? [String(value)] : undefined;
  const word = (v: unknown): string | undefined =>
    typeof v === 'string' || typeof v === 'number' ? String(v) : undefined;
  const words = Array.isArray(value) && multiple ? value.map(word) : [word(value)];
  return words.every((w) => w !== undefined) ? words : undefined;
}

/** `id=namespace/name,expires=2026-12-31,reason=…`, which is what `--ignore` takes. */
function ignoreWords(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return typeof value === 'string' ? [value] : undefined;
  const words = value.map((item: unknown): string | undefined => {
    if (typeof item === 'string') return item;
    if (typeof item !== 'object' || item === null) return undefined;
    const {id, reason, expires, ...rest} = item as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string' || Object.keys(rest).length > 0) return undefined;
    if (reason !== undefined && typeof reason !== 'string') return undefined;
    if (expires !== undefined && typeof expires !== 'string') return undefined;
    return `${id}${expires === undefined ? '' : `,expires=${expires}`}${reason === undefined ? '' : `,reason=${reason}`}`;
  });
  return words.every((w) => w !== undefined) ? words : undefined;
}
