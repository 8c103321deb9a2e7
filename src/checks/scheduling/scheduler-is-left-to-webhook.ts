import {intentOf} from '../../domain/intent.ts';
import {placementOf} from '../../domain/placement.ts';
import {patchTemplate} from '../../domain/remedies.ts';
import {isDefaultScheduler, looksLikeFargateScheduler} from '../../domain/scheduler-name.ts';
import {newProfile} from '../../domain/new-profile.ts';
import {podsToSelect} from '../../domain/own-labels.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {Workload} from '../../model/kubernetes.ts';

const docs = [
  'https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods',
  'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
];

export default defineCheck({
  id: 'scheduler-is-left-to-webhook',
  title: 'The manifest leaves scheduler and node to Fargate',
  topic: 'scheduler name',
  group: 'scheduling',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['podSpec', 'profiles'],
  consults: ['workload', 'target', 'pod', 'nodes', 'cluster', 'podEvents'],
  causes: {
    'sched-name-set-by-hand': {
      title: 'schedulerName is set to Fargate by hand',
      why: 'fargate-scheduler places only pods that a profile authorises; writing its name into a manifest does not replace a profile. A misspelling of the name belongs to no scheduler at all, and then there are not even events.',
      symptoms: ['The pod stays Pending, often without any event.'],
      proof:
        'schedulerName is fargate-scheduler and no profile selects the pod, or schedulerName is a misspelling of it. What fargate-scheduler says to such a pod is not documented.',
      severity: 'error',
      until: 'provisioning',
      atMost: 'likely',
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/schedulerName"}]'`,
        'and create a profile that selects the pod',
      ],
      docs,
    },
    'sched-template-sets-scheduler': {
      title: 'The manifest names another scheduler, or a node',
      why: 'A pod that asks for a scheduler of its own is passed over by fargate-scheduler, and nodeName binds it to a node without any scheduler.',
      symptoms: ['A profile selects the pod, yet it never gets a Fargate node; there may be no events at all.'],
      proof:
        'schedulerName is neither empty, default-scheduler nor like fargate-scheduler, or the template has nodeName; and a profile selects the pod, or the cluster has nothing but Fargate.',
      severity: 'error',
      atMost: 'likely',
      explains: ['sched-default-scheduler-fargate-only', 'profile-webhook-missing-or-broken'],
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/schedulerName"}]'`,
      ],
      docs,
    },
  },
  run({podSpec, profiles, workload, target, pod, ...evidence}, doubt) {
    const placement = placementOf(podSpec, profiles);
    if (placement.mutated) return [];
    const owner = valueOf(workload);
    const name = podSpec.spec.schedulerName;
    const matched = placement.matching[0];
    const seen = (field: string, value: string): Evidence => ({
      source: `get pods -n ${podSpec.namespace}`,
      ref: podSpec.ref,
      path: `${podSpec.pathPrefix}spec.${field}`,
      value,
    });
    if (looksLikeFargateScheduler(name)) {
      const exact = name === 'fargate-scheduler';
      // With a match the webhook would have set label and scheduler; the exact name then does no harm.
      if (matched && exact) return [];
      const profile = matched
        ? undefined
        : newProfile(valueOf(target), podsToSelect(podSpec, owner), profiles, profiles[0]);
      const problem: Problem = {
        cause: 'sched-name-set-by-hand',
        summary: exact
          ? 'The manifest sets schedulerName: fargate-scheduler by hand, but no Fargate profile selects the pod.'
          : `The manifest sets schedulerName: ${name}, which is no scheduler here${matched ? `; without it profile ${matched.name} would take the pod` : ', and no Fargate profile selects the pod'}.`,
        certainty: 'likely',
        evidence: [seen('schedulerName', name)],
        remedies: [...removeField(owner, 'schedulerName'), ...(profile ? [profile] : [])],
      };
      return [problem];
    }
    if (!matched) {
      if (isDefaultScheduler(name)) return doubt.inapplicable('no profile selects the pod');
      const condition = valueOf(pod)?.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
      const intent = intentOf(podSpec, placement, {...evidence, ...(condition === undefined ? {} : {condition})});
      if (intent.is === 'unclear') doubt.unsure(...intent.lacks);
      if (intent.is !== 'fargate') return [];
    }
    const templateNode =
      owner?.template.spec.nodeName ?? (podSpec.from === 'template' ? podSpec.spec.nodeName : undefined);
    if (isDefaultScheduler(name) && templateNode === undefined) return [];
    const field = isDefaultScheduler(name) ? 'nodeName' : 'schedulerName';
    const value = field === 'nodeName' ? (templateNode ?? '') : name;
    return [
      {
        cause: 'sched-template-sets-scheduler',
        summary: `The manifest sets ${field}: ${value}, so Fargate passes over the pod${matched ? `; without it profile ${matched.name} would take it` : ', whatever the profiles select'}.`,
        certainty: 'likely',
        evidence: [seen(field, value)],
        remedies: removeField(owner, field),
      },
    ];
  },
});

function removeField(owner: Workload | undefined, field: 'schedulerName' | 'nodeName'): readonly Remedy[] {
  if (!owner)
    return [{summary: `Create the pod again from its manifest without ${field}.`, commands: [], changes: 'pod'}];
  return [
    {
      summary: `Remove ${field} from the pod template; the rollout makes new pods.`,
      commands: [patchTemplate(owner, [{op: 'remove', path: `/spec/${field}`}])],
      changes: 'workload',
    },
  ];
}
