import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapNode} from './map-node.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'list', group: '', resource: 'nodes'};

/** `GET /api/v1/nodes`. */
export default defineProbe({
  fact: 'nodes',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) =>
    mapped(await kube.list(read(RIGHT), mapNode), (nodes) => sortedBy(nodes, (node) => node.name)),
});
