import {sh} from '../../domain/shell.ts';
import {recreateProfile} from '../../domain/recreate-profile.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {isMutated, takes} from '../../domain/placement.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {CausePage} from '../../model/check.ts';
import type {Problem, Remedy} from '../../model/finding.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html',
  'https://docs.aws.amazon.com/eks/latest/APIReference/API_FargateProfile.html',
];
const explains = ['profile-health-issue', 'sched-default-scheduler-fargate-only', 'profile-webhook-missing-or-broken'];
const proof = 'The status that eks:DescribeFargateProfile gives for the profile that selects the pod.';

const page = (title: string, why: string, fix: readonly string[]): CausePage => ({
  title,
  why,
  symptoms: ['Pods that the profile selects stay Pending.'],
  proof,
  severity: 'error',
  until: 'provisioning',
  explains,
  fix,
  docs,
});

const WAIT = 'aws eks wait fargate-profile-active --cluster-name CL --fargate-profile-name FP';
const STATUS_CAUSES = {
  CREATING: 'profile-status-creating',
  DELETING: 'profile-status-deleting',
  CREATE_FAILED: 'profile-status-create-failed',
  DELETE_FAILED: 'profile-status-delete-failed',
} as const;

export default defineCheck({
  id: 'matching-profile-is-active',
  title: 'The profile that selects the pod is ACTIVE',
  topic: 'profile status',
  group: 'profile',
  stage: 'admission',
  scope: 'pod',
  precedence: 'placement',
  needs: ['profile', 'subject'],
  consults: ['target', 'podSpec'],
  causes: {
    'profile-status-creating': page(
      'The profile is still being created',
      'A profile takes pods only once it is ACTIVE; making one takes from 20 seconds to some minutes.',
      [WAIT],
    ),
    'profile-status-deleting': page(
      'The profile is being deleted',
      'A profile that is being deleted takes no pods, its own are removed, and their replacements stay Pending or go to another profile that matches. No other profile can be created meanwhile.',
      ['aws eks wait fargate-profile-deleted --cluster-name CL --fargate-profile-name FP', 'then create its successor'],
    ),
    'profile-status-create-failed': page(
      'The creation of the profile failed',
      'A profile whose creation failed takes no pods. Its health issues say why.',
      [
        'aws eks describe-fargate-profile --cluster-name CL --fargate-profile-name FP --query fargateProfile.health',
        'aws eks delete-fargate-profile --cluster-name CL --fargate-profile-name FP',
      ],
    ),
    'profile-status-delete-failed': page(
      'The deletion of the profile failed',
      'A profile in this state takes no pods and stands in the way of its successor.',
      ['aws eks delete-fargate-profile --cluster-name CL --fargate-profile-name FP'],
    ),
  },
  run({profile, subject, target, podSpec}, doubt) {
    const pod = valueOf(podSpec);
    if (pod && !takes(profile, pod)) return doubt.inapplicable('no profile selects the pod');
    if (profile.status === 'ACTIVE') return [];
    // What becomes of a pod that is placed when its profile goes, is told of the end of its life.
    if (profile.status === 'DELETING' && pod && isMutated(pod) && pod.spec.nodeName !== undefined) {
      return doubt.inapplicable('the pod is placed already');
    }
    const known: Readonly<Record<string, (typeof STATUS_CAUSES)[keyof typeof STATUS_CAUSES] | undefined>> =
      STATUS_CAUSES;
    const cause = Object.hasOwn(STATUS_CAUSES, profile.status) ? known[profile.status] : undefined;
    // A status that we don't know is as good as a profile that could not be read.
    if (!cause)
      return doubt.unreadable(
        'profile',
        `profile ${profile.name} has a status that is not known here: ${profile.status}`,
      );
    const problem: Problem = {
      cause,
      summary: `Profile ${profile.name}, which selects the pod, is ${profile.status}: only an ACTIVE profile starts pods.`,
      certainty: 'certain',
      evidence: [{source: 'eks:DescribeFargateProfile', ref: profile.name, path: 'status', value: profile.status}],
      remedies: remedies(),
      // A pod that was mutated before stands further on, and hangs all the same.
      ...(pod && isMutated(pod) ? {stage: 'validation' as const} : {}),
    };
    return [problem];

    function remedies(): readonly Remedy[] {
      const cluster = valueOf(target);
      if (!cluster) return [];
      const {region, name} = cluster;
      const words = sh`--region ${region} --cluster-name ${name} --fargate-profile-name ${profile.name}`;
      if (cause === 'profile-status-creating') {
        return [
          {
            summary: 'Wait until it is ACTIVE.',
            commands: [`aws eks wait fargate-profile-active ${words}`],
            changes: 'pod',
            ...thenRecreate(subject),
          },
        ];
      }
      if (cause === 'profile-status-deleting') {
        return [
          {
            summary: 'Wait until it is gone, then create its successor.',
            commands: [`aws eks wait fargate-profile-deleted ${words}`],
            changes: 'aws',
          },
        ];
      }
      return [
        {
          summary: 'Read its health issues, then delete it and create it again.',
          commands: [
            `aws eks describe-fargate-profile ${words} --query fargateProfile.health`,
            ...recreateProfile(cluster, profile),
          ],
          changes: 'aws',
          ...thenRecreate(subject),
        },
      ];
    }
  },
});
