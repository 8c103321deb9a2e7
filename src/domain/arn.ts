import {globMatches} from './selectors.ts';

/** The parts of `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`; the resource may hold colons itself. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const COLONS = 5;

/** The six segments of an ARN; fewer where there are fewer colons. */
function segments(text: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  while (parts.length < COLONS) {
    const colon = text.indexOf(':', from);
    if (colon < 0) break;
    parts.push(text.slice(from, colon));
    from = colon + 1;
  }
  return [...parts, text.slice(from)];
}

/** Reads an ARN; undefined for a text that is none. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, resource] = segments(text);
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined) return undefined;
  return resource ? {partition, service, region, account, resource} : undefined;
}

/** An IAM role by its ARN. */
export interface RoleArn {
  readonly partition: string;
  readonly account: string;
  /** `/`, or `/some/path/`. */
  readonly path: string;
  readonly name: string;
}

/** Reads the ARN of an IAM role; undefined for any other ARN. */
export function parseRoleArn(text: string): RoleArn | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'iam' || !arn.resource.startsWith('role/')) return undefined;
  const cut = arn.resource.lastIndexOf('/');
  const name = arn.resource.slice(cut + 1);
  return name
    ? {partition: arn.partition, account: arn.account, path: arn.resource.slice(4, cut + 1), name}
    : undefined;
}

/**
 * True where IAM, which knows roles by their names, answers with a role that lies under another path than the one asked for:
 * then the ARN that was asked for does not exist.
 */
export function liesElsewhere(asked: string, answered: string): boolean {
  const [ours, theirs] = [parseRoleArn(asked), parseRoleArn(answered)];
  return ours !== undefined && theirs !== undefined && ours.account === theirs.account && ours.path !== theirs.path;
}

/** The role's ARN without its path, the only form that aws-auth can hold. */
export const plainRoleArn = ({partition, account, name}: RoleArn): string =>
  `arn:${partition}:iam::${account}:role/${name}`;

/** A Fargate profile by its ARN `arn:P:eks:R:ACCOUNT:fargateprofile/CLUSTER/PROFILE/UUID`. */
export interface ProfileArn extends Arn {
  readonly cluster: string;
  readonly profile: string;
}

/** Reads the ARN of a Fargate profile; undefined for any other ARN. */
export function parseProfileArn(text: string): ProfileArn | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'eks') return undefined;
  const [kind, cluster, profile] = arn.resource.split('/', 4);
  return kind === 'fargateprofile' && cluster && profile ? {...arn, cluster, profile} : undefined;
}

/**
 * IAM's `ArnLike` and `ArnEquals`, which are the same: each of the six segments is matched for itself, so a `*` does not
 * reach over a colon of the frame. Undefined: the pattern has fewer segments and IAM's reading of such is not documented.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function arnLike(pattern: string, arn: string): boolean | undefined {
  const wanted = segments(pattern);
  const given = segments(arn);
  if (wanted.length < given.length) return globMatches(pattern, arn) ? undefined : false;
  return wanted.length === given.length && wanted.every((part, i) => globMatches(part, given[i] ?? ''));
}
