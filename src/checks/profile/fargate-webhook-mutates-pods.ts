import {COMPUTE_TYPE, FARGATE_WEBHOOK} from '../../domain/names.ts';
import {CREATING_MS, placementOf} from '../../domain/placement.ts';
import {recreateCommand} from '../../domain/remedies.ts';
import {isDefaultScheduler} from '../../domain/scheduler-name.ts';
import {leavesOut, podWebhooks} from '../../domain/webhooks.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Problem} from '../../model/finding.ts';

const SOURCE = 'list mutatingwebhookconfigurations';

export default defineCheck({
  id: 'fargate-webhook-mutates-pods',
  title: "EKS's webhook hands matching pods to Fargate",
  topic: 'Fargate webhook',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['podSpec', 'profiles', 'mutatingWebhooks', 'subject'],
  consults: ['pod'],
  causes: {
    'profile-webhook-missing-or-broken': {
      title: "EKS's Fargate webhook is missing or has been changed",
      why: 'The webhook 0500-amazon-eks-fargate-mutation.amazonaws.com gives a matching pod its profile label and scheduler. Where it is gone, or narrowed by selectors, no pod reaches Fargate, whatever the profiles say.',
      symptoms: ['Many pods that match a profile keep schedulerName default-scheduler.'],
      proof:
        'The pod matches an ACTIVE profile, is younger than it, sets nothing that would keep it off Fargate, and was not mutated; the webhook configuration is missing or not as EKS makes it. Its failurePolicy and URL are not published and not judged.',
      severity: 'error',
      atMost: 'likely',
      explains: ['sched-default-scheduler-fargate-only'],
      fix: [
        'kubectl get mutatingwebhookconfiguration 0500-amazon-eks-fargate-mutation.amazonaws.com -o yaml',
        'Creating another Fargate profile may bring the webhook back (not confirmed by AWS); otherwise open a support case.',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate.html'],
    },
  },
  run({podSpec, profiles, mutatingWebhooks, subject, pod}, doubt) {
    const placement = placementOf(podSpec, profiles);
    const active = placement.matching.filter((p) => p.status === 'ACTIVE');
    if (active.length === 0) return doubt.inapplicable('no active profile selects the pod');
    const found = mutatingWebhooks.find((w) => w.name === FARGATE_WEBHOOK);
    const broken = !found
      ? {value: 'not there', what: 'is missing'}
      : found.webhooks.length < 2
        ? {value: `${found.webhooks.length} webhooks`, what: `has ${found.webhooks.length} of its 2 webhooks`}
        : found.webhooks.every((w) => leavesOut(w, podSpec))
          ? {value: 'no webhook selects the pod', what: 'has been given selectors that leave out this pod'}
          : undefined;
    const evidence: Evidence = {
      source: SOURCE,
      ref: FARGATE_WEBHOOK,
      value: broken?.value ?? `${found?.webhooks.length ?? 0} webhooks`,
    };
    const inspect = {
      summary:
        'Look at what is left of it; a GitOps tool that prunes unknown webhooks is the usual suspect. Restoring it is for AWS Support.',
      commands: found
        ? [`kubectl get mutatingwebhookconfiguration ${FARGATE_WEBHOOK} -o yaml`]
        : ['kubectl get mutatingwebhookconfigurations'],
      changes: 'cluster' as const,
    };
    const live = valueOf(pod);
    if (!live && !answered(pod)) doubt.unsure('pod');
    if (!live || placement.mutated) return [];
    // What asks for a node of its own, or for a profile of its own, has other checks to answer for it.
    if (live.owner?.kind === 'DaemonSet' || placement.label !== undefined) return [];
    const blocked =
      !isDefaultScheduler(podSpec.spec.schedulerName) ||
      podSpec.annotations[COMPUTE_TYPE] === 'ec2' ||
      Object.keys(podSpec.spec.nodeSelector).length > 0;
    const younger = active.some((p) => Date.parse(p.createdAt) <= Date.parse(live.createdAt));
    const gated = live.status.conditions.some((c) => c.reason === 'SchedulingGated');
    if (blocked || gated || !younger) return [];
    if (broken) {
      return [
        {
          cause: 'profile-webhook-missing-or-broken',
          summary: `EKS's Fargate webhook ${broken.what}, so the pod was not handed to Fargate though profile ${active[0]?.name ?? ''} selects it.`,
          certainty: 'likely',
          evidence: [evidence],
          remedies: [inspect],
        },
      ];
    }
    // One that was placed on a node all the same is judged by that; one made while its profile may still have been CREATING, too.
    const settled = active.some((p) => Date.parse(live.createdAt) - Date.parse(p.createdAt) > CREATING_MS);
    return live.spec.nodeName === undefined && settled ? unexplained() : [];

    /** Matching, young enough, nothing in the way, the webhook in place: it did not act, or another one undid it. */
    function unexplained(): readonly Problem[] {
      const others = podWebhooks(mutatingWebhooks, podSpec).filter((w) => w.configuration !== FARGATE_WEBHOOK);
      const then = recreateCommand(subject);
      return [
        {
          cause: 'profile-webhook-missing-or-broken',
          summary:
            `Profile ${active[0]?.name ?? ''} selects the pod and EKS's webhook is there, yet the pod was not handed to Fargate.` +
            (others.length > 0 ? ` These webhooks also change pods: ${others.map((w) => w.name).join(', ')}.` : ''),
          certainty: 'possible',
          evidence: [
            evidence,
            ...others.map((w): Evidence => ({source: SOURCE, ref: w.configuration, value: w.name, at: w.createdAt})),
          ],
          remedies:
            then === undefined
              ? [inspect]
              : [
                  {
                    summary: 'Recreate the pod; if it happens again, look at the webhooks.',
                    commands: [then],
                    changes: 'pod',
                  },
                  inspect,
                ],
        },
      ];
    }
  },
});
