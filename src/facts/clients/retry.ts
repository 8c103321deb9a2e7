import {setTimeout as sleep} from 'node:timers/promises';

/**
 * What was wrong with an attempt. Throttling passes with patience; a 5xx or a reset usually does at once; an answer that
 * did not come in time costs so much of the run that it gets one more chance only.
 */
export type Trouble = 'throttled' | 'transient' | 'timeout';

/** How many attempts a request has, the first one included. */
const ATTEMPTS: Readonly<Record<Trouble, number>> = {throttled: 4, transient: 3, timeout: 2};
const FIRST_PAUSE_MS: Readonly<Record<Trouble, number>> = {throttled: 400, transient: 100, timeout: 0};
/** A server that asks for more patience than this is taken at its word: the run has not that much time. */
const LONGEST_PAUSE_MS = 15_000;

/**
 * How long to wait before the next attempt, in milliseconds; undefined where there is none. `asked` is the server's own
 * wish (`Retry-After`), in milliseconds.
 */
export function pauseBefore(trouble: Trouble, attemptsMade: number, asked = 0): number | undefined {
  if (attemptsMade >= ATTEMPTS[trouble] || asked > LONGEST_PAUSE_MS) return undefined;
  const backoff = FIRST_PAUSE_MS[trouble] * 2 ** (attemptsMade - 1);
  // Half of it at random: parallel calls that were throttled together must not come back together.
  return Math.max(asked, backoff * (0.5 + Math.random() / 2));
}

/** Waits, unless the run ends before; then it rejects with an `AbortError`. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, {signal});
}

/** `Retry-After` as milliseconds from now: seconds or an HTTP date. Zero where it says nothing that can be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? 0 : Math.max(0, date - nowMs);
}

/** Settles as `work` does, or rejects once the run ends: for work that does not watch the signal by itself. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const ended = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, {once: true});
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, ended]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}

function abortError(signal: AbortSignal): Error {
  return Object.assign(new Error('the run has ended', {cause: signal.reason}), {name: 'AbortError'});
}
