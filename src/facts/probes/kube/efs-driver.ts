import {EFS_DRIVER, waitsForMounts} from '../../../domain/mounts.ts';
import {absent} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapCsiDriver} from './map-storage.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'get', group: 'storage.k8s.io', resource: 'csidrivers', name: EFS_DRIVER};

/** `GET /apis/storage.k8s.io/v1/csidrivers/efs.csi.aws.com`, for a pod that has claims and waits for its mounts. */
export default defineProbe({
  fact: 'efsDriver',
  reads: [RIGHT],
  after: ['pod'],
  api: 'kubernetes',
  async ask({pod}, {kube}) {
    const claims = pod.spec.volumes.some((volume) => volume.claimName !== undefined);
    return claims && waitsForMounts(pod) ? mapped(await kube.get<unknown>(read(RIGHT)), mapCsiDriver) : absent;
  },
});
