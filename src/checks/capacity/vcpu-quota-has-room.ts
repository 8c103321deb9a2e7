import {fargateSize, parseCapacity} from '../../domain/pod-size.ts';
import {lastRefusal} from '../../domain/messages.ts';
import {sh} from '../../domain/shell.ts';
import {acceptedByFargate, boundForFargate, isUnsettled} from '../../domain/spec-refusal.ts';
import {isUnplaced, refusedFor, spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Certainty, Evidence, Remedy} from '../../model/finding.ts';
import type {FargatePod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'vcpu-quota-has-room',
  title: 'The Fargate vCPU quota has room for the pod',
  topic: 'vCPU quota',
  group: 'capacity',
  stage: 'validation',
  scope: 'pod',
  needs: ['podSpec'],
  consults: ['profile', 'pod', 'podEvents', 'vcpuQuota', 'fargatePods', 'target'],
  causes: {
    'quota-vcpu': {
      title: 'The quota of Fargate On-Demand vCPUs is used up',
      why: 'An account may run so many Fargate vCPUs at once in a Region, EKS pods of all clusters and ECS tasks together. The default is 6, new accounts may have less, and AWS raises it with use. The old quota on the number of pods (L-790AF391) is dead, though the message still speaks of pods.',
      symptoms: ['"Your AWS account has reached the limit on the number of Fargate pods it can run concurrently"'],
      proof:
        "fargate-scheduler says so, and the vCPUs of this cluster's Fargate pods with this one's exceed quota L-3032A538. That sum is a lower bound: other clusters and ECS tasks count as well. With low use the message has been seen to mislead.",
      severity: 'error',
      fix: [
        'aws service-quotas request-service-quota-increase --service-code fargate --quota-code L-3032A538 --desired-value 100',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html',
        'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1758',
      ],
    },
  },
  run({podSpec, profile, pod, podEvents, vcpuQuota, fargatePods, target}, doubt) {
    if (boundForFargate({podSpec, profile}) === 'no') return doubt.inapplicable('no Fargate profile takes the pod');
    const value = valueOf(pod);
    if (acceptedByFargate(pod) || (value && !isUnplaced(value))) return [];
    const events = valueOf(podEvents) ?? [];
    const [said] = value ? refusedFor(value, events, ['limit']) : [];
    const quota = valueOf(vcpuQuota);
    const used = valueOf(fargatePods) && usedBy(valueOf(fargatePods) ?? [], value?.namespace, value?.name);
    const cpu = fargateSize(podSpec.spec)?.cpu ?? 0;
    const full = quota !== undefined && used !== undefined && used + cpu > quota.value;
    if (!said) {
      // A pod that timed out, or was refused for something else, was not held by the quota.
      if (value && lastRefusal(value, events)) {
        return full ? doubt.inapplicable('fargate-scheduler speaks of something else') : [];
      }
      if (doubt.unsure('vcpuQuota', 'fargatePods') || !full) return [];
      const unread = doubt.unsure('podEvents');
      if (isUnsettled({podSpec, profile, pod}, doubt) || unread) return [];
    }
    // The scheduler's word stands without them; what they would have told is named as unread.
    doubt.unsure('vcpuQuota', 'fargatePods');
    const words = said && value ? [spokenEvidence(value, said.utterance, said.clause)] : [];
    const sums: readonly Evidence[] = [
      ...(quota
        ? [
            {
              source: 'servicequotas:GetServiceQuota',
              ref: 'L-3032A538',
              value: `${quota.value} vCPU${quota.applied ? '' : ' (the default)'}`,
            },
          ]
        : []),
      ...(used === undefined
        ? []
        : [
            {source: 'list pods', ref: 'Fargate pods', value: `${used} vCPU in this cluster, ${cpu} more for this pod`},
          ]),
    ];
    const [first, ...rest] = [...words, ...sums];
    if (!first) return [];
    const certainty: Certainty = said && full ? 'certain' : 'likely';
    return [
      {
        cause: 'quota-vcpu',
        summary: summaryOf(said !== undefined, quota?.value, used, cpu),
        certainty,
        evidence: [first, ...rest],
        remedies: [raise(quota?.value, (used ?? 0) + cpu, answered(target) ? valueOf(target)?.region : undefined)],
      },
    ];
  },
});

/** vCPUs of the cluster's Fargate pods that have a node, the subject left out. */
function usedBy(pods: readonly FargatePod[], namespace: string | undefined, name: string | undefined): number {
  return pods
    .filter((p) => p.nodeName !== undefined && p.phase !== 'Succeeded' && p.phase !== 'Failed')
    .filter((p) => p.namespace !== namespace || p.name !== name)
    .reduce((sum, p) => sum + (parseCapacity(p.capacity ?? '')?.cpu ?? 0), 0);
}

function summaryOf(said: boolean, quota: number | undefined, used: number | undefined, cpu: number): string {
  const limit = quota === undefined ? 'its Fargate vCPU quota' : `its quota of ${quota} Fargate vCPU`;
  if (!said) return `This pod's ${cpu} vCPU do not fit: the cluster uses ${used ?? 0}, and the account has ${limit}.`;
  if (quota === undefined || used === undefined) return `The account has reached ${limit}.`;
  if (used + cpu > quota) return `The account has reached ${limit}: this cluster alone uses ${used}.`;
  return `fargate-scheduler says that the account has reached ${limit}; this cluster uses ${used}, so that only other clusters and ECS tasks of the Region can have used it up.`;
}

/** So much is asked for where the present quota is unread: well above what new accounts have. */
const WITHOUT_KNOWING = 100;

function raise(quota: number | undefined, needed: number, region: string | undefined): Remedy {
  const desired =
    quota === undefined
      ? Math.max(WITHOUT_KNOWING, Math.ceil(needed) * 2)
      : Math.max(quota * 2, Math.ceil(needed) + quota);
  const where = region === undefined ? '' : sh` --region ${region}`;
  return {
    summary: 'Ask AWS for a higher quota of Fargate On-Demand vCPUs.',
    commands: [
      `aws service-quotas request-service-quota-increase${where} --service-code fargate --quota-code L-3032A538 --desired-value ${desired}`,
    ],
    changes: 'aws',
    then: 'when it is granted, recreate the pod',
  };
}
