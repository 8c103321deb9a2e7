import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import type {Logged, Order, Reply, Wanted} from './fake.ts';

/** A world that is served by a process of its own. */
export interface Served {
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What was asked since the last time, and the processor time that the answers took. */
  readonly log: () => Promise<{readonly log: readonly Logged[]; readonly cpuMs: number}>;
  readonly close: () => Promise<void>;
}

/** The time of every world that is measured. */
export const NOW = '2026-11-20T03:10:00Z';

export async function serve(wanted: Wanted, latencyMs = 0): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'fake.ts'), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const up = await ask(child, {serve: wanted, latencyMs, now: NOW});
  if (!('env' in up)) throw new Error('the fake gave no environment');
  return {
    ...up,
    async log() {
      const reply = await ask(child, {log: true});
      if (!('log' in reply)) throw new Error('the fake gave no log');
      return reply;
    },
    async close() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function ask(child: ChildProcess, order: Order): Promise<Reply> {
  const exited = once(child, 'exit').then(() => Promise.reject(new Error('the fake has ended')));
  exited.catch(() => undefined);
  const reply = once(child, 'message') as Promise<[Reply]>;
  child.send(order);
  return (await Promise.race([reply, exited]))[0];
}
