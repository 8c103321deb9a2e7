import {absent} from '../../../model/fact.ts';
import type {KubeRight} from '../../../model/right.ts';
import {mapped, sortedBy} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {mapSecurityGroupPolicy} from './map-security-group-policy.ts';
import {read} from './requests.ts';

const RIGHT: KubeRight = {
  verb: 'list',
  group: 'vpcresources.k8s.aws',
  version: 'v1beta1',
  resource: 'securitygrouppolicies',
  namespace: 'SUBJECT',
};

/** `GET /apis/vpcresources.k8s.aws/v1beta1/namespaces/NS/securitygrouppolicies`; a 404 is a cluster without the kind. */
export default defineProbe({
  fact: 'securityGroupPolicies',
  reads: [RIGHT],
  after: [],
  api: 'kubernetes',
  async ask(_given, {kube, subject: {kind, namespace}}) {
    if (kind === 'FargateProfile') return absent;
    const found = await kube.list(read(RIGHT, {namespace}), mapSecurityGroupPolicy);
    return mapped(found, (all) => sortedBy(all, (one) => one.name));
  },
});
