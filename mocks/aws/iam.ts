import {createHash} from 'node:crypto';
import {isObject} from '../merge.ts';
import type {AwsWorld, WorldRole} from '../world-aws.ts';
import {queryAnswer, queryError, readQuery} from './query-protocol.ts';
import {AwsError, EXPIRED, notAuthorized, page, type CallContext, type Service} from './service.ts';
import type {XmlRecord, XmlValue} from './xml.ts';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';
type Params = Readonly<Record<string, string>>;
type Operation = (context: CallContext, params: Params) => XmlRecord;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GetRole: ({world}, params) => ({Role: roleRecord(world, ...roleOf(world, params))}),
  ListRoles: (context, params) => {
    const all = Object.entries(context.world.roles).filter(([, r]) => r.path.startsWith(params['PathPrefix'] ?? '/'));
    return paged(
      'Roles',
      all.map(([name, role]) => roleRecord(context.world, name, role)),
      params,
      context,
    );
  },
  ListAttachedRolePolicies: (context, params) => {
    const [, role] = roleOf(context.world, params);
    const attached = role.attached.map((arn) => ({PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn}));
    return paged('AttachedPolicies', attached, params, context);
  },
  ListRolePolicies: (context, params) => {
    const [, role] = roleOf(context.world, params);
    return paged('PolicyNames', Object.keys(role.inline), params, context);
  },
  GetRolePolicy: ({world}, params) => {
    const [name, role] = roleOf(world, params);
    const policy = needed(params, 'PolicyName');
    if (!Object.hasOwn(role.inline, policy)) throw missing(`The role policy with name ${policy} cannot be found.`);
    return {RoleName: name, PolicyName: policy, PolicyDocument: documentText(role.inline[policy])};
  },
  GetPolicy: ({world}, params) => ({Policy: policyRecord(world, policyArn(world, params))}),
  GetPolicyVersion: ({world}, params) => {
    const arn = policyArn(world, params);
    const version = needed(params, 'VersionId');
    if (version !== 'v1') throw missing(`Policy ${arn} version ${version} does not exist or is not attachable.`);
    return {
      PolicyVersion: {
        Document: documentText(world.policies[arn]),
        VersionId: 'v1',
        IsDefaultVersion: true,
        CreateDate: world.cluster.createdAt,
      },
    };
  },
  ListOpenIDConnectProviders: ({world}) => ({
    OpenIDConnectProviderList: [
      {
        Arn: `arn:${world.partition}:iam::${world.account}:oidc-provider/${world.cluster.oidcIssuer.replace('https://', '')}`,
      },
    ],
  }),
};

/** AWS IAM: form-encoded requests, XML answers. IAM is global: it answers whatever Region a request is signed for. */
export const iam: Service = {
  name: 'iam',
  read: readQuery,
  refuse: (error, requestId) => queryError(NAMESPACE, error, requestId),
  answer(call, context) {
    const operation = Object.hasOwn(OPERATIONS, call.action) ? OPERATIONS[call.action] : undefined;
    if (operation === undefined)
      throw new AwsError('InvalidAction', `Could not find operation ${call.action} for version 2010-05-08`);
    return queryAnswer(NAMESPACE, call.action, operation(context, call.params), context.requestId);
  },
  fault(fault, status, call, context) {
    switch (fault) {
      case 'deny':
        return new AwsError(
          'AccessDenied',
          notAuthorized(context.callerArn, `iam:${call.action}`, resourceOf(call.params, context.world)),
          403,
        );
      case 'expired':
        return new AwsError('ExpiredToken', EXPIRED, 403);
      case 'throttle':
        return new AwsError('Throttling', 'Rate exceeded', 400);
      case 'status':
        return status === 503
          ? new AwsError('ServiceUnavailable', 'Service is unavailable. Please try again later.', 503)
          : new AwsError('ServiceFailure', 'The request processing has failed because of an unknown error.', 500);
    }
  },
};

/** IAM names roles as `role NAME` and policies as `policy ARN` in its refusals. */
function resourceOf(params: Params, world: AwsWorld): string {
  if (params['PolicyArn'] !== undefined) return `policy ${params['PolicyArn']}`;
  if (params['RoleName'] !== undefined) return `role ${params['RoleName']}`;
  return `arn:${world.partition}:iam::${world.account}:*`;
}

const missing = (text: string): AwsError => new AwsError('NoSuchEntity', text, 404);

function needed(params: Params, name: string): string {
  const value = params[name];
  if (value === undefined || value === '')
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value null at '${name.charAt(0).toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

function roleOf(world: AwsWorld, params: Params): readonly [string, WorldRole] {
  const name = needed(params, 'RoleName');
  const role = Object.hasOwn(world.roles, name) ? world.roles[name] : undefined;
  if (role === undefined) throw missing(`The role with name ${name} cannot be found.`);
  return [name, role];
}

function policyArn(world: AwsWorld, params: Params): string {
  const arn = needed(params, 'PolicyArn');
  if (!Object.hasOwn(world.policies, arn)) throw missing(`Policy ${arn} was not found.`);
  return arn;
}

/** IAM sends policy documents URL-encoded, RFC 3986. */
function documentText(document: unknown): string {
  const text = isObject(document) ? JSON.stringify(document) : String(document);
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function roleArn(world: AwsWorld, name: string, role: WorldRole): string {
  return `arn:${world.partition}:iam::${world.account}:role${role.path}${name}`;
}

function roleRecord(world: AwsWorld, name: string, role: WorldRole): XmlRecord {
  return {
    Path: role.path,
    RoleName: name,
    RoleId: role.id,
    Arn: roleArn(world, name, role),
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: documentText(role.trust),
    MaxSessionDuration: 3600,
    PermissionsBoundary:
      role.boundary === undefined
        ? undefined
        : {PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundary},
    RoleLastUsed: {},
  };
}

function policyRecord(world: AwsWorld, arn: string): XmlRecord {
  const path = arn.slice(arn.indexOf(':policy/') + ':policy'.length, arn.lastIndexOf('/') + 1);
  const hash = createHash('sha256').update(arn).digest('hex').toUpperCase();
  return {
    PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
    PolicyId: `ANPA${hash.slice(0, 17)}`,
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v1',
    AttachmentCount: Object.values(world.roles).filter((role) => role.attached.includes(arn)).length,
    PermissionsBoundaryUsageCount: Object.values(world.roles).filter((role) => role.boundary === arn).length,
    IsAttachable: true,
    CreateDate: world.cluster.createdAt,
    UpdateDate: world.cluster.createdAt,
  };
}

function paged(member: string, all: readonly XmlValue[], params: Params, context: CallContext): XmlRecord {
  const size = Math.min(Number(params['MaxItems'] ?? 100), context.pageSize ?? Infinity);
  const bad = new AwsError('ValidationError', 'Invalid Marker');
  const {items, next} = page(all, size, params['Marker'], bad);
  return {[member]: items, IsTruncated: next !== undefined, Marker: next};
}
