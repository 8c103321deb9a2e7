import type {AccessEntry} from '../model/aws.ts';
import type {Fact} from '../model/fact.ts';
import {answered} from '../model/fact.ts';
import type {ConfigMap} from '../model/kubernetes.ts';
import {parseRoleArn, type RoleArn} from './arn.ts';
import {readAwsAuth, type AwsAuthReading} from './aws-auth.ts';

/** The access entry type of a pod execution role; it brings the node's username and groups with it. */
export const FARGATE_ENTRY = 'FARGATE_LINUX';
/** The other types that AWS documents. None of them lets a Fargate node in; of a type that we don't know nobody can say so. */
const OTHER_ENTRIES = ['STANDARD', 'EC2_LINUX', 'EC2_WINDOWS', 'EC2', 'HYBRID_LINUX', 'HYPERPOD_LINUX'];

/** What decides how Kubernetes knows a role. */
export interface IdentitySources {
  /** The cluster's authentication mode. */
  readonly mode: string;
  readonly role: RoleArn;
  readonly roleArn: string;
  readonly profileArn: string;
  readonly awsAuth: Fact<ConfigMap>;
  readonly accessEntry: Fact<AccessEntry>;
  /** All principals; tells that there is no entry even where entries can't be described. */
  readonly accessEntryArns: Fact<readonly string[]>;
}

/** A reading of aws-auth by which the role is not mapped. */
export type AwsAuthFault = Exclude<AwsAuthReading, {is: 'right'}> | {readonly is: 'no-configmap'};

/** Whether Kubernetes knows a pod execution role, and by what. */
export type Mapping =
  /** `aside`: aws-auth can't be parsed, which doesn't touch this role. */
  | {readonly is: 'mapped'; readonly by: 'access-entry'; readonly aside?: string}
  | {readonly is: 'mapped'; readonly by: 'aws-auth'}
  | {readonly is: 'wrong-type'; readonly entry: AccessEntry}
  | {readonly is: 'unknown-type'; readonly type: string}
  | {readonly is: 'no-entry'}
  /** `entries`: the mode would take an access entry as well, and there is none. */
  | {readonly is: 'aws-auth-fault'; readonly fault: AwsAuthFault; readonly entries: boolean}
  /** It hangs on facts that could not be read. */
  | {readonly is: 'unsure'; readonly facts: readonly ('awsAuth' | 'accessEntry')[]}
  | {readonly is: 'unknown-mode'};

/**
 * Decides how a role is mapped. `CONFIG_MAP`: by aws-auth alone. `API`: by access entries alone. `API_AND_CONFIG_MAP`: an
 * access entry, right or wrong, overrides what aws-auth says of the same role.
 * https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
 */
export function mappingOf(sources: IdentitySources): Mapping {
  switch (sources.mode) {
    case 'CONFIG_MAP':
      return byAwsAuth(sources, false);
    case 'API':
    case 'API_AND_CONFIG_MAP':
      return byEntry(sources);
    default:
      return {is: 'unknown-mode'};
  }
}

function byEntry(sources: IdentitySources): Mapping {
  const {mode, accessEntry} = sources;
  if (accessEntry.is === 'known') {
    const {type} = accessEntry.value;
    if (OTHER_ENTRIES.includes(type)) return {is: 'wrong-type', entry: accessEntry.value};
    if (type !== FARGATE_ENTRY) return {is: 'unknown-type', type};
    const reading = mode === 'API' ? undefined : readingOf(sources);
    return {is: 'mapped', by: 'access-entry', ...(reading?.is === 'malformed' ? {aside: reading.reason} : {})};
  }
  if (!hasNoEntry(sources)) {
    // Even a right entry in aws-auth would be overridden by an access entry of the wrong type.
    return {
      is: 'unsure',
      facts: mode === 'API' || answered(sources.awsAuth) ? ['accessEntry'] : ['accessEntry', 'awsAuth'],
    };
  }
  return mode === 'API' ? {is: 'no-entry'} : byAwsAuth(sources, true);
}

function hasNoEntry({accessEntry, accessEntryArns, roleArn}: IdentitySources): boolean {
  if (accessEntry.is === 'absent') return true;
  return accessEntryArns.is === 'known' && !accessEntryArns.value.includes(roleArn);
}

function byAwsAuth(sources: IdentitySources, entries: boolean): Mapping {
  const reading = readingOf(sources);
  if (!reading) return {is: 'unsure', facts: ['awsAuth']};
  if (reading.is === 'right') return {is: 'mapped', by: 'aws-auth'};
  return {is: 'aws-auth-fault', fault: reading, entries};
}

/**
 * The access entry that nearly fits a role without one: of a role of the same name that lies under another path, in another
 * account or in another partition. `differs` names the first of these.
 */
export function nearEntry(
  arns: readonly string[],
  role: RoleArn,
): {readonly arn: string; readonly differs: string} | undefined {
  for (const arn of arns) {
    const other = parseRoleArn(arn);
    if (other?.name.toLowerCase() !== role.name.toLowerCase()) continue;
    if (other.partition !== role.partition)
      return {arn, differs: `partition ${other.partition} instead of ${role.partition}`};
    if (other.account !== role.account) return {arn, differs: `account ${other.account} instead of ${role.account}`};
    if (other.path !== role.path) return {arn, differs: `path ${other.path} instead of ${role.path}`};
    if (other.name !== role.name) return {arn, differs: `the spelling ${other.name}`};
  }
  return undefined;
}

/** What aws-auth says of the role; undefined where aws-auth could not be read. */
export function readingOf(
  sources: Pick<IdentitySources, 'awsAuth' | 'role' | 'profileArn'>,
): AwsAuthReading | {readonly is: 'no-configmap'} | undefined {
  const {awsAuth, role, profileArn} = sources;
  if (awsAuth.is === 'absent') return {is: 'no-configmap'};
  return awsAuth.is === 'known' ? readAwsAuth(awsAuth.value.data['mapRoles'], role, profileArn) : undefined;
}
