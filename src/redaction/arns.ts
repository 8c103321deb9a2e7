import {parseArn} from '../domain/arn.ts';
import type {Kind} from './kinds.ts';
import type {Tokens} from './tokens.ts';

/** An ARN within a text, up to what can't be part of one. */
export const ARN =
  /(?<![\w-])arn:[a-z*][a-z*-]{0,20}:[a-z0-9*-]{0,40}:[a-z0-9*-]{0,40}:[\w*?-]{0,40}:[^\s"'`,;<>()[\]{}|\\]{0,700}/g;

/** IAM's types whose last part is a name, with the kind of that name. An instance profile mostly bears its role's. */
const NAMED: Readonly<Record<string, Kind>> = {
  role: 'role',
  'instance-profile': 'role',
  user: 'user',
  group: 'user',
  'federated-user': 'user',
  policy: 'policy',
};

/** Parts of paths that AWS made. */
const AWS_PATHS = ['aws-service-role', 'service-role', 'aws-reserved', 'sso.amazonaws.com', 'job-function'];

/**
 * An ARN with its account and its names exchanged: partition, service, Region, type and everything that AWS named stay, and
 * so does its form, so that two ARNs are as alike as they were.
 */
export function redactArn(arn: string, tokens: Tokens): string {
  const whole = /[.:]{0,3}$/.exec(arn)?.[0] ?? '';
  const text = whole === '' ? arn : arn.slice(0, -whole.length);
  const parts = parseArn(text);
  // AWS's own policies belong to the account `aws`; S3's buckets have none in their ARN.
  if (!parts || parts.account === 'aws') return arn;
  const {partition, service, region, account, resource} = parts;
  const rest = service === 'eks' ? eksResource(resource, tokens) : iamResource(service, resource, tokens);
  const made = `arn:${partition}:${service}:${region}:${tokens.account(account)}:${rest}`;
  if (made !== text) tokens.of('arn', text);
  return `${made}${whole}`;
}

function iamResource(service: string, resource: string, tokens: Tokens): string {
  const [type = '', ...segments] = resource.split('/');
  if (type === 'assumed-role' && service === 'sts') {
    const [role = '', ...session] = segments;
    const names = session.map((name) => tokens.name('user', name));
    return [type, tokens.name('role', role), ...names].join('/');
  }
  const kind = service === 'iam' || service === 'sts' ? NAMED[type] : undefined;
  if (kind === undefined || segments[0] === 'aws-service-role') return resource;
  return [type, ...namesOf(kind, segments, tokens)].join('/');
}

function namesOf(kind: Kind, segments: readonly string[], tokens: Tokens): readonly string[] {
  return segments.map((segment, i) =>
    i === segments.length - 1 ? tokens.name(kind, segment) : pathPart(segment, tokens),
  );
}

/** One part of an IAM path. */
export function pathPart(part: string, tokens: Tokens): string {
  return AWS_PATHS.includes(part) || part.endsWith('.amazonaws.com') ? part : tokens.name('path', part);
}

/** `cluster/C`, `fargateprofile/C/P/UUID`, `access-entry/C/role/ACCOUNT/ROLE/UUID`: the cluster comes first. */
function eksResource(resource: string, tokens: Tokens): string {
  const [type = '', cluster, ...rest] = resource.split('/');
  if (cluster === undefined || type === 'cluster-access-policy') return resource;
  const [principal = '', account = '', name = '', ...more] = rest;
  const after =
    type === 'access-entry' && rest.length > 2
      ? [principal, tokens.account(account), tokens.name(NAMED[principal] ?? 'role', name), ...more]
      : rest;
  return [type, tokens.name('cluster', cluster), ...after].join('/');
}
