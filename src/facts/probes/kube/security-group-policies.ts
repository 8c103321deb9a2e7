import {POD_GROUPS_ANNOTATION} from '../../../domain/names.ts';
import {absent} from '../../../model/fact.ts';
import type {Pod} from '../../../model/kubernetes.ts';
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

/** A pod that does its work with the cluster security group: what policies there are makes no difference to it. */
const isAtRest = (pod: Pod): boolean =>
  pod.annotations[POD_GROUPS_ANNOTATION] === undefined &&
  pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');

/** `GET /apis/vpcresources.k8s.aws/v1beta1/namespaces/NS/securitygrouppolicies`; a 404 is a cluster without the kind. */
export default defineProbe({
  fact: 'securityGroupPolicies',
  reads: [RIGHT],
  after: [],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  async ask({pod}, {kube, subject: {kind, namespace}}) {
    if (kind === 'FargateProfile' || (pod.is === 'known' && isAtRest(pod.value))) return absent;
    const found = await kube.list(read(RIGHT, {namespace}), mapSecurityGroupPolicy);
    return mapped(found, (all) => sortedBy(all, (one) => one.name));
  },
});
