import {isObject} from '../merge.ts';
import type {AwsWorld} from '../world-aws.ts';
import {AwsError, EXPIRED, isRead, notAuthorized, type CallContext, type Service, type WireCall} from './service.ts';

const TARGET = 'ServiceQuotasV20190624.';
const VCPU = 'L-3032A538';
const JSON_TYPE = {'content-type': 'application/x-amz-json-1.1'};

/** AWS Service Quotas: AWS JSON 1.1. Its refusals are HTTP 400 throughout. */
export const serviceQuotas: Service = {
  name: 'servicequotas',
  read(request) {
    const target = String(request.headers['x-amz-target'] ?? '');
    const action = target.startsWith(TARGET) ? target.slice(TARGET.length) : '';
    return {action, params: bodyParams(request.body), write: action !== '' && !isRead(action)};
  },
  refuse(error, requestId) {
    const body = JSON.stringify({__type: error.code, Message: error.message});
    return {status: error.status, headers: {...JSON_TYPE, 'x-amzn-requestid': requestId}, body};
  },
  answer(call, context) {
    const body = JSON.stringify(result(call, context));
    return {status: 200, headers: {...JSON_TYPE, 'x-amzn-requestid': context.requestId}, body};
  },
  fault(fault, status, call, {callerArn, world}) {
    switch (fault) {
      case 'deny': {
        const quota = `arn:${world.partition}:servicequotas:${world.region}:${world.account}:${call.params['ServiceCode'] ?? '*'}/${call.params['QuotaCode'] ?? '*'}`;
        return new AwsError(
          'AccessDeniedException',
          notAuthorized(
            callerArn,
            `servicequotas:${call.action}`,
            call.action === 'GetServiceQuota' ? quota : undefined,
          ),
        );
      }
      case 'expired':
        return new AwsError('ExpiredTokenException', EXPIRED);
      case 'throttle':
        return new AwsError('TooManyRequestsException', 'Rate exceeded');
      case 'status':
        return status === 503
          ? new AwsError('ServiceUnavailableException', 'The service is currently unavailable.', 503)
          : new AwsError('ServiceException', 'An internal error occurred.', 500);
    }
  },
};

function bodyParams(body: string): Readonly<Record<string, string>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? Object.fromEntries(Object.entries(parsed).map(([k, v]) => [k, String(v)])) : {};
  } catch {
    return {};
  }
}

function result({action, params}: WireCall, {world}: CallContext): unknown {
  const vcpu = world.quotas.vcpu;
  const wanted = params['ServiceCode'] === 'fargate' && params['QuotaCode'] === VCPU;
  switch (action) {
    case 'GetServiceQuota':
      if (!wanted || vcpu.applied === undefined) throw noSuchQuota();
      return {Quota: quota(world, vcpu.applied)};
    case 'GetAWSDefaultServiceQuota':
      if (!wanted) throw noSuchQuota();
      return {Quota: quota(world, vcpu.default)};
    case 'ListServiceQuotas':
      return {
        Quotas: params['ServiceCode'] === 'fargate' && vcpu.applied !== undefined ? [quota(world, vcpu.applied)] : [],
      };
    default:
      throw new AwsError('UnknownOperationException', '');
  }
}

function noSuchQuota(): AwsError {
  return new AwsError(
    'NoSuchResourceException',
    'The request failed because the specified service quota does not exist.',
  );
}

function quota(world: AwsWorld, value: number): unknown {
  return {
    ServiceCode: 'fargate',
    ServiceName: 'AWS Fargate',
    QuotaArn: `arn:${world.partition}:servicequotas:${world.region}:${world.account}:fargate/${VCPU}`,
    QuotaCode: VCPU,
    QuotaName: 'Fargate On-Demand vCPU resource count',
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
    QuotaAppliedAtLevel: 'ACCOUNT',
  };
}
