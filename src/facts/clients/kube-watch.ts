import type {Gap} from '../../model/fact.ts';
import {pause} from './retry.ts';
import type {Change} from './types.ts';

/** How one stream of a watch ended. */
export type StreamEnd =
  /** The server closed it, as it does every few minutes: to be resumed. */
  | {readonly is: 'closed'}
  /** The place is too old: to be listed again. */
  | {readonly is: 'expired'}
  | {readonly is: 'failed'; readonly gap: Gap};

/** What a watch is made of. */
export interface Watchable {
  /** The place in the history of the list at which it stands now. */
  place(): Promise<{readonly is: 'known'; readonly value: string} | Gap>;
  /** Hears every line from that place on. */
  stream(place: string, onLine: (line: string) => void): Promise<StreamEnd>;
  readonly signal: AbortSignal;
}

/** Between two attempts after a failure: doubled up to the second. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Follows a list until the signal fires. Nothing is kept but the place. */
export async function follow(list: Watchable, onChange: (change: Change) => void): Promise<Gap | undefined> {
  let wait = FIRST_PAUSE_MS;
  let listedBefore = false;
  while (!list.signal.aborted) {
    const at = await list.place();
    if (at.is !== 'known') {
      // What was never allowed will not be; what failed once it had gone well may come back.
      if (!listedBefore || at.is === 'denied') return at;
      wait = await pausedFor(wait, list.signal);
      continue;
    }
    onChange({is: 'listed'});
    listedBefore = true;
    let place = at.value;
    let end: StreamEnd = {is: 'closed'};
    while (end.is === 'closed' && !list.signal.aborted) {
      let heard = false;
      let expired = false;
      end = await list.stream(place, (line) => {
        const event = eventOf(line);
        if (event?.type === 'ERROR') expired = true;
        if (event?.place !== undefined) place = event.place;
        if (event?.change) onChange(event.change);
        heard ||= event !== undefined;
      });
      if (expired) end = {is: 'expired'};
      if (heard) wait = FIRST_PAUSE_MS;
      // A server that closes each stream at once must not be asked without a pause.
      else if (end.is === 'closed') wait = await pausedFor(wait, list.signal);
    }
    if (end.is === 'failed') {
      if (end.gap.is === 'denied') return end.gap;
      wait = await pausedFor(wait, list.signal);
    }
  }
  return undefined;
}

async function pausedFor(ms: number, signal: AbortSignal): Promise<number> {
  await pause(ms, signal).catch(() => undefined);
  return Math.min(ms * 2, LONGEST_PAUSE_MS);
}

const CHANGES: Readonly<Record<string, 'added' | 'modified' | 'deleted'>> = {
  ADDED: 'added',
  MODIFIED: 'modified',
  DELETED: 'deleted',
};

/** One line of a watch: its type, the place after it, and the change, if it is one. */
function eventOf(line: string): {readonly type: string; readonly place?: string; readonly change?: Change} | undefined {
  let event: {type?: unknown; object?: {metadata?: {resourceVersion?: unknown}}} | null;
  try {
    event = JSON.parse(line) as typeof event;
  } catch {
    return undefined;
  }
  if (typeof event?.type !== 'string') return undefined;
  const is = Object.hasOwn(CHANGES, event.type) ? CHANGES[event.type] : undefined;
  const place = event.type === 'ERROR' ? undefined : event.object?.metadata?.resourceVersion;
  return {
    type: event.type,
    ...(typeof place === 'string' ? {place} : {}),
    ...(is === undefined ? {} : {change: {is, object: event.object}}),
  };
}
