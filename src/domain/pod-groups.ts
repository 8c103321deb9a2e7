import type {Cluster} from '../model/aws.ts';
import {answered, valueOf, type Fact} from '../model/fact.ts';
import type {FactId} from '../model/facts.ts';
import type {Evidence} from '../model/finding.ts';
import type {Pod, SecurityGroupPolicy, SpecifiedPod} from '../model/kubernetes.ts';
import {POD_GROUPS_ANNOTATION} from './names.ts';
import {labelSelectorMatches} from './webhooks.ts';

/** The security groups that a pod's network interface has, or would have. */
export interface PodGroups {
  readonly ids: readonly string[];
  /** `cluster`: none of its own, so it gets the cluster security group. */
  readonly from: 'cluster' | 'annotation' | 'policies';
  /** Where the ids were seen; absent for the cluster security group. */
  readonly evidence?: Evidence;
  /** A fact without which they can't be told. */
  readonly lacks?: FactId;
  /** Why not, where the fact was read and does not tell. */
  readonly because?: string;
}

export interface PodGroupFacts {
  readonly cluster: Cluster;
  readonly pod: Fact<Pod>;
  readonly podSpec: Fact<SpecifiedPod>;
  readonly securityGroupPolicies: Fact<readonly SecurityGroupPolicy[]>;
}

/** The group ids of the annotation, as the webhook writes them: by comma. */
export const annotatedGroups = (annotation: string): readonly string[] =>
  [...new Set(annotation.slice(0, 4096).split(','))].map((id) => id.trim()).filter((id) => id !== '');

/**
 * The groups of a pod. The annotation is what Fargate reads, so that a pod that exists has those that it names, else the
 * cluster security group; a pod that is yet to be made gets those of the policies that select it.
 */
export function podGroups({cluster, pod, podSpec, securityGroupPolicies}: PodGroupFacts): PodGroups {
  const own = cluster.clusterSecurityGroupId;
  const standard: PodGroups = {ids: own === undefined ? [] : [own], from: 'cluster'};
  const specified = valueOf(podSpec);
  if (!specified) return answered(podSpec) ? standard : {...standard, lacks: 'podSpec'};
  const annotation = specified.annotations[POD_GROUPS_ANNOTATION];
  if (annotation !== undefined) {
    const evidence: Evidence = {
      source:
        specified.from === 'pod'
          ? `get pods -n ${specified.namespace}`
          : `get ${kindOf(specified)}s -n ${specified.namespace}`,
      ref: specified.ref,
      path: `${specified.pathPrefix}metadata.annotations['${POD_GROUPS_ANNOTATION}']`,
      value: annotation.slice(0, 400),
    };
    return {ids: annotatedGroups(annotation), from: 'annotation', evidence};
  }
  if (pod.is === 'known') return standard;
  if (!answered(pod)) return {...standard, lacks: 'pod'};
  if (!answered(securityGroupPolicies)) return {...standard, lacks: 'securityGroupPolicies'};
  const {sure, unsure} = selecting(valueOf(securityGroupPolicies) ?? [], specified);
  const [first] = unsure;
  if (first) {
    const because = `${first.name} selects by labels of service accounts, which are not read`;
    return {...standard, lacks: 'securityGroupPolicies', because};
  }
  if (sure.length === 0) return standard;
  return {ids: groupsOf(sure), from: 'policies', evidence: policiesEvidence(sure, specified.namespace)};
}

const kindOf = (specified: SpecifiedPod): string => specified.ref.split('/', 1)[0] ?? '';

export const groupsOf = (policies: readonly SecurityGroupPolicy[]): readonly string[] =>
  [...new Set(policies.flatMap((policy) => policy.groupIds))].sort();

export function policiesEvidence(policies: readonly SecurityGroupPolicy[], namespace: string): Evidence {
  return {
    source: `list securitygrouppolicies -n ${namespace}`,
    ref: policies.map((policy) => `securitygrouppolicy/${policy.name}`).join(', '),
    path: 'spec.securityGroups.groupIds',
    value: groupsOf(policies).join(', '),
  };
}

/** The policies that select a pod, and those of which it can't be told, since they go by labels of its service account. */
export function selecting(
  policies: readonly SecurityGroupPolicy[],
  {labels}: Pick<SpecifiedPod, 'labels'>,
): {readonly sure: readonly SecurityGroupPolicy[]; readonly unsure: readonly SecurityGroupPolicy[]} {
  const possible = policies.filter(
    ({podSelector, serviceAccountSelector, groupIds}) =>
      groupIds.length > 0 &&
      (podSelector !== undefined || serviceAccountSelector !== undefined) &&
      (podSelector === undefined || labelSelectorMatches(podSelector, labels)),
  );
  const anyAccount = ({serviceAccountSelector: s}: SecurityGroupPolicy): boolean =>
    s === undefined || (Object.keys(s.matchLabels).length === 0 && s.matchExpressions.length === 0);
  return {sure: possible.filter(anyAccount), unsure: possible.filter((policy) => !anyAccount(policy))};
}
