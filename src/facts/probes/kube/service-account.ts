import {failsAfterStart} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {annotations, createdAt, nameOf, namespaceOf} from './map-meta.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'get', group: '', resource: 'serviceaccounts', namespace: 'SUBJECT'};

/** `GET /api/v1/namespaces/NS/serviceaccounts/NAME` of the pod's service account, where its containers fail. */
export default defineProbe({
  fact: 'serviceAccount',
  reads: [RIGHT],
  after: ['podSpec'],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  async ask({podSpec, pod}, {kube}) {
    const live = valueOf(pod);
    if (!live || !failsAfterStart(live)) return absent;
    const name = podSpec.spec.serviceAccountName || 'default';
    return mapped(await kube.get<unknown>(read({...RIGHT, name}, {namespace: podSpec.namespace})), (account) => ({
      namespace: namespaceOf(account),
      name: nameOf(account),
      createdAt: createdAt(account),
      annotations: annotations(account),
    }));
  },
});
