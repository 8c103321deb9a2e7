import {describe, expect, it} from 'vitest';
import {mapDisruptionBudget} from '../../../../src/facts/probes/kube/map-disruption-budget.ts';
import {mapCsiDriver, mapStorageClass, mapVolume} from '../../../../src/facts/probes/kube/map-storage.ts';

describe('mapVolume', () => {
  it('reads driver, handle and the claim that has it', () => {
    expect(
      mapVolume({
        metadata: {name: 'pv-1'},
        spec: {
          capacity: {storage: '5Gi'},
          accessModes: ['ReadWriteMany'],
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName: 'efs-sc',
          claimRef: {namespace: 'default', name: 'data'},
          csi: {driver: 'efs.csi.aws.com', volumeHandle: 'fs-0a1b::fsap-0c'},
        },
        status: {phase: 'Bound'},
      }),
    ).toEqual({
      name: 'pv-1',
      exists: true,
      phase: 'Bound',
      source: 'csi',
      driver: 'efs.csi.aws.com',
      handle: 'fs-0a1b::fsap-0c',
      storageClassName: 'efs-sc',
      accessModes: ['ReadWriteMany'],
      capacity: '5Gi',
      claim: 'default/data',
    });
  });

  it('names the source of a volume without a CSI driver, and none where there is none', () => {
    expect(mapVolume({spec: {mountOptions: [], nfs: {server: 's'}}})).toMatchObject({source: 'nfs', exists: true});
    expect(mapVolume({metadata: {name: 'x'}})).toMatchObject({source: '', phase: '', accessModes: []});
  });
});

it('reads a StorageClass, whose binding mode may be left out', () => {
  expect(mapStorageClass({metadata: {name: 'gp3'}, provisioner: 'ebs.csi.aws.com'})).toEqual({
    name: 'gp3',
    exists: true,
    provisioner: 'ebs.csi.aws.com',
    bindingMode: 'Immediate',
  });
  expect(mapCsiDriver({metadata: {name: 'efs.csi.aws.com'}, spec: {attachRequired: false}})).toEqual({
    name: 'efs.csi.aws.com',
  });
});

describe('mapDisruptionBudget', () => {
  it('reads both forms of a number, and what the controller counted', () => {
    expect(
      mapDisruptionBudget({
        metadata: {name: 'web'},
        spec: {minAvailable: '100%', selector: {matchLabels: {app: 'web'}}},
        status: {expectedPods: 2, desiredHealthy: 2, currentHealthy: 2, disruptionsAllowed: 0},
      }),
    ).toEqual({
      name: 'web',
      minAvailable: '100%',
      selector: {matchLabels: {app: 'web'}, matchExpressions: []},
      expectedPods: 2,
      desiredHealthy: 2,
      currentHealthy: 2,
      disruptionsAllowed: 0,
    });
    expect(mapDisruptionBudget({metadata: {name: 'x'}, spec: {maxUnavailable: 0, selector: {}}})).toMatchObject({
      maxUnavailable: '0',
    });
    expect(mapDisruptionBudget({})).toBeUndefined();
    expect(mapDisruptionBudget({metadata: {name: 'selects nothing'}, spec: {maxUnavailable: 0}})).toBeUndefined();
  });
});
