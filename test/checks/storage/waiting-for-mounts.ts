import {known} from '../../../src/model/fact.ts';
import type {ClaimVolume, KubeEvent} from '../../../src/model/kubernetes.ts';
import {about, but, type AllAnswers} from '../../fixture.ts';
import {kubelet, placed, state} from '../refused.ts';
import {boundClaim, volume, volumes} from './volumes.ts';

/** A pod on its node that waits for the mount of its claim, bound to this volume. */
export function mounting(events: readonly KubeEvent[], of: ClaimVolume = volume()): AllAnswers {
  const answers = placed([state({is: 'waiting', reason: 'ContainerCreating'})], events);
  if (answers.pod.is !== 'known') throw new Error('the pod is known');
  const pod = {...answers.pod.value, spec: {...answers.pod.value.spec, volumes}};
  const facts = Object.fromEntries(Object.entries(about(pod)).map(([id, value]) => [id, known(value)]));
  return but(
    {...answers, ...facts},
    {
      claims: known([boundClaim({volumeName: of.name})]),
      claimVolumes: known([of]),
      efsDriver: known({name: 'efs.csi.aws.com'}),
    },
  );
}

const failed = (rest: string): KubeEvent =>
  kubelet(
    'FailedMount',
    `MountVolume.SetUp failed for volume "pv-efs" : rpc error: code = Internal desc = Could not mount "fs-0d66110f5e994381a:/" at "/x": mount failed: exit status 1 ${rest}`,
  );

export const UNRESOLVED = failed(
  'Output: Failed to resolve "fs-0d66110f5e994381a.efs.eu-central-1.amazonaws.com" - check that your file system ID is correct',
);
export const REFUSED = failed('Output: mount.nfs4: access denied by server while mounting 127.0.0.1:/');
export const NO_PATH = failed(
  'Output: mount.nfs4: mounting 127.0.0.1:/shop failed, reason given by server: No such file or directory',
);
export const TIMED_OUT = kubelet(
  'FailedMount',
  'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data kube-api-access-x7k2p]: timed out waiting for the condition',
);
export const UNREGISTERED = kubelet(
  'FailedMount',
  'MountVolume.MountDevice failed for volume "pv-efs" : driver name efs.csi.aws.com not found in the list of registered CSI drivers',
);
