import {needsRoleRights} from '../../../domain/unsettled.ts';
import {absent, valueOf} from '../../../model/fact.ts';
import {defineProbe} from '../probe.ts';
import {GET_POLICY, GET_VERSION, readPolicy} from './read-policy.ts';

/** The text of the policy that bounds the pod execution role; not asked where it has none. */
export default defineProbe({
  fact: 'permissionsBoundary',
  reads: [{action: GET_POLICY}, {action: GET_VERSION}],
  after: ['executionRole'],
  afterMaybe: ['pod'],
  api: 'aws',
  ask({executionRole, pod}, context) {
    const arn = executionRole.permissionsBoundaryArn;
    return arn === undefined || !needsRoleRights(valueOf(pod)) ? absent : readPolicy(arn, context);
  },
});
