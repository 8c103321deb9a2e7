import type {Condition, Labels, OwnerRef} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {dictionary, flag, objects, text} from './json.ts';

/**
 * Annotations in which tools keep the whole manifest. They would carry the environment values that we never read
 * otherwise.
 */
const MANIFESTS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
];

/** Annotations of an object or of a template, without those that hold a copy of its manifest. */
export function annotations(json: unknown): Labels {
  const all = dictionary(json, 'metadata', 'annotations');
  return Object.fromEntries(Object.entries(all).filter(([key]) => !MANIFESTS.includes(key)));
}

export const labels = (json: unknown): Labels => dictionary(json, 'metadata', 'labels');
export const nameOf = (json: unknown): string => text(json, 'metadata', 'name') ?? '';
export const namespaceOf = (json: unknown): string => text(json, 'metadata', 'namespace') ?? '';
export const uidOf = (json: unknown): string | undefined => text(json, 'metadata', 'uid');
export const createdAt = (json: unknown): string => text(json, 'metadata', 'creationTimestamp') ?? '';

/** An owner reference as the API gives it. */
export interface Owner extends OwnerRef {
  /** `apps/v1`; custom resources use names such as `StatefulSet` too, in groups of their own. */
  readonly apiVersion: string;
  readonly uid: string;
}

/** The controlling owner, else the first one. */
export function ownerOf(json: unknown): Owner | undefined {
  const owners = objects(json, 'metadata', 'ownerReferences');
  const owner = owners.find((o) => flag(o, 'controller')) ?? owners[0];
  const kind = text(owner, 'kind');
  const name = text(owner, 'name');
  if (kind === undefined || name === undefined) return undefined;
  return {kind, name, apiVersion: text(owner, 'apiVersion') ?? '', uid: text(owner, 'uid') ?? ''};
}

/** {@link ownerOf} as the model has it. */
export function ownerRef(json: unknown): OwnerRef | undefined {
  const owner = ownerOf(json);
  return owner && {kind: owner.kind, name: owner.name};
}

/** `status.conditions`, in their order. */
export function conditions(json: unknown): readonly Condition[] {
  return objects(json, 'status', 'conditions').flatMap((c) => {
    const type = text(c, 'type');
    if (type === undefined) return [];
    const rest = {reason: text(c, 'reason'), message: text(c, 'message'), at: text(c, 'lastTransitionTime')};
    return [{type, status: text(c, 'status') ?? 'Unknown', ...some(rest)}];
  });
}
