import type {Agent} from 'node:http';

/** Closes a pool's connections when the run is over: a process that makes many runs would keep those of all of them. */
export function closeAfter(signal: AbortSignal, pool: Agent): void {
  if (signal.aborted) pool.destroy();
  else signal.addEventListener('abort', () => pool.destroy(), {once: true});
}
