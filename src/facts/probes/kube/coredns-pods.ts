import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapPod} from './map-pod.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'list', group: '', resource: 'pods', namespace: 'kube-system'};

/** `GET /api/v1/namespaces/kube-system/pods?labelSelector=k8s-app=kube-dns`. */
export default defineProbe({
  fact: 'corednsPods',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) =>
    mapped(await kube.list(read(RIGHT, {labelSelector: 'k8s-app=kube-dns'}), mapPod), (pods) =>
      sortedBy(
        pods.filter((pod) => pod.labels['k8s-app'] === 'kube-dns'),
        (pod) => pod.name,
      ),
    ),
});
