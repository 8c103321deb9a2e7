import {placementOf} from '../../domain/placement.ts';
import {PROFILE_LABEL} from '../../domain/names.ts';
import {labelTemplate, patchTemplate, pointerSegment, recreate} from '../../domain/remedies.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';

const docs = ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'];

export default defineCheck({
  id: 'profile-label-names-its-profile',
  title: "The pod's Fargate profile label names a profile that takes it",
  topic: 'profile label',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['podSpec', 'profiles', 'subject'],
  consults: ['pod', 'workload'],
  causes: {
    'profile-label-forces-nonmatch': {
      title: 'The template asks for a profile that cannot take the pod',
      why: `The label ${PROFILE_LABEL} on a pod template overrides the order of profiles, but the named profile must exist, be ACTIVE and match. A label left from a replaced profile keeps its pods off Fargate.`,
      symptoms: ['The pod stays Pending although another profile would match.'],
      proof:
        'The label is in the template (or on a pod that was not mutated), and the named profile does not exist or does not select the pod. What EKS does with a missing name is not documented.',
      severity: 'error',
      until: 'provisioning',
      atMost: 'likely',
      explains: ['sched-default-scheduler-fargate-only'],
      fix: [
        `kubectl patch deployment D -n NS --type=json -p '[{"op":"remove","path":"/spec/template/metadata/labels/eks.amazonaws.com~1fargate-profile"}]'`,
      ],
      docs: [...docs, 'https://github.com/aws/containers-roadmap/issues/2654'],
    },
    'profile-replaced-pods-stuck': {
      title: 'The pod waits for a profile that was deleted or replaced',
      why: 'A pod keeps the decision that was taken when it was created. When its profile is deleted, or made anew with other subnets or another role, waiting pods are not tried again under the new one.',
      symptoms: [
        'The pod has a profile label, and eks:ListFargateProfiles does not know that profile or knows a younger one.',
      ],
      proof: "The pod was mutated for a profile that no longer exists, or whose createdAt is after the pod's creation.",
      severity: 'error',
      until: 'provisioning',
      atMost: 'likely',
      fix: ['kubectl delete pod POD -n NS'],
      docs: [
        ...docs,
        'https://docs.aws.amazon.com/eks/latest/userguide/delete-fargate-profile.html',
        'https://github.com/aws/containers-roadmap/issues/2654',
      ],
    },
  },
  run({podSpec, profiles, subject, pod, workload}, doubt) {
    const {label, mutated, matching} = placementOf(podSpec, profiles);
    if (label === undefined) return doubt.inapplicable('the pod names no profile');
    const live = valueOf(pod);
    const owner = valueOf(workload);
    const pinned = owner?.template.labels[PROFILE_LABEL] === label || podSpec.from === 'template';
    const named = profiles.find((p) => p.name === label);
    const seen: Evidence = {
      source: `get pods -n ${podSpec.namespace}`,
      ref: podSpec.ref,
      path: `${podSpec.pathPrefix}metadata.labels[${PROFILE_LABEL}]`,
      value: label,
    };
    const listed: Evidence = {
      source: 'eks:ListFargateProfiles',
      ref: 'profiles',
      value: profiles.map((p) => p.name).join(', ') || 'none',
    };
    if (mutated && !pinned) {
      const replaced = named && live && Date.parse(live.createdAt) < Date.parse(named.createdAt);
      if (named && !replaced) return [];
      // Under a pod that is placed it is the end of its life that a lost profile decides (lifecycle-profile-deleted).
      if (!named && podSpec.spec.nodeName !== undefined) return doubt.inapplicable('the pod is placed already');
      return [
        {
          cause: 'profile-replaced-pods-stuck',
          stage: 'validation',
          summary: named
            ? `The pod was given to profile ${label} before the present profile of that name was created (${named.createdAt}).`
            : `The pod was given to profile ${label}, which no longer exists.`,
          certainty: 'likely',
          evidence: named
            ? [seen, {source: 'eks:DescribeFargateProfile', ref: named.name, path: 'createdAt', value: named.createdAt}]
            : [seen, listed],
          remedies: [recreate(subject, live?.owner !== undefined)],
        },
      ];
    }
    const fits = named && matching.includes(named);
    if (fits) return [];
    const other = matching[0];
    return [forced()];

    function forced(): Problem {
      return {
        cause: 'profile-label-forces-nonmatch',
        ...(mutated ? {stage: 'validation' as const} : {}),
        summary: named
          ? `The label asks for profile ${label}, whose selectors do not fit the pod${other ? `; without the label ${other.name} would take it` : ''}.`
          : `The label asks for profile ${label}, which does not exist${other ? `; without the label ${other.name} would take it` : ''}.`,
        certainty: 'likely',
        evidence: [seen, listed],
        remedies: owner ? templateRemedies() : [recreate(subject, live?.owner !== undefined)],
      };
    }

    function templateRemedies(): readonly Remedy[] {
      if (!owner) return [];
      const remove = onTemplate(owner, {
        summary: 'Remove the label from the pod template; the selectors then decide.',
        commands: [patchTemplate(owner, [{op: 'remove', path: `/metadata/labels/${pointerSegment(PROFILE_LABEL)}`}])],
        changes: 'workload',
      });
      const rename: readonly Remedy[] = other
        ? [
            onTemplate(owner, {
              summary: 'Name the profile that matches instead.',
              commands: [labelTemplate(owner, {[PROFILE_LABEL]: other.name})],
              changes: 'workload',
            }),
          ]
        : [];
      return [remove, ...rename];
    }
  },
});
