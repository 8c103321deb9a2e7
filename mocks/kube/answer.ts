import type {IncomingMessage, ServerResponse} from 'node:http';
import {reviewAccess} from './access-review.ts';
import type {User} from './auth.ts';
import {directory, versionDocument} from './discovery.ts';
import type {Trouble} from './faults.ts';
import {endlessToken, inconsistentToken, listPage} from './list.ts';
import type {Page} from './list.ts';
import {negotiate} from './negotiate.ts';
import {forbidden} from './rbac.ts';
import {jsonReply, listReply, objectReply, textReply} from './render.ts';
import type {Reply, View} from './render.ts';
import type {ApiRequest, Attributes} from './request.ts';
import {qualifiedName} from './resources.ts';
import type {Resource} from './resources.ts';
import {methodNotAllowed, objectNotFound, pageExpired, placeNotFound, versionExpired} from './status.ts';
import type {Store} from './store.ts';
import {serveWatch} from './watch.ts';

/** What answering needs to know of the world. */
export interface Knowledge {
  readonly store: Store;
  /** The resources that are installed. */
  readonly resources: readonly Resource[];
  readonly version: string;
  readonly now: () => Date;
  readonly bookmarkEveryMs: number;
  /** RBAC and denying faults together. */
  readonly may: (user: User, asked: Attributes) => boolean;
}

/** One authenticated request. */
export interface Asked {
  readonly api: ApiRequest;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly user: User;
  readonly trouble: Trouble;
}

const NOT_A_PLACE = '404 page not found\n';
const READS = ['get', 'list', 'watch'];

/** Documents outside the resources: health, version, the API's directory. Those of health need no user. */
export function answerOutside(api: ApiRequest, accept: string, knowledge: Knowledge): Reply {
  const {path, verb} = api;
  if (verb !== 'get' && verb !== 'head') throw methodNotAllowed();
  if (/^\/(?:healthz|livez|readyz)\/?$/.test(path)) return textReply(200, 'ok');
  if (path === '/version' || path === '/version/') return jsonReply(200, versionDocument(knowledge.version));
  const paths = ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/readyz', '/version'];
  if (path === '/') return jsonReply(200, {paths});
  const found = directory(knowledge.resources, path, accept);
  return found === undefined ? textReply(404, NOT_A_PLACE) : jsonReply(200, found.body, found.contentType);
}

/** Answers what a user asks of a resource; undefined once a watch has taken the response over. */
export async function answerResource(asked: Asked, knowledge: Knowledge): Promise<Reply | undefined> {
  const {api, user, trouble} = asked;
  if (trouble.deny || !knowledge.may(user, api)) throw forbidden(user, api);
  const resource = api.served;
  if (resource === undefined || !knowledge.resources.includes(resource)) return missing(api, knowledge);
  if (api.resource === 'selfsubjectaccessreviews') {
    if (api.verb !== 'create') throw methodNotAllowed();
    return jsonReply(201, await reviewAccess(asked.request, user, knowledge.may));
  }
  if (!READS.includes(api.verb)) {
    if (!resource.verbs.includes(api.verb)) throw methodNotAllowed();
    throw forbidden(user, api, ': this world is read only');
  }
  const shape = negotiate(asked.request.headers.accept ?? '');
  const view: View = {resource, shape, query: api.query, now: knowledge.now().getTime()};
  if (api.verb === 'get') return get(api, view, knowledge);
  if (api.verb === 'list') return list(asked, view, knowledge);
  const {store, now, bookmarkEveryMs} = knowledge;
  serveWatch(asked.response, view, {store, now, bookmarkEveryMs, namespace: api.namespace, gone: trouble.gone});
  return undefined;
}

function missing(api: ApiRequest, knowledge: Knowledge): Reply {
  const served = knowledge.resources.some((item) => item.group === api.group && item.version === api.version);
  if (!served) return textReply(404, NOT_A_PLACE);
  throw placeNotFound();
}

function get(api: ApiRequest, view: View, {store}: Knowledge): Reply {
  if (api.subresource !== '' && api.subresource !== 'status') throw placeNotFound();
  const {resource} = view;
  const object = store.find(resource, resource.namespaced ? api.namespace : undefined, api.pathName);
  if (object === undefined) {
    throw objectNotFound(qualifiedName(resource), resource.group, resource.plural, api.pathName);
  }
  return objectReply(view, object);
}

function list({api, trouble}: Asked, view: View, {store}: Knowledge): Reply {
  if (trouble.gone) {
    if (api.query.get('continue')) throw pageExpired(inconsistentToken(api.query));
    throw versionExpired(0, store.oldest);
  }
  const page = listPage(store, view.resource, api.namespace || undefined, api.query);
  if (!trouble.repeat || !api.query.get('continue')) return listReply(view, troubled(page, trouble, api.query));
  const query = new URLSearchParams(api.query);
  query.delete('continue');
  const first = listPage(store, view.resource, api.namespace || undefined, query);
  return listReply(view, {...page, objects: [...first.objects, ...page.objects]});
}

function troubled(page: Page, trouble: Trouble, query: URLSearchParams): Page {
  if (trouble.endless) return {...page, next: endlessToken(query)};
  return trouble.empty ? {objects: [], version: page.version} : page;
}
