import {createHash} from 'node:crypto';
import {queryAnswer, queryError, readQuery} from './query-protocol.ts';
import {AwsError, EXPIRED, notAuthorized, type CallContext, type Service, type WireCall} from './service.ts';
import type {XmlRecord} from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** AWS STS: form-encoded requests (or presigned URLs), XML answers. */
export const sts: Service = {
  name: 'sts',
  read: readQuery,
  refuse: (error, requestId) => queryError(NAMESPACE, error, requestId),
  answer(call, context) {
    return queryAnswer(NAMESPACE, call.action, result(call, context), context.requestId);
  },
  fault(fault, status, call, context) {
    switch (fault) {
      case 'deny':
        return denied(call, context);
      case 'expired':
        return new AwsError('ExpiredToken', EXPIRED, 403);
      case 'throttle':
        return new AwsError('Throttling', 'Rate exceeded', 400);
      case 'status':
        return status === 503
          ? new AwsError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', 503)
          : new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
    }
  },
};

function result(call: WireCall, context: CallContext): XmlRecord {
  switch (call.action) {
    case 'GetCallerIdentity':
      return {Arn: context.callerArn, UserId: context.callerId, Account: context.world.account};
    case 'AssumeRole':
      return assume(call, context);
    case 'AssumeRoleWithWebIdentity':
      if ((call.params['WebIdentityToken'] ?? '').length < 4)
        throw new AwsError('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.');
      return {
        ...assume(call, context),
        SubjectFromWebIdentityToken: 'system:serviceaccount:kube-system:fargate-doctor',
        Provider: `arn:${context.world.partition}:iam::${context.world.account}:oidc-provider/${context.world.cluster.oidcIssuer.replace('https://', '')}`,
        Audience: 'sts.amazonaws.com',
      };
    default:
      throw new AwsError('InvalidAction', `Could not find operation ${call.action} for version 2011-06-15`);
  }
}

function denied({action, params}: WireCall, context: CallContext): AwsError {
  return new AwsError('AccessDenied', notAuthorized(context.callerArn, `sts:${action}`, params['RoleArn']), 403);
}

/** STS does not tell a role that is not there from one that may not be assumed. */
function assume(call: WireCall, context: CallContext): XmlRecord {
  const {world} = context;
  const arn = call.params['RoleArn'] ?? '';
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const role = Object.hasOwn(world.roles, name) ? world.roles[name] : undefined;
  if (role === undefined) throw denied(call, context);
  const session = call.params['RoleSessionName'] ?? 'session';
  const sessionArn = `arn:${world.partition}:sts::${world.account}:assumed-role/${name}/${session}`;
  const hash = createHash('sha256').update(sessionArn).digest('hex').toUpperCase();
  const accessKeyId = `ASIA${hash.slice(0, 16)}`;
  const id = `${role.id}:${session}`;
  context.remember(accessKeyId, sessionArn, id);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: `${hash.slice(16, 56)}`,
      SessionToken: Buffer.from(`session of ${sessionArn}`).toString('base64'),
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    },
    AssumedRoleUser: {AssumedRoleId: id, Arn: sessionArn},
  };
}
