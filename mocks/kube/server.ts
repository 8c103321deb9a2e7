import {randomBytes, randomUUID} from 'node:crypto';
import {once, setMaxListeners} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:https';
import type {Server} from 'node:https';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {answerOutside, answerResource} from './answer.ts';
import type {Knowledge} from './answer.ts';
import {authenticate, impersonated, isPublicPath} from './auth.ts';
import type {Tokens, User} from './auth.ts';
import {createAuthority} from './certificates.ts';
import {FaultBook} from './faults.ts';
import type {Trouble} from './faults.ts';
import {writeKubeconfig} from './kubeconfig.ts';
import {pageNumber} from './list.ts';
import type {KubeOptions, KubeRequestRecord, KubeServer} from './options.ts';
import {forbidden, mayDo} from './rbac.ts';
import {errorReply, textReply} from './render.ts';
import type {Reply} from './render.ts';
import {parseRequest} from './request.ts';
import type {ApiRequest, Attributes} from './request.ts';
import {RESOURCES} from './resources.ts';
import {ApiError, serverFailure, tooManyRequests, unauthorized} from './status.ts';
import {Store} from './store.ts';
import {Connections, send, sendTruncated} from './transport.ts';
import {twisted} from '../twists.ts';
import type {Twist} from '../twists.ts';

const HTML = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Sign in to the network.</body></html>\n';
const MOST_HEADER_BYTES = 64 * 1024;

function clock(now: KubeOptions['now']): () => Date {
  if (typeof now === 'function') return now;
  return now === undefined ? () => new Date() : () => now;
}

function tokensOf(options: KubeOptions, token: string): Tokens {
  const groupsOf = (groups: readonly string[]): readonly string[] => [...groups, 'system:authenticated'];
  const admin: User = {
    name: options.user?.name ?? 'kubernetes-admin',
    groups: groupsOf(options.user === undefined ? ['system:masters'] : (options.user.groups ?? [])),
  };
  const others = Object.entries(options.tokens ?? {}).map(
    ([key, name]) => [key, {name, groups: groupsOf([])}] as const,
  );
  return {
    known: new Map([[token, admin], ...others]),
    eksUser: admin,
    ...(options.clusterName === undefined
      ? {}
      : {
          eks: {
            clusterName: options.clusterName,
            ...(options.awsSecretOf === undefined ? {} : {secretOf: options.awsSecretOf}),
          },
        }),
  };
}

/** The fake behind its socket: records, troubles, authenticates, then lets the world answer. */
class ApiServer {
  readonly requests: KubeRequestRecord[] = [];
  readonly faults: FaultBook;
  readonly ending = new AbortController();
  readonly #options: KubeOptions;
  readonly #tokens: Tokens;
  readonly #knowledge: Knowledge;
  readonly #connections: Connections;

  constructor(options: KubeOptions, token: string, store: Store, connections: Connections) {
    this.#options = options;
    this.#tokens = tokensOf(options, token);
    this.#connections = connections;
    // Every delayed answer waits for it.
    setMaxListeners(0, this.ending.signal);
    this.faults = new FaultBook(options.faults ?? []);
    const absent = options.absentGroups ?? [];
    this.#knowledge = {
      store,
      resources: RESOURCES.filter((item) => !absent.includes(item.group)),
      version: options.version ?? '1.33',
      now: clock(options.now),
      bookmarkEveryMs: options.bookmarkEveryMs ?? 60_000,
      may: (user, asked) => mayDo(options.users, user, asked) && !this.faults.denies(asked),
    };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const api = parseRequest(request.method ?? 'GET', request.url ?? '/');
    const record = this.#record(api, response);
    response.setHeader('audit-id', randomUUID());
    const trouble = this.faults.meet(api, pageNumber(api.query));
    const wait = (this.#options.latencyMs ?? 0) + trouble.delayMs;
    if (wait > 0) await sleep(wait, undefined, {signal: this.ending.signal});
    if (trouble.hang || response.destroyed) return;
    if (trouble.reset) return this.#connections.reset(request);
    const answered = await this.#reply(api, request, response, trouble, record);
    const reply = answered && this.#options.keepAnswers ? kept(answered, record) : answered;
    if (reply === undefined) {
      record.status = response.statusCode;
      if (trouble.truncate) response.write('{"type":"ADDED","obj', () => response.destroy());
      return;
    }
    if (trouble.twist !== undefined) await send(response, twistedReply(reply, trouble.twist));
    else if (trouble.truncate) sendTruncated(response, reply);
    else await send(response, reply);
  }

  #record(api: ApiRequest, response: ServerResponse): KubeRequestRecord {
    const mark = (response.req.url ?? '').indexOf('?');
    const record: KubeRequestRecord = {
      verb: api.verb,
      resource: api.subresource === '' ? api.resource : `${api.resource}/${api.subresource}`,
      group: api.group,
      name: api.name,
      namespace: api.namespace,
      path: api.path,
      query: mark < 0 ? '' : (response.req.url ?? '').slice(mark + 1),
      user: '',
      realUser: '',
      at: Date.now(),
      endedAt: 0,
      status: 0,
    };
    this.requests.push(record);
    const ended = (): void => {
      if (record.endedAt === 0) record.endedAt = Date.now();
      if (response.headersSent) record.status = response.statusCode;
    };
    // The former comes before the client can have seen the end, the latter also where there is none.
    response.on('prefinish', ended);
    response.on('close', ended);
    return record;
  }

  async #reply(
    api: ApiRequest,
    request: IncomingMessage,
    response: ServerResponse,
    trouble: Trouble,
    record: KubeRequestRecord,
  ): Promise<Reply | undefined> {
    if (trouble.html) {
      return {...textReply(200, HTML), headers: {'content-type': 'text/html; charset=utf-8'}};
    }
    try {
      if (trouble.throttled) throw tooManyRequests();
      if (trouble.status > 0) throw serverFailure(trouble.status);
      if (trouble.expired401) throw unauthorized();
      const accept = request.headers.accept ?? '';
      if (isPublicPath(api.path) && !trouble.deny) return answerOutside(api, accept, this.#knowledge);
      const user = this.#userOf(request, record);
      if (api.resource !== '') return await answerResource({api, request, response, user, trouble}, this.#knowledge);
      if (trouble.deny || !this.#knowledge.may(user, api)) throw forbidden(user, api);
      return answerOutside(api, accept, this.#knowledge);
    } catch (error) {
      if (error instanceof ApiError) return errorReply(error);
      throw error;
    }
  }

  /** Who is asking, or whom they act as; 401 and 403 otherwise. */
  #userOf(request: IncomingMessage, record: KubeRequestRecord): User {
    const real = authenticate(request.headers, this.#tokens);
    if (real === undefined) throw unauthorized();
    record.realUser = real.name;
    record.user = real.name;
    const other = impersonated(request.headers);
    if (other === undefined) return real;
    const ask = (resource: string, name: string): Attributes => ({
      verb: 'impersonate',
      group: '',
      resource,
      subresource: '',
      namespace: '',
      name,
      path: '',
    });
    const asked = [
      ask('users', other.name),
      ...other.groups.filter((group) => group !== 'system:authenticated').map((group) => ask('groups', group)),
    ];
    const refused = asked.find((attributes) => !mayDo(this.#options.users, real, attributes));
    if (refused !== undefined) throw forbidden(real, refused);
    record.user = other.name;
    return other;
  }
}

/** A long list's body is made while it is sent: it can be had once. */
function kept(reply: Reply, record: KubeRequestRecord): Reply {
  record.answer = [...reply.body].join('');
  return {...reply, body: [record.answer]};
}

function twistedReply(reply: Reply, twist: Twist): Reply {
  const {body, contentType} = twisted(
    {body: [...reply.body].join(''), contentType: reply.headers['content-type'] ?? ''},
    twist,
  );
  return {...reply, headers: {...reply.headers, 'content-type': contentType}, body: [body]};
}

async function listen(server: Server, options: KubeOptions): Promise<string> {
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const {address, family, port} = server.address() as AddressInfo;
  return `https://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Starts a Kubernetes API server that serves the given objects on loopback over HTTPS, until it is closed. */
export async function startKube(options: KubeOptions): Promise<KubeServer> {
  const authority = await createAuthority(options.certificate);
  const token = options.token ?? randomBytes(24).toString('base64url');
  const store = new Store(options.objects, {
    now: clock(options.now),
    ...(options.historySize === undefined ? {} : {historySize: options.historySize}),
  });
  const server = createServer({
    cert: authority.certPem,
    key: authority.keyPem,
    maxHeaderSize: MOST_HEADER_BYTES,
    // Unlike plain HTTP servers those with TLS wait for small packets to fill up, which costs 40 ms here and there.
    noDelay: true,
    // Longer than any client keeps an idle connection, so that none is closed just when it is used again.
    keepAliveTimeout: 120_000,
  });
  const connections = new Connections(server);
  const api = new ApiServer(options, token, store, connections);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    api.handle(request, response).catch((error: unknown) => {
      if (!api.ending.signal.aborted) process.emitWarning(`fake API server: ${String(error)}`);
      response.destroy();
    });
  });
  server.on('tlsClientError', () => undefined);
  const url = await listen(server, options);
  const {caPem} = authority;
  return {
    url,
    caPem,
    token,
    requests: api.requests,
    store,
    kubeconfig: (wanted = {}) =>
      writeKubeconfig(wanted, {server: url, caPem, token, clusterName: options.clusterName ?? 'fargate-test'}),
    setFaults: (faults) => api.faults.set(faults),
    dropConnections: () => connections.drop(),
    close: async () => {
      api.ending.abort();
      const closed = once(server, 'close');
      server.close();
      connections.drop();
      await closed;
    },
  };
}
