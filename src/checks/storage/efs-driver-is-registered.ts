import {EFS_DRIVER, mountedSince, mountFailure, waitsForMounts} from '../../domain/mounts.ts';
import {SLOW_SECONDS} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'efs-driver-is-registered',
  title: 'The EFS driver is registered with the cluster',
  topic: 'EFS driver',
  group: 'storage',
  stage: 'mounts',
  scope: 'pod',
  needs: ['pod', 'clock'],
  maybe: ['efsDriver'],
  consults: ['claimVolumes', 'podEvents'],
  causes: {
    'storage-csidriver-missing': {
      title: 'No CSIDriver object for EFS',
      why: 'A Fargate node brings the EFS driver along, so that nothing has to be installed; the cluster keeps an object CSIDriver efs.csi.aws.com, which tells the kubelet how to use it. Where that object was deleted, mounts of EFS volumes may not come about.',
      symptoms: ['FailedMount: "driver name efs.csi.aws.com not found in the list of registered CSI drivers"'],
      proof:
        'There is no CSIDriver efs.csi.aws.com, and the pod hangs at the mount of an EFS volume. AWS does not document what the kubelet says then, so without such words it is possible at most.',
      severity: 'error',
      atMost: 'likely',
      explains: ['storage-efs-mount-fails'],
      fix: [
        'kubectl get csidriver efs.csi.aws.com',
        'kubectl apply -f https://raw.githubusercontent.com/kubernetes-sigs/aws-efs-csi-driver/master/deploy/kubernetes/base/csidriver.yaml',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
        'https://kubernetes-csi.github.io/docs/csi-driver-object.html',
      ],
    },
  },
  run({pod, clock, efsDriver, claimVolumes, podEvents}, doubt) {
    const claims = pod.spec.volumes.some((volume) => volume.claimName !== undefined);
    if (!claims || !waitsForMounts(pod)) return doubt.inapplicable('no claim waits to be mounted');
    if (efsDriver.is === 'known') return [];
    if (doubt.unsure('claimVolumes', 'podEvents')) return [];
    const volume = (valueOf(claimVolumes) ?? []).find((v) => v.driver === EFS_DRIVER);
    if (!volume) return doubt.inapplicable('no claim of the pod is bound to an EFS volume');
    const events = valueOf(podEvents) ?? [];
    const failure = mountFailure(events, valueOf(claimVolumes));
    if (failure && mountedSince(events, failure.event.lastAt)) return [];
    const said = failure?.fault === 'unregistered';
    // What failed in words of another fault has that fault; and mounts take a while.
    if (failure && !said && failure.fault !== 'other' && failure.fault !== 'timeout') return [];
    if (!failure && (Date.parse(clock) - Date.parse(pod.createdAt)) / 1000 <= SLOW_SECONDS) return [];
    const words: readonly Evidence[] = failure
      ? [{source: 'event', ref: failure.event.component, value: failure.event.message, at: failure.event.lastAt}]
      : [];
    return [
      {
        cause: 'storage-csidriver-missing',
        summary: `The cluster has no CSIDriver ${EFS_DRIVER}, and the pod waits for EFS volume ${volume.name} to be mounted.`,
        certainty: said ? 'likely' : 'possible',
        evidence: [
          {source: `get csidrivers/${EFS_DRIVER}`, ref: `csidriver/${EFS_DRIVER}`, value: 'not found'},
          {
            source: `get persistentvolumes/${volume.name}`,
            ref: `persistentvolume/${volume.name}`,
            path: 'spec.csi.driver',
            value: EFS_DRIVER,
          },
          ...words,
        ],
        remedies: [
          {
            summary:
              'Put the CSIDriver object back, as the EFS driver publishes it; its controller is not needed for static volumes.',
            commands: [
              'kubectl apply -f https://raw.githubusercontent.com/kubernetes-sigs/aws-efs-csi-driver/master/deploy/kubernetes/base/csidriver.yaml',
            ],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
