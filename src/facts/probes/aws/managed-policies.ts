import {knownPolicy} from '../../../domain/ecr-rights.ts';
import {known} from '../../../model/fact.ts';
import {together} from '../answers.ts';
import {defineProbe} from '../probe.ts';
import {GET_POLICY, GET_VERSION, readPolicy} from './read-policy.ts';

/** The texts of the managed policies of the pod execution role, but for the one that AWS made for it, which is known. */
export default defineProbe({
  fact: 'managedPolicies',
  reads: [{action: GET_POLICY}, {action: GET_VERSION}],
  after: ['attachedPolicies'],
  api: 'aws',
  async ask({attachedPolicies}, context) {
    const policies = await Promise.all(
      attachedPolicies.map(async ({name, arn}) => {
        const document = knownPolicy(arn);
        return document === undefined ? readPolicy(arn, context) : known({name, arn, document});
      }),
    );
    return together(policies);
  },
});
