import type {PolicyDocument} from '../../../model/aws.ts';
import {failed, type Fact} from '../../../model/fact.ts';
import {mapped, wanted} from '../answers.ts';
import type {AwsClients} from '../../clients/types.ts';
import type {ProbeContext} from '../probe.ts';
import {policyText} from './values.ts';

export const GET_POLICY = 'iam:GetPolicy';
export const GET_VERSION = 'iam:GetPolicyVersion';
const absentOn = ['NoSuchEntityException', 'NoSuchEntity'];
/** The version that most policies have; asking for it along with the policy saves a round of waiting. */
const FIRST = 'v1';

/**
 * The text of a managed policy: `GetPolicy` for its default version, and `GetPolicyVersion`, the first version being asked
 * for at once. A policy that is attached and not there is a failed read: it was deleted meanwhile.
 */
export async function readPolicy(
  arn: string,
  {aws, once}: Pick<ProbeContext, 'aws' | 'once'>,
): Promise<Fact<PolicyDocument>> {
  return once(`${GET_POLICY} ${arn}`, async () => {
    const [policy, first] = await Promise.all([
      aws.call({
        service: 'iam',
        permission: GET_POLICY,
        absentOn,
        send: (client, sdk) => client.send(new sdk.GetPolicyCommand({PolicyArn: arn})),
      }),
      readVersion(arn, FIRST, aws),
    ]);
    if (policy.is === 'absent') return failed(`policy ${arn} is attached and does not exist`);
    if (policy.is !== 'known') return policy;
    const version = wanted(policy.value.Policy?.DefaultVersionId, 'Policy.DefaultVersionId');
    const text = version === FIRST ? first : await readVersion(arn, version, aws);
    if (text.is === 'absent') return failed(`policy ${arn} has no version ${version}`);
    return mapped(text, (document) => ({
      name: policy.value.Policy?.PolicyName ?? arn.slice(arn.lastIndexOf('/') + 1),
      arn,
      document,
    }));
  });
}

async function readVersion(PolicyArn: string, VersionId: string, aws: AwsClients): Promise<Fact<string>> {
  const version = await aws.call({
    service: 'iam',
    permission: GET_VERSION,
    absentOn,
    send: (client, sdk) => client.send(new sdk.GetPolicyVersionCommand({PolicyArn, VersionId})),
  });
  return mapped(version, (answer) => policyText(wanted(answer.PolicyVersion?.Document, 'PolicyVersion.Document')));
}
