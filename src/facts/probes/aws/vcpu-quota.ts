import {mapped, wanted} from '../answers.ts';
import {defineProbe} from '../probe.ts';

const ACTION = 'servicequotas:GetServiceQuota';
const DEFAULT_ACTION = 'servicequotas:GetAWSDefaultServiceQuota';
const QUOTA = {ServiceCode: 'fargate', QuotaCode: 'L-3032A538'};
const absentOn = ['NoSuchResourceException'];

/** `GetServiceQuota`: `Quota.Value`; where no applied value is stored, `GetAWSDefaultServiceQuota`. */
export default defineProbe({
  fact: 'vcpuQuota',
  reads: [{action: ACTION}, {action: DEFAULT_ACTION}],
  after: [],
  api: 'aws',
  async ask(_given, {aws}) {
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
  },
});
