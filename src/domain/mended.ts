import type {Doubt} from '../model/check.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {AccessEntry, Cluster, FargateProfile, Role} from '../model/aws.ts';
import type {Certainty, Evidence} from '../model/finding.ts';
import type {ConfigMap} from '../model/kubernetes.ts';
import {liesElsewhere, parseRoleArn} from './arn.ts';
import {mappingOf} from './identity.ts';
import {launchOf, type LaunchFacts} from './launch-refusal.ts';
import {evaluateTrust} from './trust-policy.ts';

// fargate-scheduler blames the pod execution role, and the role is in order: it was mended after the refusal, or what
// stands in its way can't be read (an organisation's policy).

export interface MendedFacts extends LaunchFacts {
  readonly profile: Fact<FargateProfile>;
  readonly cluster: Fact<Cluster>;
  readonly awsAuth: Fact<ConfigMap>;
  readonly accessEntry: Fact<AccessEntry>;
  readonly accessEntryArns: Fact<readonly string[]>;
  readonly executionRole: Fact<Role>;
}

/** A refusal that its facts no longer bear out. */
export interface Mended {
  readonly refusal: Evidence;
  /** A clause: what the refusal said of the role. */
  readonly said: string;
  /** A clause: how it is now. */
  readonly now: string;
  readonly evidence: readonly Evidence[];
  /** `likely` where the change is known to be younger than the refusal. */
  readonly certainty: Certainty;
}

/** Holds the last refusal, if it blames the role, against the role as it is. Says what it lacked to the engine. */
export function mendedRole(facts: MendedFacts, doubt: Doubt): Mended | undefined {
  return mendedMapping(facts, doubt) ?? mendedTrust(facts, doubt);
}

function mendedMapping(facts: MendedFacts, doubt: Doubt): Mended | undefined {
  const profile = valueOf(facts.profile);
  const launch = launchOf('profile-blocked-auth', facts, profile?.name);
  if (!launch.refusal || doubt.unsure('profile', 'cluster')) return undefined;
  const cluster = valueOf(facts.cluster);
  const role = profile && parseRoleArn(profile.podExecutionRoleArn);
  if (!profile || !cluster || !role) return undefined;
  const roleArn = profile.podExecutionRoleArn;
  const sources = {...facts, mode: cluster.authenticationMode, role, roleArn, profileArn: profile.arn};
  const mapping = mappingOf(sources);
  if (mapping.is === 'unsure') doubt.unsure(...mapping.facts);
  if (mapping.is !== 'mapped') return undefined;
  const entry = valueOf(facts.accessEntry);
  const byEntry = mapping.by === 'access-entry';
  const changed = byEntry ? (entry?.modifiedAt ?? entry?.createdAt) : valueOf(facts.awsAuth)?.modifiedAt;
  const later =
    changed !== undefined && launch.refusedAt !== undefined && Date.parse(changed) > Date.parse(launch.refusedAt);
  // What was right when fargate-scheduler refused it has not been mended since; others ask what else it may be.
  if (!later) return undefined;
  return {
    refusal: launch.refusal,
    said: `did not find role ${role.name} in the cluster's auth configuration`,
    now: `it is mapped rightly since ${changed}`,
    evidence: [
      byEntry
        ? {source: 'eks:DescribeAccessEntry', ref: roleArn, path: 'modifiedAt', value: changed}
        : {
            source: 'get configmaps/aws-auth -n kube-system',
            ref: 'configmap/aws-auth',
            path: 'metadata.managedFields',
            value: changed,
          },
    ],
    certainty: 'likely',
  };
}

function mendedTrust(facts: MendedFacts, doubt: Doubt): Mended | undefined {
  const profile = valueOf(facts.profile);
  const launch = launchOf('profile-blocked-assume', facts, profile?.name);
  if (!launch.refusal || doubt.unsure('profile', 'executionRole')) return undefined;
  const role = valueOf(facts.executionRole);
  if (!profile || !role || liesElsewhere(profile.podExecutionRoleArn, role.arn)) return undefined;
  // When a trust policy was changed IAM does not tell.
  if (evaluateTrust(role.trustPolicy, profile.arn).is !== 'trusted') return undefined;
  return {
    refusal: launch.refusal,
    said: `could not assume role ${role.name}`,
    now: 'the role exists and its trust policy admits Fargate',
    evidence: [{source: 'iam:GetRole', ref: role.name, path: 'AssumeRolePolicyDocument', value: 'admits the profile'}],
    certainty: 'possible',
  };
}
