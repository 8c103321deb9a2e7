import {asksForEc2, intentOf, isEc2Only} from '../../domain/intent.ts';
import {placementOf} from '../../domain/placement.ts';
import {pointerSegment} from '../../domain/remedies.ts';
import {isDefaultScheduler, looksLikeFargateScheduler} from '../../domain/scheduler-name.ts';
import {newProfile} from '../../domain/new-profile.ts';
import {podsToSelect} from '../../domain/own-labels.ts';
import {takeOut, type Mending, type SpecField} from '../../domain/template-fix.ts';
import {defineCheck, type Given} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {FargateProfile} from '../../model/aws.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {PodSpec} from '../../model/kubernetes.ts';

const docs = [
  'https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods',
  'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
];

const needs = ['podSpec', 'profiles', 'subject'] as const;
const consults = ['workload', 'target', 'pod', 'nodes', 'cluster', 'podEvents'] as const;
type Seen = Given<(typeof needs)[number], never, (typeof consults)[number]>;

export default defineCheck({
  id: 'scheduler-is-left-to-webhook',
  title: 'The manifest leaves scheduler and node to Fargate',
  topic: 'scheduler name',
  group: 'scheduling',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs,
  consults,
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
      title: 'The manifest names another scheduler, a node, or a kind of EC2 node',
      why: 'A pod that asks for a scheduler of its own is passed over by fargate-scheduler, nodeName binds it to a node without any scheduler, and AWS names nodeSelector beside them: a pod that asks for the labels of EC2 nodes waits for these.',
      symptoms: ['A profile selects the pod, yet it never gets a Fargate node; there may be no events at all.'],
      proof:
        'schedulerName is neither empty, default-scheduler nor like fargate-scheduler, or the template has nodeName; and a profile selects the pod, or the cluster has nothing but Fargate. A nodeSelector or an affinity for EC2 nodes counts only where a profile selects the pod and nothing provides such nodes; elsewhere it says that the pod is not for Fargate.',
      severity: 'error',
      atMost: 'likely',
      explains: [
        'sched-default-scheduler-fargate-only',
        'profile-webhook-missing-or-broken',
        'sched-tolerates-fargate-taint',
      ],
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/spec/schedulerName"}]'`,
      ],
      docs,
    },
  },
  run(seen, doubt) {
    const {podSpec, profiles, subject, workload, target, pod, ...evidence} = seen;
    const placement = placementOf(podSpec, profiles);
    if (placement.mutated) return [];
    const owner = valueOf(workload);
    const name = podSpec.spec.schedulerName;
    const matched = placement.matching[0];
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
        evidence: [field(seen, 'schedulerName', name)],
        remedies: [removeField(seen, 'schedulerName'), ...(profile ? [profile] : [])],
      };
      return [problem];
    }
    const wish = matched ? asksForEc2(podSpec) : undefined;
    if (!matched || wish !== undefined) {
      if (!matched && isDefaultScheduler(name)) return doubt.inapplicable('no profile selects the pod');
      const condition = valueOf(pod)?.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
      const intent = intentOf(podSpec, placement, {...evidence, ...(condition === undefined ? {} : {condition})});
      if (intent.is === 'unclear') doubt.unsure(...intent.lacks);
      if (intent.is !== 'fargate') return [];
    }
    const templateNode =
      owner?.template.spec.nodeName ?? (podSpec.from === 'template' ? podSpec.spec.nodeName : undefined);
    if (matched && wish !== undefined && isDefaultScheduler(name)) return [wishForEc2(seen, wish, matched)];
    if (isDefaultScheduler(name) && templateNode === undefined) return [];
    const key = isDefaultScheduler(name) ? 'nodeName' : 'schedulerName';
    const value = key === 'nodeName' ? (templateNode ?? '') : name;
    return [
      {
        cause: 'sched-template-sets-scheduler',
        summary: `The manifest sets ${key}: ${value}, so Fargate passes over the pod${matched ? `; without it profile ${matched.name} would take it` : ', whatever the profiles select'}.`,
        certainty: 'likely',
        evidence: [field(seen, key, value)],
        remedies: [removeField(seen, key)],
        // No scheduler is asked: the pod is bound at once, and hangs where the node does not take it.
        ...(key === 'nodeName' ? {stage: 'mounts' as const} : {}),
      },
    ];
  },
});

const field = ({podSpec}: Seen, path: string, value: string): Evidence => ({
  source: `get pods -n ${podSpec.namespace}`,
  ref: podSpec.ref,
  path: `${podSpec.pathPrefix}spec.${path}`,
  value,
});

/** The pod asks for nodes that nothing here provides. */
function wishForEc2(seen: Seen, wish: string, {name}: FargateProfile): Problem {
  const wished = ec2Fields(seen.podSpec.spec);
  return {
    cause: 'sched-template-sets-scheduler',
    summary: `Profile ${name} selects the pod, but ${wish}, and the cluster has nothing but Fargate nodes: Fargate passes over it, and no other node comes.`,
    certainty: 'likely',
    evidence: [
      {source: 'eks:DescribeFargateProfile', ref: name, path: 'selectors', value: 'one of them matches the pod'},
      ...wished.map(({path, value}) => field(seen, path.replace(/^spec\./, ''), value)),
    ],
    remedies: [
      mend(seen, 'the wish for EC2 nodes', ec2Fields),
      {
        summary: 'If it is meant for EC2 nodes, give the cluster a node group that has them.',
        commands: [],
        changes: 'aws',
      },
    ],
  };
}

/** The fields by which a pod asks for EC2 nodes. What is left of an affinity without its term takes a decision. */
function ec2Fields(spec: PodSpec): readonly SpecField[] {
  const selected = Object.entries(spec.nodeSelector).filter(([key, value]) => isEc2Only(key, value));
  if (selected.length > 0)
    return selected.map(([key, value]) => ({
      path: `spec.nodeSelector[${key}]`,
      value,
      mend: {op: 'remove', path: `/spec/nodeSelector/${pointerSegment(key)}`},
    }));
  const terms = spec.nodeAffinityTerms.flatMap((term) =>
    term.expressions.map((e) => `${e.key} ${e.operator} ${e.values.join(', ')}`.trim()),
  );
  return terms.length === 0
    ? []
    : [{path: 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution', value: terms.join(' | ')}];
}

const mend = ({subject, podSpec, workload}: Seen, what: string, find: Mending['find']): Remedy =>
  takeOut({subject, podSpec, workload, find, what});

/** Takes a field out of the template. */
function removeField(seen: Seen, name: 'schedulerName' | 'nodeName'): Remedy {
  return mend(seen, name, (spec) => {
    const value = spec[name];
    return value === undefined ? [] : [{path: `spec.${name}`, value, mend: {op: 'remove', path: `/spec/${name}`}}];
  });
}
