import {isCoreDns} from '../../domain/coredns.ts';
import {intentOf} from '../../domain/intent.ts';
import {newProfile} from '../../domain/new-profile.ts';
import {podsToSelect, refusalOfLabels} from '../../domain/own-labels.ts';
import {placementOf, type Placement} from '../../domain/placement.ts';
import {kubectlKind, labelTemplate, recreateCommand} from '../../domain/remedies.ts';
import {labelNearMisses, misreadWildcard, selectorText} from '../../domain/selector-reading.ts';
import {looksLikeFargateScheduler} from '../../domain/scheduler-name.ts';
import {PROFILE_LABEL} from '../../domain/names.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck, type Given} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {Workload} from '../../model/kubernetes.ts';
import {causes} from './profile-selects-pod.pages.ts';

const needs = ['podSpec', 'profiles', 'subject'] as const;
const consults = ['pod', 'workload', 'nodes', 'cluster', 'podEvents', 'target'] as const;
type Seen = Given<(typeof needs)[number], never, (typeof consults)[number]>;

export default defineCheck({
  id: 'profile-selects-pod',
  title: 'A Fargate profile selects the pod',
  topic: 'profile match',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs,
  consults,
  causes,
  run(seen, doubt) {
    const {podSpec, profiles} = seen;
    if (isCoreDns(podSpec)) return doubt.inapplicable('CoreDNS has a check of its own');
    if (podSpec.ownerKind === 'DaemonSet') return doubt.inapplicable('Fargate runs no DaemonSets');
    const placement = placementOf(podSpec, profiles);
    // A label or a hand-set scheduler asks for something more specific; the checks of those answer.
    if (placement.matching.length > 0 || placement.mutated || podSpec.labels[PROFILE_LABEL] !== undefined) return [];
    if (looksLikeFargateScheduler(podSpec.spec.schedulerName)) return [];
    const condition = valueOf(seen.pod)?.status.conditions.find((c) => c.type === 'PodScheduled')?.message;
    const intent = intentOf(podSpec, placement, {...seen, ...(condition === undefined ? {} : {condition})});
    const problem = mismatch(seen, placement);
    const near = problem.cause === 'profile-labels-no-match' || problem.cause === 'profile-wildcard-misread';
    if (intent.is === 'unclear') {
      doubt.unsure(...intent.lacks);
      if (intent.lacks.includes('nodes')) return [];
      // All nodes are Fargate's. That something else would bring nodes is unread, and speaks against it: less so where a
      // profile was made for pods like this one.
      return [near ? {...problem, certainty: intent.lacks.length > 1 ? 'possible' : 'likely'} : aside(problem)];
    }
    if (intent.is === 'fargate') return [problem, ...quota(seen)];
    // Not ours; but a selector that nearly fits is worth a word.
    return near ? [aside(problem)] : [];
  },
});

const aside = (problem: Problem): Problem => ({...problem, note: true, severity: 'info', certainty: 'possible'});

/** Which of the ways of not matching it is. */
function mismatch(seen: Seen, placement: Placement): Problem {
  const {profiles} = seen;
  if (profiles.length === 0) {
    return {
      cause: 'profile-none',
      summary: 'The cluster has no Fargate profile, so no pod can be sent to Fargate.',
      certainty: 'certain',
      evidence: [{source: 'eks:ListFargateProfiles', ref: 'cluster', value: 'no profile'}],
      remedies: remediesByProfile(seen),
    };
  }
  return misread(seen, placement) ?? missingLabels(seen, placement) ?? otherNamespace(seen, placement);
}

function misread(seen: Seen, placement: Placement): Problem | undefined {
  const {podSpec} = seen;
  for (const {profile, selectors} of placement.matches) {
    for (const s of selectors) {
      const bad = [
        ...(misreadWildcard(s.selector.namespace, podSpec.namespace) ? [s.selector.namespace] : []),
        ...s.misses
          .filter((miss) => miss.seen.some((value) => misreadWildcard(miss.wanted, value)))
          .map((miss) => miss.wanted),
      ];
      const readable = s.namespaceMatches || bad.includes(s.selector.namespace);
      const [pattern] = bad;
      if (pattern === undefined || !readable) continue;
      return {
        cause: 'profile-wildcard-misread',
        summary: `Profile ${profile.name} has the pattern ${pattern}, in which only * (any run) and ? (exactly one character) have a meaning: it does not match ${podSpec.ref}.`,
        certainty: 'certain',
        evidence: [selectorEvidence(profile.name, s.index, selectorText(s)), podLabels(seen)],
        remedies: remediesByProfile(seen),
      };
    }
  }
  return undefined;
}

function missingLabels(seen: Seen, placement: Placement): Problem | undefined {
  const [near] = labelNearMisses(placement.matches);
  if (!near) return undefined;
  const workload = valueOf(seen.workload);
  const wants = near.selector.misses.map((miss) => `${miss.key}=${miss.wanted}`);
  const has = near.selector.misses.flatMap((miss) => miss.seen.map((value) => `${miss.key}=${value}`));
  const onObject = workload && near.selector.misses.every((miss) => workload.labels[miss.key] === miss.wanted);
  const fixed = near.selector.misses.every((miss) => !/[*?]/.test(miss.key + miss.wanted));
  const labels = Object.fromEntries(near.selector.misses.map((miss) => [miss.key, miss.wanted]));
  const refusal = fixed ? refusalOfLabels(labels, seen.podSpec, workload) : undefined;
  const label = fixed && refusal === undefined ? [labelled(labels, wants, workload)] : [];
  return {
    cause: 'profile-labels-no-match',
    summary:
      `Profile ${near.profile.name} would take the pod if it had ${wants.join(' and ')}; it has ${has.length > 0 ? has.join(' and ') : 'no such label'}.` +
      (onObject ? ` The ${workload.kind} itself has it, its pod template does not.` : ''),
    certainty: 'certain',
    evidence: [selectorEvidence(near.profile.name, near.selector.index, selectorText(near.selector)), podLabels(seen)],
    remedies: [...label, ...remediesByProfile(seen, {alone: true, ...(refusal === undefined ? {} : {refusal})})],
  };
}

/** The labels that are missing, given to what makes the pods. */
function labelled(
  labels: Readonly<Record<string, string>>,
  wants: readonly string[],
  workload: Workload | undefined,
): Remedy {
  if (workload) {
    return onTemplate(workload, {
      summary: `Add ${wants.join(' and ')} to the pod template; the ${workload.kind} then makes new pods.`,
      commands: [labelTemplate(workload, labels)],
      changes: 'workload',
    });
  }
  return {
    summary: `Create the pod again from its manifest with the label ${wants.join(' and ')}.`,
    commands: [],
    changes: 'pod',
  };
}

function otherNamespace(seen: Seen, placement: Placement): Problem {
  const namespaces = [...new Set(placement.matches.flatMap((m) => m.selectors.map((s) => s.selector.namespace)))];
  return {
    cause: 'profile-namespace-no-match',
    summary: `No Fargate profile selects namespace ${seen.podSpec.namespace}; the profiles select ${namespaces.join(', ') || 'nothing'}.`,
    certainty: 'certain',
    evidence: [
      podLabels(seen),
      ...placement.matches.map((m): Evidence => ({
        source: 'eks:DescribeFargateProfile',
        ref: m.profile.name,
        path: 'selectors',
        value: m.selectors.map(selectorText).join(' | '),
      })),
    ],
    remedies: remediesByProfile(seen),
  };
}

/** With as many profiles as a cluster may have by default, a wanted one may never have been created. */
function quota({profiles}: Seen): readonly Problem[] {
  if (profiles.length < 10) return [];
  return [
    {
      cause: 'profile-quota',
      summary: `The cluster has ${profiles.length} Fargate profiles, and 10 is the default limit: the one for this pod may never have been created.`,
      certainty: 'possible',
      evidence: [{source: 'eks:ListFargateProfiles', ref: 'cluster', value: `${profiles.length} profiles`}],
      remedies: [],
    },
  ];
}

/**
 * A new profile: for the whole namespace, or for the workload `alone` where the profiles choose among the namespace's pods.
 * `refusal` tells why the label that is missing is not the remedy.
 */
function remediesByProfile(
  seen: Seen,
  {alone = false, refusal}: {readonly alone?: boolean; readonly refusal?: string} = {},
): readonly Remedy[] {
  const {podSpec, profiles} = seen;
  const like = profiles.find((p) => p.status === 'ACTIVE') ?? profiles[0];
  const wanted = podsToSelect(podSpec, valueOf(seen.workload), alone);
  const remedy = newProfile(valueOf(seen.target), wanted, profiles, like, recreateCommand(seen.subject));
  if (!remedy) return [];
  return [refusal === undefined ? remedy : {...remedy, summary: `${remedy.summary} Not the label: ${refusal}.`}];
}

function selectorEvidence(profile: string, index: number, value: string): Evidence {
  return {source: 'eks:DescribeFargateProfile', ref: profile, path: `selectors[${index}]`, value};
}

function podLabels({podSpec, subject}: Seen): Evidence {
  const labels = Object.entries(podSpec.labels).map(([key, value]) => `${key}=${value}`);
  return {
    source: `get ${podSpec.from === 'pod' ? 'pods' : `${kubectlKind(subject.kind)}s`} -n ${podSpec.namespace}`,
    ref: podSpec.ref,
    path: `${podSpec.pathPrefix}metadata.labels`,
    value: `namespace ${podSpec.namespace}, ${labels.length > 0 ? labels.join(', ') : 'no labels'}`,
  };
}
