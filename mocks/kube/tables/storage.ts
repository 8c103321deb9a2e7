import {array, dig, entries, text} from '../json.ts';
import type {KubeObject} from '../object.ts';
import {age, columns, orNone} from './columns.ts';
import type {TableShape} from './columns.ts';

const SHORT_MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(list: readonly unknown[]): string {
  return Object.keys(SHORT_MODES)
    .filter((mode) => list.includes(mode))
    .map((mode) => SHORT_MODES[mode])
    .join(',');
}

function phase(object: KubeObject): string {
  return dig(object, 'metadata', 'deletionTimestamp') ? 'Terminating' : text(object, 'status', 'phase');
}

export const VOLUMES: TableShape = {
  columns: columns(
    'Name',
    'Capacity',
    'Access Modes',
    'Reclaim Policy',
    'Status',
    'Claim',
    'StorageClass',
    'VolumeAttributesClass',
    'Reason',
    'Age',
    '!VolumeMode',
  ),
  row: (volume, now) => {
    const claim = dig(volume, 'spec', 'claimRef');
    return [
      text(volume, 'metadata', 'name'),
      text(volume, 'spec', 'capacity', 'storage'),
      accessModes(array(volume, 'spec', 'accessModes')),
      text(volume, 'spec', 'persistentVolumeReclaimPolicy'),
      phase(volume),
      claim ? `${text(claim, 'namespace')}/${text(claim, 'name')}` : '',
      text(volume, 'spec', 'storageClassName'),
      orNone(text(volume, 'spec', 'volumeAttributesClassName'), '<unset>'),
      text(volume, 'status', 'reason'),
      age(volume, now),
      text(volume, 'spec', 'volumeMode') || 'Filesystem',
    ];
  },
};

export const CLAIMS: TableShape = {
  columns: columns(
    'Name',
    'Status',
    'Volume',
    'Capacity',
    'Access Modes',
    'StorageClass',
    'VolumeAttributesClass',
    'Age',
    '!VolumeMode',
  ),
  row: (claim, now) => {
    const volume = text(claim, 'spec', 'volumeName');
    return [
      text(claim, 'metadata', 'name'),
      phase(claim),
      volume,
      volume === '' ? '' : text(claim, 'status', 'capacity', 'storage'),
      volume === '' ? '' : accessModes(array(claim, 'status', 'accessModes')),
      text(claim, 'spec', 'storageClassName'),
      orNone(text(claim, 'spec', 'volumeAttributesClassName'), '<unset>'),
      age(claim, now),
      text(claim, 'spec', 'volumeMode') || 'Filesystem',
    ];
  },
};

export const STORAGE_CLASSES: TableShape = {
  columns: columns('Name', 'Provisioner', 'ReclaimPolicy', 'VolumeBindingMode', '?AllowVolumeExpansion', 'Age'),
  row: (object, now) => {
    const isDefault = dig(object, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class') === 'true';
    return [
      text(object, 'metadata', 'name') + (isDefault ? ' (default)' : ''),
      text(object, 'provisioner'),
      text(object, 'reclaimPolicy') || 'Delete',
      text(object, 'volumeBindingMode') || 'Immediate',
      dig(object, 'allowVolumeExpansion') === true,
      age(object, now),
    ];
  },
};

export const CSI_DRIVERS: TableShape = {
  columns: columns(
    'Name',
    '?AttachRequired',
    '?PodInfoOnMount',
    '?StorageCapacity',
    'TokenRequests',
    '?RequiresRepublish',
    'Modes',
    'Age',
  ),
  row: (driver, now) => [
    text(driver, 'metadata', 'name'),
    dig(driver, 'spec', 'attachRequired') !== false,
    dig(driver, 'spec', 'podInfoOnMount') === true,
    dig(driver, 'spec', 'storageCapacity') === true,
    orNone(
      array(driver, 'spec', 'tokenRequests')
        .map((request) => text(request, 'audience'))
        .join(','),
      '<unset>',
    ),
    dig(driver, 'spec', 'requiresRepublish') === true,
    orNone(array(driver, 'spec', 'volumeLifecycleModes').map(String).join(','), 'Persistent'),
    age(driver, now),
  ],
};

export const CONFIG_MAPS: TableShape = {
  columns: columns('Name', '#Data', 'Age'),
  row: (map, now) => [
    text(map, 'metadata', 'name'),
    entries(map, 'data').length + entries(map, 'binaryData').length,
    age(map, now),
  ],
};

export const SECRETS: TableShape = {
  columns: columns('Name', 'Type', '#Data', 'Age'),
  row: (secret, now) => [
    text(secret, 'metadata', 'name'),
    text(secret, 'type') || 'Opaque',
    entries(secret, 'data').length,
    age(secret, now),
  ],
};
