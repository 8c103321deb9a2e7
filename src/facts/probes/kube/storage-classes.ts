import {known} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sorted, together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapStorageClass, missingStorageClass} from './map-storage.ts';
import {read} from './requests.ts';

const GET_CLASS: KubeRight = {verb: 'get', group: 'storage.k8s.io', resource: 'storageclasses'};

/** `GET /apis/storage.k8s.io/v1/storageclasses/NAME` for the class of each claim of the pod that is not bound; often none. */
export default defineProbe({
  fact: 'storageClasses',
  reads: [GET_CLASS],
  after: ['claims'],
  api: 'kubernetes',
  async ask({claims}, {kube}) {
    const open = claims.filter((claim) => claim.exists && claim.phase !== 'Bound');
    const names = sorted([...new Set(open.flatMap((claim) => claim.storageClassName || []))]);
    const classes = await Promise.all(
      names.map(async (name) => {
        const found = await kube.get<unknown>(read({...GET_CLASS, name}));
        return found.is === 'absent' ? known(missingStorageClass(name)) : mapped(found, mapStorageClass);
      }),
    );
    return together(classes);
  },
});
