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

/** A run under way. */
export interface Running {
  readonly ended: Promise<Ran>;
  /** Resolves once stdout holds the text; rejects where the program ends without having said it. */
  says(text: string): Promise<void>;
  /** By its own id. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
}

/** Runs the built program as a process of its own, with nothing of this machine's cluster or credentials in reach. */
export const runProgram = (args: readonly string[], options: RunOptions = {}): Promise<Ran> =>
  startProgram(args, options).ended;

/** The same, for a test that has to do with it while it runs. */
export function startProgram(args: readonly string[], options: RunOptions = {}): Running {
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
  const said = {stdout: '', stderr: ''};
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  }
  const ended = once(child, 'close').then(([code]) => {
    clearTimeout(timer);
    return {code: code as number | null, ...said, ms: performance.now() - started};
  });
  return {
    ended,
    says: async (text) => {
      for (;;) {
        if (said.stdout.includes(text)) return;
        const over = await Promise.race([ended, once(child.stdout, 'data').then(() => undefined)]);
        if (over && !over.stdout.includes(text))
          throw new Error(`ended without "${text}": ${over.stdout}${over.stderr}`);
      }
    },
    signal: (name) => child.kill(name),
  };
}

/** The same against a served world. */
export function runIn(
  served: ServedWorld,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  limits: Pick<RunOptions, 'killAfterMs'> = {},
): Promise<Ran> {
  return runProgram(args, {env: {...served.env, ...env}, cwd: served.folder, ...limits});
}

/** A report without what differs from run to run: ports, times taken, folders. */
export function settled(text: string): string {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/\d+ calls · [\d.]+ m?s/g, 'N calls · T s')
    .replace(/"run": \{[^}]*\}/, '"run": {}');
}

/** {@link startProgram} against a served world. */
export const startIn = (served: ServedWorld, args: readonly string[]): Running =>
  startProgram(args, {env: served.env, cwd: served.folder});
