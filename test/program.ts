import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {ServedWorld} from '../mocks/serve.ts';

/** The time of every world in the tests. */
export const WORLD_NOW = '2026-11-20T03:10:00Z';
const ROOT = join(import.meta.dirname, '..');

/** What a run of the real program left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Ends the process after so many ms, as a hung one. */
  readonly killAfterMs?: number;
}

/** Runs the built program as a process of its own, with nothing of this machine's cluster or credentials in reach. */
export async function runProgram(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(ROOT, 'bin/run.js'), ...args], {
    cwd: options.cwd ?? ROOT,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      LANG: 'C.UTF-8',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), options.killAfterMs ?? 60_000);
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
  clearTimeout(timer);
  return {code, stdout, stderr, ms: performance.now() - started};
}

/** The same against a served world. */
export function runIn(
  served: ServedWorld,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return runProgram(args, {env: {...served.env, ...env}, cwd: served.folder});
}

/** A report without what differs from run to run: ports, times taken, folders. */
export function settled(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\d+ calls · [\d.]+ m?s/g, 'N calls · T s')
    .replace(/"run": \{[^}]*\}/, '"run": {}');
}
