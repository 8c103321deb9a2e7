import {toNewEvent} from './event-shapes.ts';
import {groupVersion} from './resources.ts';
import type {Resource} from './resources.ts';
import type {KubeObject} from './object.ts';
import {notAcceptable} from './status.ts';

/** How objects are to be shown. */
export interface Shape {
  readonly as: 'object' | 'table' | 'metadata';
  readonly encoding: 'json' | 'yaml';
  readonly contentType: string;
}

function parameters(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    parts.map((part) => {
      const [key = '', value = ''] = part.split('=', 2);
      return [key.trim().toLowerCase(), value.trim()];
    }),
  );
}

function shapeOf(type: string): Shape | undefined {
  const [media = '', ...rest] = type.split(';');
  const given = parameters(rest);
  const as = given.get('as');
  const known = ['application/json', 'application/*', '*/*', 'application/yaml', ''];
  if (!known.includes(media.trim().toLowerCase())) return undefined;
  const encoding = media.trim().toLowerCase() === 'application/yaml' ? 'yaml' : 'json';
  if (as === undefined) return {as: 'object', encoding, contentType: `application/${encoding}`};
  const version = given.get('v') ?? '';
  if (given.get('g') !== 'meta.k8s.io' || !['v1', 'v1beta1'].includes(version)) return undefined;
  const contentType = `application/${encoding};as=${as};v=${version};g=meta.k8s.io`;
  if (as === 'Table') return {as: 'table', encoding, contentType};
  if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') {
    return {as: 'metadata', encoding, contentType};
  }
  return undefined;
}

/** Picks the first shape of the `Accept` header that the server knows; 406 if there is none. */
export function negotiate(accept: string): Shape {
  for (const type of accept.split(',')) {
    const shape = shapeOf(type.trim());
    if (shape !== undefined) return shape;
  }
  throw notAcceptable();
}

/** An object as its resource shows it: events by two names. */
export function shown(resource: Resource, object: KubeObject): KubeObject {
  return resource.plural === 'events' && resource.group !== '' ? toNewEvent(object) : object;
}

/** As `PartialObjectMetadata`. */
export function metadataOnly(object: KubeObject): KubeObject {
  return {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata};
}

/** An item of a list: built-in kinds leave out what the list's own kind says. */
export function listItem(resource: Resource, object: KubeObject): unknown {
  if (resource.custom) return object;
  const {apiVersion: _version, kind: _kind, ...rest} = shown(resource, object);
  return rest;
}

/** `kind` and `apiVersion` of a list of the resource. */
export function listKind(resource: Resource): {readonly kind: string; readonly apiVersion: string} {
  return {kind: `${resource.kind}List`, apiVersion: groupVersion(resource)};
}
