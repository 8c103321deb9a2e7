import type {Doubt} from '../model/check.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {AccessEntry, Cluster, FargateProfile, Role} from '../model/aws.ts';
import type {Certainty, Evidence} from '../model/finding.ts';
import type {ConfigMap} from '../model/kubernetes.ts';
import {parseRoleArn} from './arn.ts';
import {mappingOf, readingOf} from './identity.ts';
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
  if (!later && byEntry) {
    // A role that is younger than its entry, and an entry that aws-auth does not double, have causes of their own.
    if (doubt.unsure('executionRole', 'awsAuth')) return undefined;
    const born = valueOf(facts.executionRole)?.createdAt;
    if (born !== undefined && entry?.createdAt !== undefined && Date.parse(born) > Date.parse(entry.createdAt)) {
      return undefined;
    }
    if (cluster.authenticationMode === 'API_AND_CONFIG_MAP' && readingOf(sources)?.is !== 'right') return undefined;
  }
  return {
    refusal: launch.refusal,
    said: `did not find role ${role.name} in the cluster's auth configuration`,
    now: later ? `it is mapped rightly since ${changed}` : 'it is mapped rightly now',
    evidence: [
      byEntry
        ? {source: 'eks:DescribeAccessEntry', ref: roleArn, path: 'modifiedAt', value: changed ?? 'no time'}
        : {
            source: 'get configmaps/aws-auth -n kube-system',
            ref: 'configmap/aws-auth',
            path: 'metadata.managedFields',
            value: changed ?? 'no time',
          },
    ],
    certainty: later ? 'likely' : 'possible',
  };
}

function mendedTrust(facts: MendedFacts, doubt: Doubt): Mended | undefined {
  const profile = valueOf(facts.profile);
  const launch = launchOf('profile-blocked-assume', facts, profile?.name);
  if (!launch.refusal || doubt.unsure('profile', 'executionRole')) return undefined;
  const role = valueOf(facts.executionRole);
  if (!profile || !role || evaluateTrust(role.trustPolicy, profile.arn).is !== 'trusted') return undefined;
  return {
    refusal: launch.refusal,
    said: `could not assume role ${role.name}`,
    now: 'the role exists and its trust policy admits Fargate',
    evidence: [{source: 'iam:GetRole', ref: role.name, path: 'AssumeRolePolicyDocument', value: 'admits the profile'}],
    certainty: 'possible',
  };
}
