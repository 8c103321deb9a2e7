import {PROFILE_LABEL} from '../../../domain/names.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapFargatePod} from './map-pod.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'list', group: '', resource: 'pods'};

/** `GET /api/v1/pods?labelSelector=eks.amazonaws.com/fargate-profile`, over all namespaces. */
export default defineProbe({
  fact: 'fargatePods',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) =>
    mapped(await kube.list(read(RIGHT, {labelSelector: PROFILE_LABEL}), mapFargatePod), (pods) =>
      sortedBy(pods, (pod) => `${pod.namespace}/${pod.name}`),
    ),
});
