import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Timings} from '../../src/commands/timings.ts';

export type Environment = Readonly<Record<string, string>>;

/** How one process went. */
export interface Ran {
  readonly code: number | null;
  /** From before it was started to its end, in milliseconds. */
  readonly ms: number;
  readonly stdout: string;
  readonly stderr: string;
}

const PROGRAM = join(import.meta.dirname, '../../bin/run.js');

/** Runs a process with nothing of this machine's cluster or credentials in reach. */
export async function run(
  [command = '', ...args]: readonly string[],
  options: {readonly env?: Environment; readonly cwd?: string} = {},
): Promise<Ran> {
  const started = performance.now();
  const child = spawn(command, args, {
    ...(options.cwd === undefined ? {} : {cwd: options.cwd}),
    env: {PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', LANG: 'C.UTF-8', ...options.env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  const [stdout, stderr, [code]] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return {code, ms: performance.now() - started, stdout, stderr};
}

/** A run of the doctor, with where its time went. */
export interface Doctored extends Ran {
  readonly timings: Timings;
}

/** Runs the built doctor. Throws where it could not do its work: what is measured must have been done. */
export async function doctor(args: readonly string[], env: Environment): Promise<Doctored> {
  const ran = await run([process.execPath, PROGRAM, ...args], {env: {...env, FARGATE_DOCTOR_TIMINGS: '1'}});
  const last = ran.stderr.trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{') || ![0, 3, 4].includes(ran.code ?? -1)) {
    throw new Error(`fargate-doctor ${args.join(' ')} ended with ${ran.code}:\n${ran.stdout}${ran.stderr}`);
  }
  return {...ran, timings: JSON.parse(last) as Timings};
}

/** The start of the program alone. */
export const start = (args: readonly string[]): Promise<Ran> => run([process.execPath, PROGRAM, ...args]);
