import {describe, type Ec2List} from './ec2-list.ts';
import {NETWORK_LISTS} from './ec2-network.ts';
import {SECURITY_LISTS} from './ec2-security.ts';
import {VPC_LISTS, VPC_SINGLES} from './ec2-vpc.ts';
import {ec2Answer, ec2Error, readQuery} from './query-protocol.ts';
import {AwsError, notAuthorized, type Service} from './service.ts';

const LISTS: Readonly<Record<string, Ec2List>> = {...NETWORK_LISTS, ...VPC_LISTS, ...SECURITY_LISTS};

/** Amazon EC2: form-encoded requests, XML answers. */
export const ec2: Service = {
  name: 'ec2',
  read: readQuery,
  refuse: ec2Error,
  answer(call, context) {
    const {action, params} = call;
    const list = Object.hasOwn(LISTS, action) ? LISTS[action] : undefined;
    const single = Object.hasOwn(VPC_SINGLES, action) ? VPC_SINGLES[action] : undefined;
    if (list === undefined && single === undefined)
      throw new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`);
    if (params['DryRun'] === 'true')
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
    const result = list ? describe(list, params, context) : (single?.(context.world, params) ?? {});
    return ec2Answer(action, result, context.requestId);
  },
  fault(fault, status, call, context) {
    switch (fault) {
      case 'deny':
        return new AwsError(
          'UnauthorizedOperation',
          `You are not authorized to perform this operation. ${notAuthorized(context.callerArn, `ec2:${call.action}`)}`,
          403,
        );
      case 'expired':
        return new AwsError('RequestExpired', 'Request has expired.', 400);
      case 'throttle':
        return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
      case 'status':
        return status === 503
          ? new AwsError('Unavailable', 'The service is unavailable. Please try again shortly.', 503)
          : new AwsError('InternalError', 'An internal error has occurred', 500);
    }
  },
};
