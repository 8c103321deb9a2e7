import {isUnplaced} from '../../../domain/spoken.ts';
import type {VcpuQuota} from '../../../model/aws.ts';
import {absent, type Fact} from '../../../model/fact.ts';
import {mapped, wanted} from '../answers.ts';
import type {AwsClients} from '../../clients/types.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'servicequotas:GetServiceQuota';
const DEFAULT_ACTION = 'servicequotas:GetAWSDefaultServiceQuota';
const QUOTA = {ServiceCode: 'fargate', QuotaCode: 'L-3032A538'};
const absentOn = ['NoSuchResourceException'];

/**
 * `GetServiceQuota`: `Quota.Value`; where no applied value is stored, `GetAWSDefaultServiceQuota`. Not asked for a pod that
 * has its node: the quota let it through.
 */
export default defineProbe({
  fact: 'vcpuQuota',
  reads: [{action: ACTION}, {action: DEFAULT_ACTION}],
  after: [],
  afterMaybe: ['pod'],
  api: 'aws',
  async ask({pod}, {aws, once}) {
    return pod.is === 'known' && !isUnplaced(pod.value) ? absent : once(ACTION, () => readQuota(aws));
  },
});

async function readQuota(aws: AwsClients): Promise<Fact<VcpuQuota>> {
  const applied = await aws.call({
    service: 'servicequotas',
    permission: ACTION,
    absentOn,
    send: (client, sdk) => client.send(new sdk.GetServiceQuotaCommand(QUOTA)),
  });
  const quota =
    applied.is === 'absent'
      ? await aws.call({
          service: 'servicequotas',
          permission: DEFAULT_ACTION,
          absentOn,
          send: (client, sdk) => client.send(new sdk.GetAWSDefaultServiceQuotaCommand(QUOTA)),
        })
      : applied;
  return mapped(quota, ({Quota}) => ({
    value: wanted(Quota?.Value, 'Quota.Value'),
    applied: applied.is !== 'absent',
  }));
}
