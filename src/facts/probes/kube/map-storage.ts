import type {ClaimVolume, CsiDriver, StorageClass} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {setFields, strings, text} from './json.ts';
import {nameOf} from './map-meta.ts';

/** Fields of a PersistentVolume's spec that are not its source: the source is the one that is left. */
const NOT_A_SOURCE = [
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
];

/** Reads a core/v1 PersistentVolume. */
export function mapVolume(volume: unknown): ClaimVolume {
  const claim = text(volume, 'spec', 'claimRef', 'name');
  return {
    name: nameOf(volume),
    exists: true,
    phase: text(volume, 'status', 'phase') ?? '',
    source: setFields(volume, 'spec').find((field) => !NOT_A_SOURCE.includes(field)) ?? '',
    storageClassName: text(volume, 'spec', 'storageClassName') ?? '',
    accessModes: strings(volume, 'spec', 'accessModes'),
    ...some({
      driver: text(volume, 'spec', 'csi', 'driver'),
      handle: text(volume, 'spec', 'csi', 'volumeHandle'),
      capacity: text(volume, 'spec', 'capacity', 'storage'),
      claim: claim === undefined ? undefined : `${text(volume, 'spec', 'claimRef', 'namespace') ?? ''}/${claim}`,
    }),
  };
}

/** A volume that a claim names and that is not there. */
export const missingVolume = (name: string): ClaimVolume => ({
  name,
  exists: false,
  phase: '',
  source: '',
  storageClassName: '',
  accessModes: [],
});

/** Reads a storage.k8s.io/v1 StorageClass. `Immediate` is what the API server takes a missing mode for. */
export const mapStorageClass = (found: unknown): StorageClass => ({
  name: nameOf(found),
  exists: true,
  provisioner: text(found, 'provisioner') ?? '',
  bindingMode: text(found, 'volumeBindingMode') ?? 'Immediate',
});

/** A class that a claim names and that is not there. */
export const missingStorageClass = (name: string): StorageClass => ({
  name,
  exists: false,
  provisioner: '',
  bindingMode: '',
});

/** Reads a storage.k8s.io/v1 CSIDriver. */
export const mapCsiDriver = (driver: unknown): CsiDriver => ({name: nameOf(driver)});
