import {fieldRequirements} from './field-selector.ts';
import {resourceAt} from './resources.ts';
import type {Resource} from './resources.ts';

/** What a request asks of the API, as its authorization sees it. */
export interface Attributes {
  /** `get`, `list`, `watch`, `create`, … or the lower-case HTTP method outside the resources. */
  readonly verb: string;
  readonly group: string;
  /** Plural; empty for paths outside the resources. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty for all namespaces and for cluster-scoped resources. */
  readonly namespace: string;
  /** Also set for lists that a `metadata.name` field selector narrows to one object. */
  readonly name: string;
  readonly path: string;
}

/** A request's URL, taken apart. Hostile paths come out as places that do not exist. */
export interface ApiRequest extends Attributes {
  readonly version: string;
  readonly query: URLSearchParams;
  /** The table's row; undefined for resources that are not served, and outside the resources. */
  readonly served: Resource | undefined;
  /** The name in the path, without what a selector adds. */
  readonly pathName: string;
}

const WRITES: Readonly<Record<string, string>> = {POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete'};

function decodeSegment(segment: string): string | undefined {
  try {
    const decoded = decodeURIComponent(segment);
    return decoded === '' || decoded === '.' || decoded === '..' || /[/%\0]/.test(decoded) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** Segments of the path; undefined if one of them can't be part of any path that the API serves. */
function segmentsOf(path: string): readonly string[] | undefined {
  const trimmed = path.replace(/\/$/, '').slice(1);
  if (trimmed === '') return [];
  const segments = trimmed.split('/').map(decodeSegment);
  return segments.every((segment) => segment !== undefined) ? segments : undefined;
}

function verbOf(method: string, name: string, query: URLSearchParams): string {
  const write = WRITES[method];
  if (write !== undefined) return write === 'delete' && name === '' ? 'deletecollection' : write;
  if (method !== 'GET' && method !== 'HEAD') return method.toLowerCase();
  if (name !== '') return 'get';
  return ['true', '1'].includes(query.get('watch') ?? '') ? 'watch' : 'list';
}

function selectedName(query: URLSearchParams): string {
  const selector = query.get('fieldSelector') ?? '';
  if (!selector.includes('metadata.name')) return '';
  try {
    const terms = fieldRequirements(selector);
    return terms.find((term) => term.field === 'metadata.name' && term.equal)?.value ?? '';
  } catch {
    return '';
  }
}

interface Place {
  readonly group: string;
  readonly version: string;
  readonly rest: readonly string[];
}

function placeOf(segments: readonly string[]): Place | undefined {
  const [root, first, second, ...rest] = segments;
  if (root === 'api' && first !== undefined && second !== undefined) {
    return {group: '', version: first, rest: [second, ...rest]};
  }
  if (root === 'apis' && first !== undefined && second !== undefined && rest.length > 0) {
    return {group: first, version: second, rest};
  }
  return undefined;
}

/** Takes a request's method and raw URL apart, without ever throwing. */
export function parseRequest(method: string, url: string): ApiRequest {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const outside = {
    verb: method.toLowerCase(),
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    pathName: '',
    path,
    query,
    served: undefined,
  };
  const place = placeOf(segmentsOf(path) ?? []);
  if (place === undefined) return outside;
  const {group, version, rest} = place;
  // `namespaces/x` is an object, `namespaces/x/pods` a list inside it, `namespaces/x/status` a part of the object.
  const inside = rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2] ?? '');
  const [resource = '', pathName = '', ...subresource] = inside ? rest.slice(2) : rest;
  const verb = verbOf(method, pathName, query);
  const narrowed = ['list', 'watch', 'deletecollection'].includes(verb) ? selectedName(query) : '';
  const found = resourceAt(group, version, resource);
  const rightPlace = found !== undefined && (found.namespaced ? inside || pathName === '' : !inside);
  return {
    ...outside,
    verb,
    group,
    version,
    resource,
    subresource: subresource.join('/'),
    namespace: inside ? (rest[1] ?? '') : '',
    name: pathName || narrowed,
    pathName,
    served: rightPlace ? found : undefined,
  };
}
