import type {Agent} from 'node:http';
import {failed, known, type Fact, type Gap} from '../../model/fact.ts';
import {classifyKubeError, classifyKubeRefusal} from '../classify-error.ts';
import {wallClockMs} from '../clock.ts';
import {codeOf} from '../network-words.ts';
import {connectTimeoutMs} from './aws-options.ts';
import type {KubeAccess} from './kube-access.ts';
import {ConnectTimeout, get, type GetOptions, type KubeReply} from './kube-request.ts';
import type {StreamEnd} from './kube-watch.ts';
import type {PageReader} from './list-page.ts';
import {closeAfter} from './pool.ts';
import {ReadOnlyError} from './read-only.ts';
import {pause, pauseBefore, retryAfterMs, untilAborted, type Trouble} from './retry.ts';
import type {CallRecord, KubeRequest} from './types.ts';

/** What a client of the Kubernetes API is made from. */
export interface KubeClientOptions {
  readonly access: KubeAccess;
  /** How long a request may go without a byte of its answer. */
  readonly requestTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onCall?: (call: CallRecord) => void;
  /** Told when a request has left, or came to nothing. */
  readonly onSent?: () => void;
}

/** A JSON object as it came. */
export type Json = Readonly<Record<string, unknown>>;
/** One request brought to its end: an object, or why there is none. `expired` is a 410: the list has to start again. */
export type Answer = Fact<Json> | {readonly is: 'expired'};

/** An API server that could not be connected to is not tried again for this long: each try costs seconds of the run. */
const UNREACHABLE_FOR_MS = 10_000;

/** A stream is ended by the server after this long, in seconds; it sends bookmarks about once a minute meanwhile. */
const STREAM_SECONDS = 300;

/** Sends one request with its further attempts, and says what the answer is. */
export class Asker {
  /** The API server in a sentence. */
  readonly words: string;
  readonly #options: KubeClientOptions;
  readonly #base: URL;
  readonly #pools = new Set<Agent>();
  #unreachable: {readonly gap: Gap; readonly untilMs: number} | undefined;

  constructor(options: KubeClientOptions) {
    this.#options = options;
    this.#base = new URL(options.access.server);
    this.words = `the API server at ${this.#base.host}`;
  }

  async ask(
    request: KubeRequest,
    query: Readonly<Record<string, string>>,
    reader?: () => PageReader<unknown>,
  ): Promise<Answer> {
    const url = this.#url(request, query);
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      if (this.#unreachable !== undefined && wallClockMs() < this.#unreachable.untilMs) return this.#unreachable.gap;
      let trouble: Trouble | undefined;
      let asked = 0;
      let answer: Answer;
      try {
        const page = reader?.();
        const hear = page === undefined ? {} : {onText: (text: string) => page.push(text)};
        const reply = await this.#attempt(url, request, attempt, hear);
        if (reply.status === 401 && !renewed && this.#options.access.renew()) {
          renewed = true;
          continue;
        }
        answer = this.#read(reply, request, () => (page ? page.end() : JSON.parse(reply.body)));
        trouble = troubleOfStatus(reply.status);
        asked = retryAfterMs(reply.retryAfter, wallClockMs());
      } catch (error) {
        if (error instanceof ReadOnlyError) throw error;
        answer = classifyKubeError(error, this.words, this.#options.signal);
        trouble = troubleOfError(error);
        if (trouble === undefined && isUnreachable(error)) {
          this.#unreachable = {gap: answer, untilMs: wallClockMs() + UNREACHABLE_FOR_MS};
        }
      }
      const wait = trouble === undefined ? undefined : pauseBefore(trouble, attempt, asked);
      if (wait === undefined) return answer;
      try {
        await pause(wait, this.#options.signal);
      } catch (error) {
        return classifyKubeError(error, this.words, this.#options.signal);
      }
    }
  }

  /** Where the history of a list stands: its `resourceVersion`. */
  async place(request: KubeRequest): Promise<{readonly is: 'known'; readonly value: string} | Gap> {
    const answer = await this.ask(request, {...request.query, limit: '1'});
    if (answer.is === 'known') {
      const {resourceVersion} = isObject(answer.value['metadata']) ? answer.value['metadata'] : {};
      return typeof resourceVersion === 'string'
        ? {is: 'known', value: resourceVersion}
        : failed(`${this.words} gave a list without a resourceVersion`);
    }
    if (answer.is === 'expired') return failed(`${this.words} answered HTTP 410 to a list`);
    return answer.is === 'absent' ? failed(`${this.words} knows no such list`) : answer;
  }

  /** One stream of a watch, from a place on. */
  async stream(request: KubeRequest, place: string, onLine: (line: string) => void): Promise<StreamEnd> {
    const url = this.#url(request, {
      ...request.query,
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: place,
      timeoutSeconds: String(STREAM_SECONDS),
    });
    try {
      const reply = await this.#attempt(url, request, 1, {onLine});
      if (reply.status === 200) return {is: 'closed'};
      const answer = this.#read(reply, request);
      if (answer.is === 'expired') return {is: 'expired'};
      const gap = answer.is === 'known' || answer.is === 'absent' ? failed(`${this.words} does not watch`) : answer;
      return {is: 'failed', gap};
    } catch (error) {
      if (error instanceof ReadOnlyError) throw error;
      // A connection that breaks off is resumed where it stood.
      if (troubleOfError(error) !== undefined) return {is: 'closed'};
      const answer = classifyKubeError(error, this.words, this.#options.signal);
      return {is: 'failed', gap: answer};
    }
  }

  #url(request: KubeRequest, query: Readonly<Record<string, string>>): URL {
    const url = new URL(this.#base);
    url.pathname = this.#base.pathname.replace(/\/+$/, '') + request.path;
    url.search = new URLSearchParams(query).toString();
    return url;
  }

  async #attempt(
    url: URL,
    request: KubeRequest,
    attempt: number,
    hear: Pick<GetOptions, 'onLine' | 'onText'> = {},
  ): Promise<KubeReply> {
    const {access, signal, requestTimeoutMs, onCall, onSent} = this.#options;
    signal.throwIfAborted();
    // Credentials may come from a plugin or from AWS; the record is of the request alone.
    const transport = await untilAborted(access.open(), signal).catch((error: unknown) => {
      onSent?.();
      throw error;
    });
    if (!this.#pools.has(transport.agent)) {
      this.#pools.add(transport.agent);
      closeAfter(signal, transport.agent);
    }
    const startedAtMs = wallClockMs();
    const started = performance.now();
    let result = 'error';
    try {
      const reply = await get(url, request.path, transport, {
        signal,
        connectMs: connectTimeoutMs(requestTimeoutMs),
        timeoutMs: hear.onLine === undefined ? requestTimeoutMs : (STREAM_SECONDS + 30) * 1000,
        ...(onSent === undefined ? {} : {onSent}),
        ...hear,
      });
      result = reply.status === 200 ? 'ok' : String(reply.status);
      return reply;
    } catch (error) {
      result = codeOf(error) ?? (error instanceof Error ? error.name : 'error');
      throw error;
    } finally {
      onCall?.({
        what: `GET ${request.path}`,
        startedAtMs,
        durationMs: performance.now() - started,
        result,
        attempt,
      });
    }
  }

  #read(reply: KubeReply, request: KubeRequest, parse: () => unknown = () => JSON.parse(reply.body)): Answer {
    if (reply.status === 410) return {is: 'expired'};
    if (reply.status !== 200) {
      const skew = reply.date === undefined ? Number.NaN : Date.parse(reply.date) - wallClockMs();
      return classifyKubeRefusal({
        status: reply.status,
        body: reply.body,
        path: request.path,
        permission: request.permission,
        server: this.words,
        ...(Number.isNaN(skew) ? {} : {skewMs: skew}),
      });
    }
    let body: unknown;
    try {
      body = parse();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return failed(`${this.words} gave an answer that is not JSON, or only a part of it`);
    }
    return isObject(body) ? known(body) : failed(`${this.words} gave an answer that is not an object`);
  }
}

/** A JSON object: no list, no null. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function troubleOfStatus(status: number): Trouble | undefined {
  if (status === 429) return 'throttled';
  return status >= 500 && status !== 501 ? 'transient' : undefined;
}

const PASSING = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
]);

function troubleOfError(error: unknown): Trouble | undefined {
  if (error instanceof ConnectTimeout) return undefined;
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return 'timeout';
  return code !== undefined && PASSING.has(code) ? 'transient' : undefined;
}

function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return error instanceof ConnectTimeout || code === 'ENOTFOUND' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH';
}
