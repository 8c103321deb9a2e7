import type {Position} from '../../model/finding.ts';
import {at, objects, text} from '../probes/kube/json.ts';

/** The claim that a StatefulSet's first pod gets from one of its templates. */
export interface ClaimTemplate {
  /** The pod's volume, which bears the template's name. */
  readonly volume: string;
  /** `data-web-0`. */
  readonly claim: string;
  /** Its API path. */
  readonly path: string;
  /** The claim as the controller would create it. */
  readonly json: unknown;
  place(path: string): Position;
}

/** Makes the claims of a StatefulSet's first pod from `spec.volumeClaimTemplates`, as its controller does. */
export function claimTemplates(
  set: unknown,
  {namespace, name}: {readonly namespace: string; readonly name: string},
  place: (path: string) => Position,
): readonly ClaimTemplate[] {
  return objects(set, 'spec', 'volumeClaimTemplates').flatMap((template, i): readonly ClaimTemplate[] => {
    const volume = text(template, 'metadata', 'name');
    if (volume === undefined) return [];
    const claim = `${volume}-${name}-0`;
    return [
      {
        volume,
        claim,
        path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/persistentvolumeclaims/${encodeURIComponent(claim)}`,
        json: {metadata: {name: claim, namespace}, spec: at(template, 'spec')},
        place: (path) => place(`spec.volumeClaimTemplates[${i}].${path}`),
      },
    ];
  });
}
