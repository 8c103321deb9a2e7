import type {KubeRight} from '../../../model/right.ts';
import {mapped, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {at} from './json.ts';
import {mapWorkload} from './map-workload.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'get',
  group: 'apps',
  resource: 'deployments',
  name: 'coredns',
  namespace: 'kube-system',
};

/** `GET /apis/apps/v1/namespaces/kube-system/deployments/coredns`. */
export default defineProbe({
  fact: 'corednsDeployment',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  ask: async (_given, {kube}) =>
    mapped(await kube.get<unknown>(read(RIGHT)), (deployment) => {
      wanted(at(deployment, 'spec', 'template'), 'pod template of deployment/coredns');
      return mapWorkload('Deployment', deployment);
    }),
});
