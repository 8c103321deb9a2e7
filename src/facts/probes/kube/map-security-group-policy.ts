import type {LabelSelector, SecurityGroupPolicy} from '../../../model/kubernetes.ts';
import {some, sorted} from '../answers.ts';
import {at, strings} from './json.ts';
import {createdAt, nameOf} from './map-meta.ts';
import {mapLabelSelector} from './map-webhook.ts';

/** Reads a vpcresources.k8s.aws/v1beta1 SecurityGroupPolicy. */
export function mapSecurityGroupPolicy(policy: unknown): SecurityGroupPolicy {
  const selector = (name: string): LabelSelector | undefined => {
    const value = at(policy, 'spec', name);
    return value === undefined ? undefined : mapLabelSelector(value);
  };
  return {
    name: nameOf(policy),
    createdAt: createdAt(policy),
    groupIds: sorted([...new Set(strings(policy, 'spec', 'securityGroups', 'groupIds'))]),
    ...some({
      podSelector: selector('podSelector'),
      serviceAccountSelector: selector('serviceAccountSelector'),
    }),
  };
}
