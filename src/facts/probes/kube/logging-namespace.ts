import {mapped} from '../answers.ts';
import type {KubeRight} from '../../../model/right.ts';
import {defineProbe} from '../probe.ts';
import {mapNamespace} from './map-config.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {verb: 'get', group: '', resource: 'namespaces', name: 'aws-observability'};

/** `GET /api/v1/namespaces/aws-observability`. */
export default defineProbe({
  fact: 'loggingNamespace',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) => mapped(await kube.get<unknown>(read(RIGHT)), mapNamespace),
});
