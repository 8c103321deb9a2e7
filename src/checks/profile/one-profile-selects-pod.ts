import {placementOf} from '../../domain/placement.ts';
import {PROFILE_LABEL} from '../../domain/names.ts';
import {labelTemplate} from '../../domain/remedies.ts';
import {onTemplate} from '../../domain/template-fix.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {FargateProfile} from '../../model/aws.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'one-profile-selects-pod',
  title: 'Only one profile selects the pod, or they are alike',
  topic: 'profile order',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['podSpec', 'profiles', 'profile'],
  consults: ['workload'],
  causes: {
    'profile-wrong-one-wins': {
      title: 'Several profiles select the pod, with different subnets or roles',
      why: 'Where several profiles match, the first by name takes the pod (AWS user guide; an older AWS article says it is random). If that is not the one that was meant, the pod runs in other subnets or with another role.',
      symptoms: ['The pod carries the label of another profile than expected.'],
      proof:
        'More than one ACTIVE profile matches and they differ in subnets or role. Which one was meant is not written anywhere, so it is only a note.',
      severity: 'warning',
      fix: [`Set the label ${PROFILE_LABEL}: FP on the pod template; that profile still has to match.`],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html'],
    },
  },
  run({podSpec, profiles, profile, workload}) {
    const {label, mutated, matching} = placementOf(podSpec, profiles);
    if (matching.length === 0) return [];
    const owner = valueOf(workload);
    const chosen = label !== undefined && !mutated;
    const rivals = matching.filter((p) => p.name !== profile.name && p.status === 'ACTIVE' && differ(p, profile));
    if (rivals.length === 0 || chosen || owner?.template.labels[PROFILE_LABEL] !== undefined) return [];
    return [
      {
        cause: 'profile-wrong-one-wins',
        note: true,
        severity: 'info',
        summary: `${rivals.length + 1} profiles with different subnets or roles select the pod (${[profile, ...rivals].map((p) => p.name).join(', ')}); ${profile.name} ${mutated ? 'has' : 'would get'} it.`,
        certainty: 'possible',
        evidence: [seenOf(profile), ...rivals.map(seenOf)],
        remedies: owner
          ? [
              onTemplate(owner, {
                summary: `Name the profile that is meant in the pod template (here: ${rivals[0]?.name ?? ''}).`,
                commands: [labelTemplate(owner, {[PROFILE_LABEL]: rivals[0]?.name ?? profile.name})],
                changes: 'workload',
              }),
            ]
          : [],
      },
    ];
  },
});

function seenOf(p: FargateProfile): Evidence {
  return {
    source: 'eks:DescribeFargateProfile',
    ref: p.name,
    value: `${p.podExecutionRoleArn} · ${p.subnetIds.join(', ')}`,
  };
}

function differ(a: FargateProfile, b: FargateProfile): boolean {
  const subnets = (p: FargateProfile): string => [...p.subnetIds].sort().join();
  return a.podExecutionRoleArn !== b.podExecutionRoleArn || subnets(a) !== subnets(b);
}
