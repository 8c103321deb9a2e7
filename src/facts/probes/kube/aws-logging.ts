import {mapped} from '../answers.ts';
import type {KubeRight} from '../../../model/right.ts';
import {defineProbe} from '../probe.ts';
import {mapConfigMap} from './map-config.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'get',
  group: '',
  resource: 'configmaps',
  name: 'aws-logging',
  namespace: 'aws-observability',
};

/** `GET /api/v1/namespaces/aws-observability/configmaps/aws-logging`. */
export default defineProbe({
  fact: 'awsLogging',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) => mapped(await kube.get<unknown>(read(RIGHT)), mapConfigMap),
});
