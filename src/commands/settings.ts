import {existsSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {DoctorError} from '../facts/errors.ts';
import type {Settings} from './config-file.ts';

/** A flag of a command, as oclif describes it. */
export interface DeclaredFlag {
  readonly type: 'boolean' | 'option';
  readonly char?: string | undefined;
  readonly multiple?: boolean | undefined;
  readonly allowNo?: boolean | undefined;
}

type Env = Readonly<Record<string, string | undefined>>;

/** `fail-on` is `FARGATE_DOCTOR_FAIL_ON`. */
export const variableOf = (flag: string): string => `FARGATE_DOCTOR_${flag.toUpperCase().replaceAll('-', '_')}`;

/** Variables of that form which are no flag's. */
const NOT_FLAGS = ['config', 'help', 'version'];

/** The file that is looked for in the working folder and above it. */
const CONFIG_FILE = '.fargate-doctor.yaml';

/** The file that `--config` or its variable names, else the nearest `.fargate-doctor.yaml` upwards. */
export function configPath(argv: readonly string[], env: Env, folder: string): string | undefined {
  const named = valueOf(beforeEnd(argv), 'config') ?? (env[variableOf('config')] || undefined);
  if (named !== undefined) return resolve(folder, named);
  for (let at = resolve(folder); ; at = dirname(at)) {
    const path = join(at, CONFIG_FILE);
    if (existsSync(path)) return path;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * The command line with what the environment and the file say of flags that it does not have. What is ignored adds up, since
 * nothing on a command line could take it back.
 *
 * @throws DoctorError (2) for a variable that can't be understood.
 */
export function withSettings(
  argv: readonly string[],
  flags: Readonly<Record<string, DeclaredFlag>>,
  env: Env,
  file: Settings,
): string[] {
  const words = beforeEnd(argv);
  const added = Object.entries(flags).flatMap(([name, flag]) => {
    if (NOT_FLAGS.includes(name) || (isGiven(words, name, flag) && name !== 'ignore')) return [];
    const variable = env[variableOf(name)];
    const fromEnv = variable === undefined || variable === '' ? undefined : envWords(name, flag, variable);
    const fromFile = file.get(name) ?? [];
    const values = name === 'ignore' ? [...(fromEnv ?? []), ...fromFile] : (fromEnv ?? fromFile);
    return values.flatMap((value) => asWords(name, flag, value));
  });
  return [...added, ...argv];
}

function envWords(name: string, {type, multiple}: DeclaredFlag, text: string): readonly string[] {
  if (type === 'option') return multiple && name !== 'ignore' ? text.split(',') : [text];
  if (['true', '1'].includes(text)) return ['true'];
  if (['false', '0'].includes(text)) return ['false'];
  throw new DoctorError(`${variableOf(name)} must be true or false, not "${text.slice(0, 80)}".`, undefined, 2);
}

function asWords(name: string, {type, allowNo}: DeclaredFlag, value: string): readonly string[] {
  if (type === 'option') return [`--${name}=${value}`];
  if (value === 'true') return [`--${name}`];
  return allowNo ? [`--no-${name}`] : [];
}

function beforeEnd(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return end < 0 ? argv : argv.slice(0, end);
}

/** Whether the command line has the flag: `--name`, `--name=…`, `-n`, `-nVALUE`, or `-qv` for several without values. */
function isGiven(words: readonly string[], name: string, {char, allowNo}: DeclaredFlag): boolean {
  return words.some(
    (word) =>
      word === `--${name}` ||
      word.startsWith(`--${name}=`) ||
      (allowNo === true && word === `--no-${name}`) ||
      (name === 'output' && word === '--json') ||
      (char !== undefined && (word.startsWith(`-${char}`) || (/^-[a-zA-Z]{2,4}$/.test(word) && word.includes(char)))),
  );
}

function valueOf(words: readonly string[], name: string): string | undefined {
  const at = words.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  const word = words[at] ?? '';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
}
