import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Server} from 'node:https';
import type {Socket} from 'node:net';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import type {Reply} from './render.ts';

/** The raw connections of a TLS server, by the client's port: only they can be reset, TLS sockets can't. */
export class Connections {
  readonly #raw = new Map<string, Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      const id = `${socket.remoteAddress} ${socket.remotePort}`;
      this.#raw.set(id, socket);
      // A client that resets first is no reason to end the world.
      socket.on('error', () => undefined);
      socket.on('close', () => void (this.#raw.get(id) === socket && this.#raw.delete(id)));
    });
  }

  /** Answers a request with a TCP reset. */
  reset(request: IncomingMessage): void {
    const {remoteAddress, remotePort} = request.socket;
    const raw = this.#raw.get(`${remoteAddress} ${remotePort}`);
    if (raw) raw.resetAndDestroy();
    else request.socket.destroy();
  }

  /** Cuts all of them. */
  drop(): void {
    for (const socket of this.#raw.values()) socket.destroy();
  }
}

/** Sends a reply; lists piece by piece, no faster than the client reads. */
export async function send(response: ServerResponse, reply: Reply): Promise<void> {
  const [first = '', second, rest] = opening(reply.body);
  const headers: Record<string, string | number> = {'cache-control': 'no-cache, private', ...reply.headers};
  if (second === undefined) {
    response.writeHead(reply.status, {...headers, 'content-length': Buffer.byteLength(first)});
    response.end(first);
    return;
  }
  response.writeHead(reply.status, headers);
  // A client that leaves early is its own business.
  await pipeline(Readable.from(chain(first, second, rest)), response).catch(() => undefined);
}

function* chain(first: string, second: string, rest: Iterable<string>): Iterable<string> {
  yield first;
  yield second;
  yield* rest;
}

/** The first two pieces, which tell whether the length can be announced, and what follows them. */
function opening(body: Iterable<string>): [string | undefined, string | undefined, Iterable<string>] {
  const iterator = body[Symbol.iterator]();
  const take = (): string | undefined => {
    const next = iterator.next();
    return next.done ? undefined : next.value;
  };
  return [take(), take(), {[Symbol.iterator]: () => iterator}];
}

/** Sends half of the first piece of a reply, then cuts the connection. */
export function sendTruncated(response: ServerResponse, reply: Reply): void {
  const [first = ''] = reply.body;
  const bytes = Buffer.from(first);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  response.writeHead(reply.status, {...reply.headers, 'content-length': bytes.length});
  response.write(half, () => response.destroy());
}
