import type {KubeRight} from '../../../model/right.ts';
import type {KubeRequest} from '../../clients/types.ts';
import {kubePermission} from '../probe.ts';

/** What a right leaves open: the namespace where it says SUBJECT, the object's name, and the selectors of a list. */
export interface ReadOf {
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
}

/**
 * The request that a right allows. Path and permission both come from the right, so that what is asked for is what is
 * declared.
 */
export function read(right: KubeRight, of: ReadOf = {}): KubeRequest {
  const namespace = right.namespace === 'SUBJECT' ? (of.namespace ?? '') : right.namespace;
  const name = right.name ?? of.name;
  const path = [
    right.group === '' ? '/api/v1' : `/apis/${right.group}/${right.version ?? 'v1'}`,
    ...(namespace === undefined ? [] : ['namespaces', encodeURIComponent(namespace)]),
    right.resource,
    ...(name === undefined ? [] : [encodeURIComponent(name)]),
  ].join('/');
  const query = {
    ...(of.fieldSelector === undefined ? {} : {fieldSelector: of.fieldSelector}),
    ...(of.labelSelector === undefined ? {} : {labelSelector: of.labelSelector}),
  };
  const permission = kubePermission(right, {namespace: namespace ?? ''});
  return {path, permission, ...(Object.keys(query).length === 0 ? {} : {query})};
}

export const GET_POD: KubeRight = {verb: 'get', group: '', resource: 'pods', namespace: 'SUBJECT'};
export const LIST_PODS: KubeRight = {verb: 'list', group: '', resource: 'pods', namespace: 'SUBJECT'};
export const LIST_EVENTS: KubeRight = {verb: 'list', group: '', resource: 'events', namespace: 'SUBJECT'};
