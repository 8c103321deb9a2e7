import {parseRoleArn} from '../../domain/arn.ts';
import {mappingOf, readingOf} from '../../domain/identity.ts';
import {launchOf} from '../../domain/launch-refusal.ts';
import {addToAwsAuth} from '../../domain/mapping-remedies.ts';
import {recreateProfile} from '../../domain/recreate-profile.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Remedy} from '../../model/finding.ts';

/** A change is called fresh for so long; the AWS user guide speaks of seconds. */
const FRESH_MS = 5 * 60_000;

export default defineCheck({
  id: 'role-mapping-has-settled',
  title: 'The mapping of the pod execution role has taken effect',
  topic: 'mapping in effect',
  group: 'iam',
  stage: 'validation',
  scope: 'pod',
  precedence: 'auth',
  needs: ['profile', 'cluster', 'subject'],
  consults: [
    'awsAuth',
    'accessEntry',
    'accessEntryArns',
    'executionRole',
    'target',
    'pod',
    'podEvents',
    'fargatePods',
    'clock',
  ],
  causes: {
    'auth-api-and-configmap-2024-bug': {
      title: 'The profile is blocked although the role has a right access entry',
      why: 'In 2024 clusters of the mode API_AND_CONFIG_MAP were reported whose profiles stayed blocked although the role had an access entry of type FARGATE_LINUX; an entry in aws-auth beside it, or a new profile, cured them. Whether AWS has mended this is not known.',
      symptoms: [
        'Misconfigured Fargate Profile: … Pod execution role is not found in auth config …, while the access entry is right.',
      ],
      proof:
        "fargate-scheduler's latest word is that message, and the access entry is of the right type and older than it.",
      severity: 'error',
      atMost: 'possible',
      fix: [
        "eksctl create iamidentitymapping --cluster CL --arn ROLE --username 'system:node:{{SessionName}}' --group system:bootstrappers --group system:nodes --group system:node-proxier --no-duplicate-arns",
      ],
      docs: [
        'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2912',
        'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2972',
      ],
    },
    'auth-mode-propagation': {
      title: 'The mapping was changed a moment ago',
      why: 'Changes of access entries are eventually consistent: they take effect after some seconds. A pod that was refused before the change may not be tried again.',
      symptoms: ['The mapping is right, and the latest refusal is older than its last change.'],
      proof: 'The time of the last change is compared with the time of the refusal and with now.',
      severity: 'info',
      fix: ['kubectl delete pod POD -n NS'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html'],
    },
  },
  run({profile, cluster, subject, awsAuth, accessEntry, accessEntryArns, executionRole, target, ...facts}, doubt) {
    const roleArn = profile.podExecutionRoleArn;
    const role = parseRoleArn(roleArn);
    if (!role) return doubt.unreadable('profile', `its pod execution role is no role: ${roleArn}`);
    const mode = cluster.authenticationMode;
    const sources = {mode, role, roleArn, profileArn: profile.arn, awsAuth, accessEntry, accessEntryArns};
    const mapping = mappingOf(sources);
    if (mapping.is === 'unsure') doubt.unsure(...mapping.facts);
    if (mapping.is !== 'mapped') return doubt.inapplicable('the role is not mapped');
    const launch = launchOf('profile-blocked-auth', facts, profile.name);
    const byEntry = mapping.by === 'access-entry';
    const entry = valueOf(accessEntry);
    const changed = byEntry ? (entry?.modifiedAt ?? entry?.createdAt) : valueOf(awsAuth)?.modifiedAt;
    const change: Evidence = {
      source: byEntry ? 'eks:DescribeAccessEntry' : 'get configmaps/aws-auth -n kube-system',
      ref: byEntry ? roleArn : 'configmap/aws-auth',
      path: byEntry ? 'modifiedAt' : 'metadata.managedFields',
      value: changed ?? 'no time',
    };
    const age = changed === undefined ? NaN : Date.parse(valueOf(facts.clock) ?? '') - Date.parse(changed);
    const fresh = byEntry && age >= 0 && age <= FRESH_MS;
    const afterRefusal =
      changed !== undefined && launch.refusedAt !== undefined && Date.parse(changed) > Date.parse(launch.refusedAt);
    if ((fresh && !launch.passed) || afterRefusal) {
      return [
        {
          cause: 'auth-mode-propagation',
          note: true,
          summary: afterRefusal
            ? `Role ${role.name} is mapped rightly since ${changed}, after fargate-scheduler last refused the pod.`
            : `The access entry of role ${role.name} was changed at ${changed ?? ''}; such a change takes some seconds to be seen everywhere.`,
          certainty: 'likely',
          evidence: [change, ...(launch.refusal ? [launch.refusal] : [])],
          remedies: [
            {
              summary: 'Wait a minute, then let the pod be made anew.',
              commands: [],
              changes: 'pod',
              ...thenRecreate(subject),
            },
          ],
        },
      ];
    }
    if (!launch.refusal || !byEntry || Number.isNaN(age)) return [];
    // An entry that is older than its role belongs to an earlier one, which another check says.
    if (doubt.unsure('executionRole')) return [];
    const born = valueOf(executionRole)?.createdAt;
    if (born !== undefined && entry?.createdAt !== undefined && Date.parse(born) > Date.parse(entry.createdAt))
      return [];
    const reading = mode === 'API' ? undefined : readingOf(sources);
    if (mode !== 'API' && !reading) doubt.unsure('awsAuth');
    const unpaired = reading?.is === 'missing' || reading?.is === 'no-configmap';
    const place = {subject, target: valueOf(target), role, roleArn};
    return [
      {
        cause: 'auth-api-and-configmap-2024-bug',
        summary: `Role ${role.name} has had a right access entry since before fargate-scheduler did not find it; such clusters were cured by ${unpaired ? 'an entry in aws-auth as well' : 'making the profile anew'}.`,
        certainty: 'possible',
        evidence: [launch.refusal, change],
        remedies: unpaired ? addToAwsAuth(place) : anew(),
      },
    ];

    function anew(): readonly Remedy[] {
      const cluster = valueOf(target);
      if (!cluster) return [];
      return [
        {
          summary: `Make profile ${profile.name} anew, as it is. The pods that run on it are deleted with it.`,
          commands: recreateProfile(cluster, profile),
          changes: 'aws',
          ...thenRecreate(subject),
        },
      ];
    }
  },
});
