import {mapped, sorted, together} from '../answers.ts';
import {known} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {defineProbe} from '../probe.ts';
import {mapClaim, missingClaim} from './map-claim.ts';
import {read} from './requests.ts';

const GET_CLAIM: KubeRight = {verb: 'get', group: '', resource: 'persistentvolumeclaims', namespace: 'SUBJECT'};

/** `GET /api/v1/namespaces/NS/persistentvolumeclaims/NAME` for each claim that a volume of the pod names. */
export default defineProbe({
  fact: 'claims',
  reads: [GET_CLAIM],
  after: ['podSpec'],
  api: 'kubernetes',
  async ask({podSpec}, {kube}) {
    const {namespace} = podSpec;
    const names = sorted([...new Set(podSpec.spec.volumes.flatMap((volume) => volume.claimName ?? []))]);
    const claims = await Promise.all(
      names.map(async (name) => {
        const claim = await kube.get<unknown>(read({...GET_CLAIM, name}, {namespace}));
        return claim.is === 'absent' ? known(missingClaim(name)) : mapped(claim, mapClaim);
      }),
    );
    return together(claims);
  },
});
