import {known} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sorted, together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapVolume, missingVolume} from './map-storage.ts';
import {read} from './requests.ts';

const GET_VOLUME: KubeRight = {verb: 'get', group: '', resource: 'persistentvolumes'};

/** `GET /api/v1/persistentvolumes/NAME` for each volume that a claim of the pod is bound to or names; often none. */
export default defineProbe({
  fact: 'claimVolumes',
  reads: [GET_VOLUME],
  after: ['claims'],
  api: 'kubernetes',
  async ask({claims}, {kube}) {
    const names = sorted([...new Set(claims.flatMap((claim) => claim.volumeName ?? []))]);
    const volumes = await Promise.all(
      names.map(async (name) => {
        const volume = await kube.get<unknown>(read({...GET_VOLUME, name}));
        return volume.is === 'absent' ? known(missingVolume(name)) : mapped(volume, mapVolume);
      }),
    );
    return together(volumes);
  },
});
