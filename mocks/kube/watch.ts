import type {ServerResponse} from 'node:http';
import {askedVersion, refuseFuture, selection} from './list.ts';
import type {Matcher} from './label-selector.ts';
import type {KubeObject} from './object.ts';
import {objectDocument} from './render.ts';
import type {View} from './render.ts';
import {groupVersion, storageKey} from './resources.ts';
import {versionExpired} from './status.ts';
import type {Store, StoreEvent} from './store.ts';

/** What a watch needs beside its view. */
export interface WatchContext {
  readonly store: Store;
  /** Empty for all namespaces. */
  readonly namespace: string;
  readonly bookmarkEveryMs: number;
  /** For ages, which go on while the watch is open. */
  readonly now: () => Date;
  /** Begin with a 410, whatever the version. */
  readonly gone: boolean;
}

/** What a watch with a selector makes of a change: objects enter and leave its view. Undefined: nothing to tell. */
function seenAs(event: StoreEvent, matches: Matcher): 'ADDED' | 'MODIFIED' | 'DELETED' | undefined {
  const was = event.previous !== undefined && matches(event.previous);
  const is = event.type !== 'DELETED' && matches(event.object);
  if (was && is) return 'MODIFIED';
  if (is) return 'ADDED';
  return was ? 'DELETED' : undefined;
}

/** A running watch: writes one JSON line for each event until it times out or the client leaves. */
class Watch {
  readonly #response: ServerResponse;
  readonly #view: View;
  readonly #context: WatchContext;
  readonly #matches: Matcher;
  #columnsSent = false;

  constructor(response: ServerResponse, view: View, context: WatchContext) {
    this.#response = response;
    this.#view = view;
    this.#context = context;
    const selected = selection(view.resource, view.query);
    const {namespace} = context;
    this.#matches = (object) =>
      (namespace === '' || (object.metadata.namespace ?? '') === namespace) && selected(object);
  }

  run(): void {
    const {query} = this.#view;
    const {store, gone} = this.#context;
    const version = askedVersion(query);
    if (version) refuseFuture(version, store);
    this.#response.writeHead(200, {'content-type': 'application/json', 'cache-control': 'no-cache, private'});
    this.#response.flushHeaders();
    if (gone || (version && version < store.oldest)) {
      this.#line('ERROR', versionExpired(version ?? 0, store.oldest).status);
      this.#response.end();
      return;
    }
    const initial = query.get('sendInitialEvents') === 'true';
    if (!version || initial) this.#sendExisting();
    else for (const event of store.since(version) ?? []) this.#tell(event);
    if (initial) this.#bookmark({'k8s.io/initial-events-end': 'true'});
    this.#follow();
  }

  #follow(): void {
    const {store, bookmarkEveryMs} = this.#context;
    const {query} = this.#view;
    const stop = store.subscribe((event) => this.#tell(event));
    const wantsBookmarks = ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '');
    const bookmarks = wantsBookmarks ? setInterval(() => this.#bookmark(), bookmarkEveryMs) : undefined;
    const seconds = Number(query.get('timeoutSeconds') ?? '') || 30 * 60;
    const end = setTimeout(
      () => {
        if (wantsBookmarks) this.#bookmark();
        this.#response.end();
      },
      Math.min(seconds * 1000, 2 ** 31 - 1),
    );
    this.#response.on('close', () => {
      stop();
      clearInterval(bookmarks);
      clearTimeout(end);
    });
  }

  #sendExisting(): void {
    for (const {object} of this.#context.store.entries(storageKey(this.#view.resource))) {
      if (this.#matches(object)) this.#send('ADDED', object);
    }
  }

  #tell(event: StoreEvent): void {
    if (event.storage !== storageKey(this.#view.resource)) return;
    const type = seenAs(event, this.#matches);
    if (type === undefined) return;
    // What left the view is shown as it last was in it, at the version of its leaving.
    const shown = type === 'DELETED' ? {...(event.previous ?? event.object)} : event.object;
    const resourceVersion = String(event.version);
    this.#send(type, {...shown, metadata: {...shown.metadata, resourceVersion}});
  }

  #send(type: string, object: KubeObject): void {
    const view = {...this.#view, now: this.#context.now().getTime()};
    this.#line(type, objectDocument(view, object, !this.#columnsSent));
    this.#columnsSent = true;
  }

  #bookmark(annotations?: Readonly<Record<string, string>>): void {
    const {resource, shape} = this.#view;
    const metadata = {
      resourceVersion: String(this.#context.store.version),
      creationTimestamp: null,
      ...(annotations === undefined ? {} : {annotations}),
    };
    const kind = shape.as === 'metadata' ? 'PartialObjectMetadata' : resource.kind;
    const apiVersion = shape.as === 'metadata' ? 'meta.k8s.io/v1' : groupVersion(resource);
    if (shape.as !== 'table') return this.#line('BOOKMARK', {kind, apiVersion, metadata});
    const row = {cells: [], object: {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata}};
    this.#line('BOOKMARK', {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: {resourceVersion: metadata.resourceVersion},
      columnDefinitions: null,
      rows: [row],
    });
  }

  #line(type: string, object: unknown): void {
    if (!this.#response.writableEnded) this.#response.write(`${JSON.stringify({type, object})}\n`);
  }
}

/** Answers a watch; the response stays open. Throws what is wrong with the request before anything is sent. */
export function serveWatch(response: ServerResponse, view: View, context: WatchContext): void {
  new Watch(response, view, context).run();
}
