import {request as httpsRequest} from 'node:https';
import type {IncomingHttpHeaders} from 'node:http';
import type {KubeServer} from '../../mocks/kube/options.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Null: send none. */
  readonly token?: string | null;
  readonly body?: string | Buffer;
  readonly signal?: AbortSignal;
  /** Sees each piece of the body as it comes. */
  readonly onData?: (text: string) => void;
}

/** One request, its path sent exactly as given. */
export function ask(server: KubeServer, path: string, options: Ask = {}): Promise<Answer> {
  const url = new URL(server.url);
  const token = options.token === undefined ? server.token : options.token;
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port,
        path,
        method: options.method ?? 'GET',
        ca: server.caPem,
        agent: false,
        headers: {...(token === null ? {} : {authorization: `Bearer ${token}`}), ...options.headers},
        ...(options.signal === undefined ? {} : {signal: options.signal}),
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
          options.onData?.(text);
        });
        response.on('error', reject);
        response.on('end', () => resolve({status: response.statusCode ?? 0, headers: response.headers, body}));
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });
}

export interface ListBody {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly {
    readonly kind?: string;
    readonly metadata: {
      readonly name: string;
      readonly namespace: string;
      readonly uid: string;
      readonly resourceVersion: string;
    };
    readonly [field: string]: unknown;
  }[];
}

export interface TableBody {
  readonly kind: string;
  readonly metadata: ListBody['metadata'];
  readonly columnDefinitions: readonly {readonly name: string; readonly priority: number}[] | null;
  readonly rows: readonly {readonly cells: readonly unknown[]; readonly object?: {readonly kind: string}}[];
}

export interface StatusBody {
  readonly kind: string;
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly metadata: {readonly continue?: string};
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The body of a request that must succeed. */
export async function read<T>(server: KubeServer, path: string, options: Ask = {}): Promise<T> {
  const answer = await ask(server, path, options);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return JSON.parse(answer.body) as T;
}

/** The Status of a request that must fail. */
export async function refusal(server: KubeServer, path: string, options: Ask = {}): Promise<StatusBody> {
  const answer = await ask(server, path, options);
  const body = JSON.parse(answer.body) as StatusBody;
  if (body.kind !== 'Status' || body.code !== answer.status)
    throw new Error(`${path}: ${answer.status} ${answer.body}`);
  return body;
}

/** Every page of a list. */
export async function pages(server: KubeServer, path: string, limit: number): Promise<ListBody[]> {
  const all: ListBody[] = [];
  let token = '';
  do {
    const separator = path.includes('?') ? '&' : '?';
    const more = token === '' ? '' : `&continue=${token}`;
    const page: ListBody = await read(server, `${path}${separator}limit=${limit}${more}`);
    all.push(page);
    token = page.metadata.continue ?? '';
  } while (token !== '');
  return all;
}

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
