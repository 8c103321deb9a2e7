import type {Claim} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {at, strings, text} from './json.ts';
import {nameOf} from './map-meta.ts';

/** Reads a core/v1 PersistentVolumeClaim. */
export function mapClaim(claim: unknown): Claim {
  const storageClassName = at(claim, 'spec', 'storageClassName');
  return {
    name: nameOf(claim),
    exists: true,
    phase: text(claim, 'status', 'phase') ?? '',
    accessModes: strings(claim, 'spec', 'accessModes'),
    ...some({
      volumeName: text(claim, 'spec', 'volumeName'),
      // An empty name is a word of its own: no class, so nothing provisions it.
      storageClassName: typeof storageClassName === 'string' ? storageClassName : undefined,
      createdAt: text(claim, 'metadata', 'creationTimestamp'),
    }),
  };
}

/** A claim that a volume names and that is not there. */
export const missingClaim = (name: string): Claim => ({name, exists: false, phase: '', accessModes: []});
