import type {FargateProfile, PolicyDocument} from '../model/aws.ts';
import type {Fact} from '../model/fact.ts';
import {valueOf} from '../model/fact.ts';
import type {Evidence} from '../model/finding.ts';
import {evaluatePolicies, type PolicyRequest, type PolicyVerdict, type StatementPlace} from './iam-policy.ts';

/** The facts that say what the pod execution role may do. */
export interface RightsFacts {
  readonly managedPolicies: Fact<readonly PolicyDocument[]>;
  readonly inlinePolicies: Fact<readonly PolicyDocument[]>;
  readonly permissionsBoundary: Fact<PolicyDocument>;
}

/** What the pod execution role may do, as far as it could be read. */
export interface RoleRights {
  /** The role's name. */
  readonly role: string;
  /** Managed policies, then inline ones. */
  readonly policies: readonly PolicyDocument[];
  /** Facts of the role's own policies that could not be read; what they hold may allow, or deny. */
  readonly unread: readonly ('managedPolicies' | 'inlinePolicies')[];
  readonly boundary?: PolicyDocument;
}

/** Undefined where nobody asked: the role is not there, or nothing hangs on its rights. */
export function rightsOf(facts: RightsFacts, profile: FargateProfile): RoleRights | undefined {
  const {managedPolicies, inlinePolicies, permissionsBoundary} = facts;
  if (managedPolicies.is === 'absent' || inlinePolicies.is === 'absent') return undefined;
  const boundary = valueOf(permissionsBoundary);
  return {
    role: profile.podExecutionRoleArn.slice(profile.podExecutionRoleArn.lastIndexOf('/') + 1),
    policies: [...(valueOf(managedPolicies) ?? []), ...(valueOf(inlinePolicies) ?? [])],
    unread: [
      ...(managedPolicies.is === 'known' ? [] : (['managedPolicies'] as const)),
      ...(inlinePolicies.is === 'known' ? [] : (['inlinePolicies'] as const)),
    ],
    ...(boundary ? {boundary} : {}),
  };
}

/** What the role's own policies say. Of policies that were not all read, only a Deny is sure. */
export function byIdentity(rights: RoleRights, request: PolicyRequest): PolicyVerdict {
  const verdict = evaluatePolicies(rights.policies, request);
  if (rights.unread.length === 0 || verdict.is === 'denied') return verdict;
  return {is: 'unclear', because: 'not all policies of the role could be read'};
}

/** What the role's boundary says; a role without one is not bounded. */
export const byBoundary = ({boundary}: RoleRights, request: PolicyRequest): PolicyVerdict =>
  boundary ? evaluatePolicies([boundary], request) : {is: 'allowed'};

/** The policies that the role has, as what was seen. */
export function policiesSeen({role, policies}: RoleRights): readonly [Evidence, Evidence] {
  const names = (managed: boolean): string =>
    policies
      .filter((p) => (p.arn !== undefined) === managed)
      .map((p) => p.name)
      .join(', ') || 'none';
  return [
    {source: 'iam:ListAttachedRolePolicies', ref: role, path: 'AttachedPolicies', value: names(true)},
    {source: 'iam:ListRolePolicies', ref: role, path: 'PolicyNames', value: names(false)},
  ];
}

/** A statement as what was seen. */
export function statementSeen({policy, statement, resources, conditions}: StatementPlace, effect: string): Evidence {
  const when = conditions.map((c) => `${c.operator} ${c.key} ${c.wanted.join(', ')}`).join(' and ');
  return {
    source: policy.arn === undefined ? 'iam:GetRolePolicy' : 'iam:GetPolicyVersion',
    ref: policy.name,
    path: `Statement[${statement}]`,
    value: `${effect} for ${resources.join(', ') || 'no resource'}${when === '' ? '' : ` if ${when}`}`,
  };
}
