import {createHash} from 'node:crypto';
import {toCoreEvent} from './event-shapes.ts';
import {dig, text} from './json.ts';
import type {KubeObject, ObjectRef} from './object.ts';
import {groupVersion, resourceInvolved, resourceOfKind, storageKey} from './resources.ts';
import type {Resource} from './resources.ts';

/** One stored object under its key: `namespace/name`, or the name where the resource has no namespaces. */
export interface Entry {
  readonly key: string;
  readonly object: KubeObject;
}

/** One change, as watches see it. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly storage: string;
  readonly object: KubeObject;
  /** What it was before: a watch with a selector must tell when an object leaves or enters its view. */
  readonly previous?: KubeObject;
  readonly version: number;
}

export interface StoreOptions {
  /** For creation times that an object does not bring along. */
  readonly now: () => Date;
  /** Changes kept for watches that start in the past; older ones get 410. */
  readonly historySize?: number;
}

const FIRST_VERSION = 1000;
const KEPT_SNAPSHOTS = 64;

/** The first index whose key is not below the given one. */
export function lowerBound(list: readonly Entry[], key: string): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as Entry).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function uidOf(key: string): string {
  const hex = createHash('sha1').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * The cluster's objects: sorted by key as in etcd, with one version counter over all of them, a bounded history for watches, and
 * snapshots for lists that are read page by page while the world goes on.
 */
export class Store {
  readonly #lists = new Map<string, readonly Entry[]>();
  readonly #snapshots = new Map<string, readonly Entry[]>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #now: () => Date;
  readonly #historySize: number;
  #history: StoreEvent[] = [];
  #version = FIRST_VERSION;
  #oldest: number;

  constructor(objects: readonly KubeObject[], options: StoreOptions) {
    this.#now = options.now;
    this.#historySize = options.historySize ?? 10_000;
    // Events last: they bear the uid of what they are about.
    this.#load(objects.filter((object) => object.kind !== 'Event'));
    this.#load(objects.filter((object) => object.kind === 'Event'));
    this.#oldest = this.#version;
  }

  /** The version of the newest change. */
  get version(): number {
    return this.#version;
  }

  /** The oldest version that a watch may start from. */
  get oldest(): number {
    return this.#oldest;
  }

  /** Adds the object, or replaces the one of its kind, namespace and name; returns it with version, uid and creation time. */
  apply(object: KubeObject): KubeObject {
    const previous = this.get(refOf(object));
    const {storage, key, complete} = this.#prepare(object, previous);
    const list = this.entries(storage);
    const at = lowerBound(list, key);
    const entry = {key, object: complete};
    this.#lists.set(storage, previous ? list.with(at, entry) : list.toSpliced(at, 0, entry));
    this.#tell({
      type: previous ? 'MODIFIED' : 'ADDED',
      storage,
      object: complete,
      ...(previous ? {previous} : {}),
      version: this.#version,
    });
    return complete;
  }

  /** Takes the object away; undefined if there was none. */
  remove(ref: ObjectRef): KubeObject | undefined {
    const previous = this.get(ref);
    const resource = resourceOfKind(ref.apiVersion, ref.kind);
    if (previous === undefined || resource === undefined) return undefined;
    const storage = storageKey(resource);
    const list = this.entries(storage);
    this.#lists.set(storage, list.toSpliced(lowerBound(list, keyOf(resource, previous.metadata)), 1));
    const version = ++this.#version;
    const object = {...previous, metadata: {...previous.metadata, resourceVersion: String(version)}};
    this.#tell({type: 'DELETED', storage, object, previous, version});
    return object;
  }

  /** One object by kind. */
  get(ref: ObjectRef): KubeObject | undefined {
    const resource = resourceOfKind(ref.apiVersion, ref.kind);
    return resource === undefined ? undefined : this.find(resource, ref.namespace, ref.name);
  }

  /** One object by resource. */
  find(resource: Resource, namespace: string | undefined, name: string): KubeObject | undefined {
    const list = this.entries(storageKey(resource));
    const key = keyOf(resource, {name, ...(namespace === undefined ? {} : {namespace})});
    const entry = list[lowerBound(list, key)];
    return entry?.key === key ? entry.object : undefined;
  }

  /** All objects stored under a key of `storageKey`, sorted. The list never changes: changes make a new one. */
  entries(storage: string): readonly Entry[] {
    return this.#lists.get(storage) ?? [];
  }

  /** Keeps a list in the state of a version for its further pages; the least recently used beyond 64 are forgotten. */
  keep(storage: string, version: number, list: readonly Entry[]): void {
    const id = `${storage}@${version}`;
    this.#snapshots.delete(id);
    this.#snapshots.set(id, list);
    if (this.#snapshots.size <= KEPT_SNAPSHOTS) return;
    for (const oldest of this.#snapshots.keys()) {
      this.#snapshots.delete(oldest);
      return;
    }
  }

  /** The list as it was at a version; undefined once it is compacted away. */
  kept(storage: string, version: number): readonly Entry[] | undefined {
    return this.#snapshots.get(`${storage}@${version}`);
  }

  /** Changes after a version, oldest first; undefined if that is too long ago. */
  since(version: number): readonly StoreEvent[] | undefined {
    return version < this.#oldest ? undefined : this.#history.filter((event) => event.version > version);
  }

  /** Calls back on each change, until the returned function is called. */
  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Forgets the past, as etcd does every five minutes: unfinished lists and watches that start in it get 410. */
  compact(): void {
    this.#snapshots.clear();
    this.#history = [];
    this.#oldest = this.#version;
  }

  #load(objects: readonly KubeObject[]): void {
    const byStorage = new Map<string, Map<string, KubeObject>>();
    for (const object of objects) {
      const {storage, key, complete} = this.#prepare(object, undefined);
      const list = byStorage.get(storage) ?? new Map<string, KubeObject>();
      byStorage.set(storage, list.set(key, complete));
    }
    for (const [storage, list] of byStorage) {
      const sorted = [...list].map(([key, object]) => ({key, object}));
      this.#lists.set(
        storage,
        sorted.sort((a, b) => (a.key < b.key ? -1 : 1)),
      );
    }
  }

  /** An event in the core shape, with the uid of its object where the event does not tell: real ones always do. */
  #completeEvent(event: KubeObject): KubeObject {
    const core = toCoreEvent(event);
    const about = dig(core, 'involvedObject');
    const resource = resourceInvolved(text(about, 'apiVersion'), text(about, 'kind'));
    if (resource === undefined || text(about, 'uid') !== '') return core;
    const object = this.find(resource, text(about, 'namespace') || core.metadata.namespace, text(about, 'name'));
    if (object === undefined) return core;
    return {...core, involvedObject: {...Object(about), uid: object.metadata.uid}};
  }

  #prepare(object: KubeObject, previous: KubeObject | undefined): {storage: string; key: string; complete: KubeObject} {
    const resource = resourceOfKind(object.apiVersion, object.kind);
    if (resource === undefined) throw new Error(`nothing serves ${object.kind} of ${object.apiVersion}`);
    const {namespace, ...meta} = object.metadata;
    const key = keyOf(resource, object.metadata);
    const metadata = {
      ...meta,
      ...(resource.namespaced ? {namespace: namespace ?? 'default'} : {}),
      uid: meta.uid ?? previous?.metadata.uid ?? uidOf(`${groupVersion(resource)} ${object.kind} ${key}`),
      resourceVersion: String(++this.#version),
      creationTimestamp:
        meta.creationTimestamp ??
        previous?.metadata.creationTimestamp ??
        this.#now()
          .toISOString()
          .replace(/\.\d+Z$/, 'Z'),
    };
    const stored = {...object, metadata};
    return {
      storage: storageKey(resource),
      key,
      complete: object.kind === 'Event' ? this.#completeEvent(stored) : stored,
    };
  }

  #tell(event: StoreEvent): void {
    this.#history.push(event);
    // Trimmed in large steps: shifting one by one would cost the whole length each time.
    if (this.#history.length >= this.#historySize * 2) {
      const dropped = this.#history.splice(0, this.#history.length - this.#historySize);
      this.#oldest = dropped.at(-1)?.version ?? this.#oldest;
    }
    for (const listener of this.#listeners) listener(event);
  }
}

function refOf(object: KubeObject): ObjectRef {
  const {name, namespace} = object.metadata;
  return {apiVersion: object.apiVersion, kind: object.kind, name, ...(namespace === undefined ? {} : {namespace})};
}

function keyOf(resource: Resource, metadata: {readonly name: string; readonly namespace?: string}): string {
  return resource.namespaced ? `${metadata.namespace ?? 'default'}/${metadata.name}` : metadata.name;
}
