import type {Claim, ClaimVolume, StorageClass} from '../../../src/model/kubernetes.ts';

/** A claim that waits for an EBS volume. */
export const claim = (over: Partial<Claim> = {}): Claim => ({
  name: 'data-0',
  exists: true,
  phase: 'Pending',
  storageClassName: 'gp3',
  accessModes: ['ReadWriteOnce'],
  ...over,
});

/** The same, bound to {@link volume}. */
export const boundClaim = (over: Partial<Claim> = {}): Claim =>
  claim({phase: 'Bound', volumeName: 'pv-efs', storageClassName: '', accessModes: ['ReadWriteMany'], ...over});

/** A static EFS volume that claim default/data-0 has. */
export const volume = (over: Partial<ClaimVolume> = {}): ClaimVolume => ({
  name: 'pv-efs',
  exists: true,
  phase: 'Bound',
  source: 'csi',
  driver: 'efs.csi.aws.com',
  handle: 'fs-0d66110f5e994381a',
  storageClassName: '',
  accessModes: ['ReadWriteMany'],
  capacity: '5Gi',
  claim: 'default/data-0',
  ...over,
});

export const storageClass = (over: Partial<StorageClass> = {}): StorageClass => ({
  name: 'gp3',
  exists: true,
  provisioner: 'ebs.csi.aws.com',
  bindingMode: 'WaitForFirstConsumer',
  ...over,
});

/** The pod's volumes that name claim data-0. */
export const volumes = [{name: 'data', type: 'persistentVolumeClaim', claimName: 'data-0'}];
