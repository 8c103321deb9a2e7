import {CREATING_MS, placementOf} from '../../domain/placement.ts';
import {isDefaultScheduler} from '../../domain/scheduler-name.ts';
import {recreate} from '../../domain/remedies.ts';
import {FARGATE_WEBHOOK} from '../../domain/names.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';

const explains = ['sched-default-scheduler-fargate-only', 'profile-webhook-missing-or-broken'];
/** How long after a cluster's first profile its webhook may still miss pods (kubernetes-sigs and karpenter reports). */
const RACE_SECONDS = 120;

export default defineCheck({
  id: 'pod-is-younger-than-profile',
  title: 'The pod was created after the profile that selects it',
  topic: 'profile age',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['pod', 'podSpec', 'profiles', 'subject'],
  consults: ['mutatingWebhooks'],
  causes: {
    'profile-pod-predates': {
      title: 'The pod is older than the profile that selects it',
      why: 'EKS decides about Fargate when a pod is created and never again. A pod that was there before its profile stays with the default scheduler.',
      symptoms: ['The pod hangs with default-scheduler, while a new replica of the same workload runs on Fargate.'],
      proof:
        "A profile selects the pod, the pod was not mutated, and its creationTimestamp is before the profile's createdAt, or so soon after it that the profile may not have been ACTIVE yet (then it is possible). An annotation or a scheduler of its own would explain it as well and is looked at first.",
      severity: 'error',
      explains,
      fix: ['kubectl delete pod POD -n NS', 'kubectl rollout restart deployment/D -n NS'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods',
      ],
    },
    'profile-webhook-race': {
      title: "The pod was created within moments of the cluster's first profile",
      why: 'EKS installs its mutating webhook with the first profile. Pods created in the seconds around that are missed by it.',
      symptoms: ['The pod matches and is younger than the profile, but has neither the label nor the scheduler.'],
      proof:
        "The pod is up to two minutes younger than the cluster's first profile, or older than the webhook configuration. The API does not tell when the webhook began to work.",
      severity: 'error',
      atMost: 'possible',
      explains,
      fix: ['kubectl delete pod POD -n NS'],
      docs: ['https://github.com/aws/karpenter-provider-aws/issues/7455'],
    },
  },
  run({pod, podSpec, profiles, subject, mutatingWebhooks}, doubt) {
    const placement = placementOf(podSpec, profiles);
    if (placement.mutated) return [];
    if (!isDefaultScheduler(podSpec.spec.schedulerName))
      return doubt.inapplicable('the pod has a scheduler of its own');
    if (placement.matching.length === 0) return doubt.inapplicable('no profile selects the pod');
    // A DaemonSet's pod is made for one node, and no profile would have taken it.
    if (pod.owner?.kind === 'DaemonSet') return doubt.inapplicable('the pod belongs to a DaemonSet');
    const created = Date.parse(pod.createdAt);
    if (Number.isNaN(created)) return doubt.unreadable('pod', 'it has no creation time');
    if (profiles.some((p) => Number.isNaN(Date.parse(p.createdAt))))
      return doubt.unreadable('profiles', 'a profile has no creation time');
    const remedies = [recreate(subject, pod.owner !== undefined)];
    const age: Evidence = {
      source: `get pods -n ${pod.namespace}`,
      ref: `pod/${pod.name}`,
      path: 'metadata.creationTimestamp',
      value: pod.createdAt,
    };
    const oldest = [...placement.matching].sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))[0];
    if (!oldest) return [];
    const profileAge: Evidence = {
      source: 'eks:DescribeFargateProfile',
      ref: oldest.name,
      path: 'createdAt',
      value: oldest.createdAt,
    };
    if (created < Date.parse(oldest.createdAt)) {
      return [
        {
          cause: 'profile-pod-predates',
          summary: `The pod was created at ${pod.createdAt}, before profile ${oldest.name} (${oldest.createdAt}); the profile takes only pods created after it.`,
          certainty: 'likely',
          evidence: [age, profileAge],
          remedies,
        },
      ];
    }
    const first = Math.min(...profiles.map((p) => Date.parse(p.createdAt)));
    const webhook = valueOf(mutatingWebhooks)?.find((w) => w.name === FARGATE_WEBHOOK);
    const beforeWebhook = webhook !== undefined && created < Date.parse(webhook.createdAt);
    if (!beforeWebhook && created - first > RACE_SECONDS * 1000) {
      if (created - Date.parse(oldest.createdAt) > CREATING_MS) return [];
      return [
        {
          cause: 'profile-pod-predates',
          summary: `The pod was created at ${pod.createdAt}, while profile ${oldest.name} (${oldest.createdAt}) may still have been CREATING; a profile takes only pods created once it is ACTIVE.`,
          certainty: 'possible',
          evidence: [age, profileAge],
          remedies,
        },
      ];
    }
    const webhookAge: readonly Evidence[] = webhook
      ? [
          {
            source: 'list mutatingwebhookconfigurations',
            ref: webhook.name,
            path: 'metadata.creationTimestamp',
            value: webhook.createdAt,
          },
        ]
      : [];
    return [
      {
        cause: 'profile-webhook-race',
        summary: beforeWebhook
          ? `The pod was created before EKS's Fargate webhook (${webhook.createdAt}), which therefore missed it.`
          : `The pod was created ${Math.round((created - first) / 1000)} s after the cluster's first profile; the Fargate webhook may not have worked yet.`,
        certainty: 'possible',
        evidence: [age, profileAge, ...webhookAge],
        remedies,
      },
    ];
  },
});
