import {parseFieldSelector} from './field-selector.ts';
import {parseLabelSelector} from './label-selector.ts';
import type {Matcher} from './label-selector.ts';
import type {KubeObject} from './object.ts';
import {storageKey} from './resources.ts';
import type {Resource} from './resources.ts';
import {ApiError, badRequest, pageExpired} from './status.ts';
import {lowerBound} from './store.ts';
import type {Entry, Store} from './store.ts';

/** One page of a list, or all of it. */
export interface Page {
  readonly objects: readonly KubeObject[];
  readonly version: number;
  /** Opaque token of the next page. */
  readonly next?: string;
  /** Told only where no selector hides how many will come. */
  readonly remaining?: number;
}

/** What a `continue` token holds: the version it belongs to (-1: whatever is there now), the next key, the next page's number. */
interface Bookmark {
  readonly version: number;
  readonly start: string;
  readonly page: number;
}

const TOKEN_KIND = 'meta.k8s.io/v1';

function encode(bookmark: Bookmark): string {
  const content = {v: TOKEN_KIND, rv: bookmark.version, start: bookmark.start, p: bookmark.page};
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function decode(token: string): Bookmark {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    const {v, rv, start, p} = content as Record<string, unknown>;
    if (v === TOKEN_KIND && typeof rv === 'number' && typeof start === 'string') {
      return {version: rv, start, page: typeof p === 'number' ? p : 2};
    }
  } catch {
    // Told below, with all other tokens that are not ours.
  }
  throw badRequest('continue key is not valid: the token was not made by this server');
}

/** The number of the page that a request asks for, from 1. */
export function pageNumber(query: URLSearchParams): number {
  const token = query.get('continue');
  if (!token) return 1;
  try {
    return decode(token).page;
  } catch {
    return 1;
  }
}

/** The token with which a list goes on after its snapshot is gone. */
export function inconsistentToken(query: URLSearchParams): string {
  const {start, page} = decode(query.get('continue') ?? '');
  return encode({version: -1, start, page});
}

/** A token that leads back to the first key, different for each page: a list that never ends. */
export function endlessToken(query: URLSearchParams): string {
  return encode({version: -1, start: '', page: pageNumber(query) + 1});
}

/** The version that a request names; undefined where it names none, and 0 for "whatever you have". */
export function askedVersion(query: URLSearchParams): number | undefined {
  const asked = query.get('resourceVersion') ?? '';
  if (asked === '') return undefined;
  if (/^\d{1,15}$/.test(asked)) return Number(asked);
  throw badRequest(
    `resourceVersion: Invalid value: "${asked.slice(0, 100)}": strconv.ParseUint: parsing: invalid syntax`,
  );
}

/** 504 for a version that lies in the future. */
export function refuseFuture(version: number, store: Store): void {
  if (version <= store.version) return;
  const message = `Too large resource version: ${version}, current: ${store.version}`;
  throw new ApiError(504, 'Timeout', message, {
    retryAfterSeconds: 1,
    causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}],
  });
}

/** Both selectors of a request. */
export function selection(resource: Resource, query: URLSearchParams): Matcher {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(resource, query.get('fieldSelector') ?? '');
  return (object) => labels(object) && fields(object);
}

function limitOf(query: URLSearchParams): number {
  const asked = query.get('limit') ?? '';
  if (asked === '') return 0;
  if (/^\d{1,15}$/.test(asked)) return Number(asked);
  throw badRequest(`strconv.ParseInt: parsing "${asked.slice(0, 100)}": invalid syntax`);
}

/** Where a list goes on, and in which state of the world. */
function source(store: Store, storage: string, query: URLSearchParams): {list: readonly Entry[]; from: Bookmark} {
  const token = query.get('continue') ?? '';
  const version = askedVersion(query);
  if (token === '') {
    if (version !== undefined) refuseFuture(version, store);
    return {list: store.entries(storage), from: {version: store.version, start: '', page: 1}};
  }
  if (version) throw badRequest('specifying resource version is not allowed when using continue');
  const from = decode(token);
  if (from.version < 0) return {list: store.entries(storage), from: {...from, version: store.version}};
  const list = store.kept(storage, from.version);
  if (list === undefined) throw pageExpired(inconsistentToken(query));
  return {list, from};
}

/**
 * Answers a list request. With `limit`, at most that many objects come, and a token while keys are left, even if the selector will
 * match none of them. `limit` means nothing beside `resourceVersion=0`, as in the API server, which then answers from its cache.
 */
export function listPage(
  store: Store,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): Page {
  const storage = storageKey(resource);
  const matches = selection(resource, query);
  const limit = query.get('resourceVersion') === '0' && !query.get('continue') ? 0 : limitOf(query);
  const {list, from} = source(store, storage, query);
  const prefix = namespace === undefined ? '' : `${namespace}/`;
  const end = namespace === undefined ? list.length : lowerBound(list, `${namespace}0`);
  const objects: KubeObject[] = [];
  let at = lowerBound(list, from.start > prefix ? from.start : prefix);
  for (; at < end && (limit === 0 || objects.length < limit); at++) {
    const {object} = list[at] as Entry;
    if (matches(object)) objects.push(object);
  }
  if (at >= end) return {objects, version: from.version};
  store.keep(storage, from.version, list);
  const last = (list[at - 1] as Entry).key;
  return {
    objects,
    version: from.version,
    next: encode({version: from.version, start: `${last}\u0000`, page: from.page + 1}),
    ...(query.get('labelSelector') || query.get('fieldSelector') ? {} : {remaining: end - at}),
  };
}
