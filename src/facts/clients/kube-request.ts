import http from 'node:http';
import https from 'node:https';
import {StringDecoder} from 'node:string_decoder';
import {createGunzip} from 'node:zlib';
import type {KubeTransport} from './kube-access.ts';
import {assertReadRequest} from './read-only.ts';

/** What came back: any status, the whole body. */
export interface KubeReply {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
  /** The `Date` header. */
  readonly date?: string;
}

export interface GetOptions {
  /** How long the connection may take to stand. */
  readonly connectMs: number;
  /** How long nothing may arrive after that. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The request has left, or never will. */
  readonly onSent?: () => void;
  /** Hears a good answer line by line while it comes; the body of the reply is empty then. */
  readonly onLine?: (line: string) => void;
  /** The same, in pieces of any length. */
  readonly onText?: (text: string) => void;
}

/** No connection came about in time. Trying again at once would take as long again. */
export class ConnectTimeout extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'ETIMEDOUT';
}

class AnswerTimeout extends Error {
  override readonly name = 'TimeoutError';
  readonly code = 'ETIMEDOUT';
}

/**
 * One GET, read to its end. Rejects when no connection comes about, when nothing arrives for `timeoutMs`, when the answer
 * is cut off, and when the run ends. A long answer that keeps arriving is not cut off.
 */
export function get(url: URL, path: string, transport: KubeTransport, options: GetOptions): Promise<KubeReply> {
  assertReadRequest('GET', path);
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'http:' ? http.request : https.request;
    const request = send(url, {
      method: 'GET',
      agent: transport.agent,
      signal: options.signal,
      headers: {
        ...(transport.headers as http.OutgoingHttpHeaders),
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'fargate-doctor',
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const within = (ms: number, error: Error): void => {
      clearTimeout(timer);
      timer = setTimeout(() => request.destroy(error), ms);
    };
    const wait = (): void => within(options.timeoutMs, new AnswerTimeout('no answer in time'));
    const stop = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
      request.destroy();
    };
    within(options.connectMs, new ConnectTimeout('no connection in time'));
    request.once('error', stop);
    request.once('finish', () => options.onSent?.());
    request.once('close', () => options.onSent?.());
    request.once('socket', (socket) => {
      if (socket.connecting) socket.once('encrypted' in socket ? 'secureConnect' : 'connect', wait);
      else wait();
    });
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      const body = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
      response.on('data', () => timer?.refresh());
      // A pipe passes neither an error nor a cut connection on.
      response.once('error', stop);
      response.once('aborted', () => stop(Object.assign(new Error('cut off'), {code: 'ECONNRESET'})));
      body.once('error', stop);
      const hear = options.onText ?? (options.onLine && byLine(options.onLine));
      const decoder = new StringDecoder('utf8');
      body.on('data', (chunk: Buffer) => {
        if (hear && response.statusCode === 200) hear(decoder.write(chunk));
        else chunks.push(chunk);
      });
      body.once('end', () => {
        clearTimeout(timer);
        try {
          resolve(reply(response, chunks));
        } catch (error) {
          // Node holds no string beyond half a gigabyte.
          stop(error as Error);
        }
      });
    });
    request.end();
  });
}

/** Cuts what arrives into lines. A line that is not ended is not told. */
function byLine(tell: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') tell(line);
  };
}

function reply(response: http.IncomingMessage, chunks: readonly Buffer[]): KubeReply {
  const {date, 'retry-after': retryAfter} = response.headers;
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    ...(retryAfter === undefined ? {} : {retryAfter}),
    ...(date === undefined ? {} : {date}),
  };
}
