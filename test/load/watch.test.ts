import {describe, expect, it} from 'vitest';
import {follow, type StreamEnd, type Watchable} from '../../src/facts/clients/kube-watch.ts';
import {failed} from '../../src/model/fact.ts';
import {living, LONG} from './measure.ts';

const EVENTS = LONG ? 10_000 : 2_000;

/** How a stream of the simulated server ends, in turn: it restarts, it closes as each 5 minutes, it has forgotten the place. */
const ENDS = [
  'closed',
  'closed',
  'expired',
  'closed',
  'gone',
  'closed',
  'closed',
  'failed',
  'closed',
  'closed',
] as const;

const REMEMBERED = 500;

/** A server with a history of changes, which remembers so many, and whose clock is the stream itself. */
class Simulated implements Watchable {
  readonly signal: AbortSignal;
  readonly #over = new AbortController();
  /** Changes that have happened. */
  version = 0;
  /** At which versions the list was told anew. */
  readonly listed: number[] = [];
  #streams = 0;

  constructor() {
    this.signal = this.#over.signal;
  }

  place() {
    this.listed.push(this.version);
    return Promise.resolve({is: 'known' as const, value: String(this.version)});
  }

  stream(place: string, onLine: (line: string) => void): Promise<StreamEnd> {
    const from = Number(place);
    // While nobody listened, the world went on.
    this.version = Math.min(EVENTS, this.version + (this.#streams % 3) * 7);
    if (this.version - from > REMEMBERED) return Promise.resolve({is: 'expired'});
    const end = ENDS[this.#streams++ % ENDS.length] ?? 'closed';
    for (let v = from + 1; v <= this.version; v++) onLine(line(v));
    for (let i = 0; i < 97 && this.version < EVENTS; i++) onLine(line(++this.version));
    onLine(JSON.stringify({type: 'BOOKMARK', object: {metadata: {resourceVersion: String(this.version)}}}));
    // What a proxy may put in, and a connection that breaks in the middle of a line.
    onLine('null');
    onLine('{"type":"MODIFIED","obj');
    if (this.version >= EVENTS) this.#over.abort();
    if (end === 'gone') onLine(JSON.stringify({type: 'ERROR', object: {kind: 'Status', code: 410, metadata: {}}}));
    // Each failure costs a real pause: only some.
    if (end === 'failed' && this.#streams < 40)
      return Promise.resolve({is: 'failed', gap: failed('the API server restarts')});
    return Promise.resolve({is: end === 'expired' ? 'expired' : 'closed'});
  }
}

const line = (version: number): string =>
  JSON.stringify({
    type: 'MODIFIED',
    object: {metadata: {name: `pod-${version % 100}`, resourceVersion: String(version)}, filler: 'x'.repeat(500)},
  });

describe(`a watch over ${EVENTS} changes, with restarts of the API`, () => {
  it('loses none, doubles none, and holds nothing', {timeout: 120_000}, async () => {
    const server = new Simulated();
    const heard: number[] = [];
    let lists = 0;
    const before = await living();
    const gap = await follow(server, (change) => {
      if (change.is === 'listed') lists++;
      else heard.push(Number((change.object as {metadata: {resourceVersion: string}}).metadata.resourceVersion));
    });
    const after = await living();
    expect(gap).toBeUndefined();
    expect(lists).toBe(server.listed.length);
    expect(lists).toBeGreaterThan(3);
    // Each change once and in order: what nobody listened to is told by the next stream, since the place is kept.
    expect(heard).toEqual(Array.from({length: EVENTS}, (_, i) => i + 1));
    expect(after.heapMb - before.heapMb).toBeLessThan(5);
  });
});
