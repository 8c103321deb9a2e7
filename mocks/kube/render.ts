import {stringify} from 'yaml';
import type {Page} from './list.ts';
import {listItem, listKind, metadataOnly, shown} from './negotiate.ts';
import type {Shape} from './negotiate.ts';
import type {KubeObject} from './object.ts';
import type {Resource} from './resources.ts';
import type {ApiError} from './status.ts';
import {includeObject, tableColumns, tableRow} from './tables/table.ts';

/** An answer, ready to be sent. The body comes in pieces, so that a list of 50,000 pods is never one string. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Iterable<string>;
}

/** What rendering needs to know beside the objects. */
export interface View {
  readonly resource: Resource;
  readonly shape: Shape;
  readonly query: URLSearchParams;
  /** In ms, for ages. */
  readonly now: number;
}

const ITEMS_PER_PIECE = 250;

/** A reply of plain text. */
export function textReply(status: number, body: string): Reply {
  return {status, headers: {'content-type': 'text/plain; charset=utf-8'}, body: [body]};
}

/** A reply of one JSON document. */
export function jsonReply(status: number, body: unknown, contentType = 'application/json'): Reply {
  return {status, headers: {'content-type': contentType}, body: [`${JSON.stringify(body)}\n`]};
}

/** A failure as the API server tells it. */
export function errorReply(error: ApiError): Reply {
  const retry = error.status.details?.retryAfterSeconds;
  const reply = jsonReply(error.status.code, error.status);
  return retry === undefined ? reply : {...reply, headers: {...reply.headers, 'retry-after': String(retry)}};
}

function* pieces(head: Readonly<Record<string, unknown>>, field: string, items: Iterable<unknown>): Iterable<string> {
  let piece = `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(field)}:[`;
  let held = 0;
  let separator = '';
  for (const item of items) {
    piece += separator + JSON.stringify(item);
    separator = ',';
    if (++held < ITEMS_PER_PIECE) continue;
    yield piece;
    piece = '';
    held = 0;
  }
  yield `${piece}]}\n`;
}

function documentReply(
  view: View,
  head: Readonly<Record<string, unknown>>,
  field: string,
  items: Iterable<unknown>,
): Reply {
  const headers = {'content-type': view.shape.contentType};
  if (view.shape.encoding === 'json') return {status: 200, headers, body: pieces(head, field, items)};
  return {status: 200, headers, body: [stringify({...head, [field]: [...items]})]};
}

function* mapped(objects: readonly KubeObject[], map: (object: KubeObject) => unknown): Iterable<unknown> {
  for (const object of objects) yield map(object);
}

/** A list, or a page of one, in the shape that the client asked for. */
export function listReply(view: View, page: Page): Reply {
  const {resource, shape} = view;
  const metadata = {
    resourceVersion: String(page.version),
    ...(page.next === undefined ? {} : {continue: page.next}),
    ...(page.remaining === undefined ? {} : {remainingItemCount: page.remaining}),
  };
  if (shape.as === 'table') {
    const include = includeObject(view.query);
    const columnDefinitions = tableColumns(resource);
    const head = {kind: 'Table', apiVersion: 'meta.k8s.io/v1', metadata, columnDefinitions};
    const row = (object: KubeObject): unknown => tableRow(resource, object, include, view.now);
    return documentReply(view, head, 'rows', mapped(page.objects, row));
  }
  if (shape.as === 'metadata') {
    const head = {kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata};
    return documentReply(view, head, 'items', mapped(page.objects, metadataOnly));
  }
  const item = (object: KubeObject): unknown => listItem(resource, object);
  return documentReply(view, {...listKind(resource), metadata}, 'items', mapped(page.objects, item));
}

/** One object as a document in the shape that the client asked for; with columns, if it is a table, unless told otherwise. */
export function objectDocument(view: View, object: KubeObject, withColumns = true): unknown {
  const {resource, shape} = view;
  if (shape.as === 'metadata') return metadataOnly(object);
  if (shape.as === 'object') return shown(resource, object);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: {resourceVersion: object.metadata.resourceVersion ?? ''},
    columnDefinitions: withColumns ? tableColumns(resource) : null,
    rows: [tableRow(resource, object, includeObject(view.query), view.now)],
  };
}

/** One object. */
export function objectReply(view: View, object: KubeObject): Reply {
  const document = objectDocument(view, object);
  if (view.shape.encoding === 'json') return jsonReply(200, document, view.shape.contentType);
  return {status: 200, headers: {'content-type': view.shape.contentType}, body: [stringify(document)]};
}
