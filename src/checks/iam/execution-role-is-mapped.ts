import {parseRoleArn, plainRoleArn} from '../../domain/arn.ts';
import type {RoleEntry} from '../../domain/aws-auth.ts';
import {beginningOf, coincident, updatesOf, type Change} from '../../domain/coincidence.ts';
import {FARGATE_ENTRY, mappingOf, nearEntry, type AwsAuthFault} from '../../domain/identity.ts';
import {launchOf, shaded, type Launch} from '../../domain/launch-refusal.ts';
import {addToAwsAuth, createEntry, editAwsAuth, makeAwsAuth, type MappingPlace} from '../../domain/mapping-remedies.ts';
import type {AccessEntry, Cluster} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Problem} from '../../model/finding.ts';
import type {ConfigMap} from '../../model/kubernetes.ts';
import {causes} from './execution-role-is-mapped.pages.ts';

const AWS_AUTH = 'get configmaps/aws-auth -n kube-system';

export default defineCheck({
  id: 'execution-role-is-mapped',
  title: 'Kubernetes knows the pod execution role as a node',
  topic: 'role mapping',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'auth',
  needs: ['subject'],
  consults: [
    'profile',
    'cluster',
    'awsAuth',
    'accessEntry',
    'accessEntryArns',
    'target',
    'pod',
    'podEvents',
    'fargatePods',
    'clock',
    'clusterUpdates',
  ],
  causes,
  run({subject, profile, cluster, awsAuth, accessEntry, accessEntryArns, target, clusterUpdates, ...facts}, doubt) {
    if (profile.is === 'absent') return doubt.inapplicable('no profile takes the pod');
    const launch = launchOf('profile-blocked-auth', facts, valueOf(profile)?.name);
    if (profile.is !== 'known' || cluster.is !== 'known') {
      // Which of the two eras the role belongs to decides what the fault is called.
      doubt.unsure('profile', 'cluster');
      return [];
    }
    const roleArn = profile.value.podExecutionRoleArn;
    const role = parseRoleArn(roleArn);
    if (!role) return doubt.unreadable('profile', `its pod execution role is no role: ${roleArn}`);
    const mode = cluster.value.authenticationMode;
    const sources = {mode, role, roleArn, profileArn: profile.value.arn, awsAuth, accessEntry, accessEntryArns};
    const mapping = mappingOf(sources);
    const place: MappingPlace = {subject, target: valueOf(target), role, roleArn};
    const dated = (problem: Problem): Problem => {
      const beginning = beginningOf(valueOf(facts.pod), valueOf(facts.fargatePods), {profile: profile.value.name});
      const evidence = coincident(beginning, [
        ...changesOf(valueOf(accessEntry), valueOf(awsAuth)),
        ...updatesOf(valueOf(clusterUpdates), 'AccessConfigUpdate'),
      ]);
      return {...problem, evidence: [...problem.evidence, ...evidence]};
    };
    switch (mapping.is) {
      case 'unknown-mode':
        return doubt.unreadable('cluster', `the cluster's authentication mode is not known here: ${mode}`);
      case 'unknown-type':
        return doubt.unreadable('accessEntry', `the access entry's type is not known here: ${mapping.type}`);
      case 'unsure':
        doubt.unsure(...mapping.facts);
        // An entry that is there and could not be read is at fault in another way than by not being there.
        return answered(accessEntryArns) && !valueOf(accessEntryArns)?.includes(roleArn)
          ? byWordAlone(launch, cluster.value, place)
          : [];
      case 'mapped':
        return mapping.by === 'access-entry' && mapping.aside !== undefined ? [malformedAside(mapping.aside)] : [];
      case 'wrong-type':
        return [shaded(dated(wrongType(mapping.entry, place, cluster.value)), launch)];
      case 'no-entry':
        return [shaded(dated(noEntry(place, cluster.value, valueOf(accessEntryArns) ?? [])), launch)];
      case 'aws-auth-fault': {
        const problem = dated(awsAuthProblem(mapping.fault, mapping.entries, place, cluster.value));
        return [shaded(problem, launch, problem.cause === 'auth-configmap-duplicate' ? 'likely' : 'certain')];
      }
    }
  },
});

/** When the entry and the ConfigMap were last changed; one was changed by being made, too. */
const changesOf = (entry: AccessEntry | undefined, config: ConfigMap | undefined): readonly Change[] => [
  {
    at: entry?.modifiedAt ?? entry?.createdAt,
    source: 'eks:DescribeAccessEntry',
    ref: entry?.principalArn ?? '',
    what: 'changed',
  },
  {at: config?.modifiedAt ?? config?.createdAt, source: AWS_AUTH, ref: 'configmap/aws-auth', what: 'changed'},
];

const modeSeen = (cluster: Cluster): Evidence => ({
  source: 'eks:DescribeCluster',
  ref: cluster.name,
  path: 'accessConfig.authenticationMode',
  value: cluster.authenticationMode,
});

/** The scheduler's text says it, and the proof could not be read. */
function byWordAlone({refusal, profile}: Launch, cluster: Cluster, place: MappingPlace): readonly Problem[] {
  if (!refusal) return [];
  const api = cluster.authenticationMode === 'API';
  return [
    {
      cause: api ? 'auth-mode-api-no-entry' : 'auth-configmap-entry-missing',
      summary: `fargate-scheduler does not find the pod execution role of profile ${profile ?? 'this pod'} in the cluster's auth configuration; what maps it could not be read.`,
      certainty: 'likely',
      stage: 'validation',
      evidence: [refusal, modeSeen(cluster)],
      remedies: api ? createEntry(place) : addToAwsAuth(place),
    },
  ];
}

function malformedAside(reason: string): Problem {
  return {
    cause: 'auth-configmap-malformed',
    note: true,
    severity: 'warning',
    summary: `The ConfigMap aws-auth can't be parsed (${reason}); this profile's role has an access entry and doesn't need it.`,
    certainty: 'certain',
    evidence: [{source: AWS_AUTH, ref: 'configmap/aws-auth', path: 'data.mapRoles', value: reason}],
    remedies: [
      {
        summary: 'Mend the YAML, for the roles that depend on it.',
        commands: ['kubectl edit configmap aws-auth -n kube-system'],
        changes: 'cluster',
      },
    ],
  };
}

function wrongType(entry: AccessEntry, place: MappingPlace, cluster: Cluster): Problem {
  return {
    cause: 'auth-access-entry-wrong-type',
    summary: `The access entry of role ${place.role.name} is of type ${entry.type}, not ${FARGATE_ENTRY}, so its Fargate nodes can't join.`,
    certainty: 'certain',
    evidence: [
      {source: 'eks:DescribeAccessEntry', ref: place.roleArn, path: 'type', value: entry.type},
      modeSeen(cluster),
    ],
    remedies: createEntry(place, "a type can't be changed"),
  };
}

function noEntry(place: MappingPlace, cluster: Cluster, arns: readonly string[]): Problem {
  const near = nearEntry(arns, place.role);
  const but = near ? `; the one that comes nearest has ${near.differs}` : '';
  return {
    cause: 'auth-mode-api-no-entry',
    summary: `The cluster knows roles by access entries only, and role ${place.role.name} has none${but}.`,
    certainty: 'likely',
    evidence: [
      {source: 'eks:DescribeAccessEntry', ref: place.roleArn, value: 'no such access entry'},
      ...(near ? [{source: 'eks:ListAccessEntries', ref: cluster.name, value: near.arn}] : []),
      modeSeen(cluster),
    ],
    remedies: createEntry(place),
  };
}

function awsAuthProblem(fault: AwsAuthFault, entries: boolean, place: MappingPlace, cluster: Cluster): Problem {
  const {role} = place;
  const seen = (value: string, there = true): Problem['evidence'] => [
    {source: AWS_AUTH, ref: 'configmap/aws-auth', ...(there ? {path: 'data.mapRoles'} : {}), value},
    ...(entries ? [{source: 'eks:DescribeAccessEntry', ref: place.roleArn, value: 'no such access entry'}] : []),
    modeSeen(cluster),
  ];
  const byEntry = entries ? createEntry(place) : [];
  switch (fault.is) {
    case 'no-configmap':
      return {
        cause: entries ? 'auth-configmap-entry-missing' : 'auth-configmap-missing',
        summary: entries
          ? `Role ${role.name} has no access entry, and there is no ConfigMap aws-auth that could map it.`
          : `There is no ConfigMap aws-auth in kube-system, and nothing else can map role ${role.name} in this cluster.`,
        certainty: entries ? 'likely' : 'certain',
        evidence: seen('no such ConfigMap', false),
        remedies: [...byEntry, ...makeAwsAuth(place)],
      };
    case 'malformed':
      return {
        cause: 'auth-configmap-malformed',
        summary: `data.mapRoles of the ConfigMap aws-auth can't be parsed (${fault.reason}), so role ${role.name} is not mapped.`,
        certainty: 'certain',
        evidence: seen(fault.reason),
        remedies: [...byEntry, ...editAwsAuth(place)],
      };
    case 'missing': {
      const near = fault.near ? `; it has the role of that name in another account, ${fault.near.rolearn}` : '';
      return {
        cause: 'auth-configmap-entry-missing',
        summary: `The ConfigMap aws-auth has no entry for role ${role.name}${entries ? ', which has no access entry either' : ''}${near}.`,
        certainty: 'likely',
        evidence: seen(`no entry for ${plainRoleArn(role)}${fault.near ? `; near: ${fault.near.rolearn}` : ''}`),
        remedies: [...byEntry, ...addToAwsAuth(place)],
      };
    }
    case 'wrong':
      return {
        cause: 'auth-configmap-entry-wrong',
        summary: `The entry of aws-auth for role ${role.name} is wrong: ${fault.faults.join(', and ')}.`,
        certainty: fault.mayWork ? (fault.kinship === 'case' ? 'possible' : 'likely') : 'certain',
        evidence: seen(entrySeen(fault.entry)),
        remedies: [...byEntry, ...addToAwsAuth(place, fault.entry.rolearn)],
      };
    case 'duplicate':
      return {
        cause: 'auth-configmap-duplicate',
        summary: `The ConfigMap aws-auth has ${fault.entries.length} entries for role ${role.name} that differ; the last is ${fault.lastIsRight ? 'right' : 'wrong'}.`,
        certainty: fault.lastIsRight ? 'possible' : 'likely',
        evidence: seen(fault.entries.map(entrySeen).join(' | ')),
        remedies: [...byEntry, ...addToAwsAuth(place, plainRoleArn(role))],
      };
  }
}

/** One entry in a line. */
function entrySeen({index, rolearn, username, groups}: RoleEntry): string {
  return `[${index}] ${rolearn} as ${username || '(no username)'} in ${groups ? groups.join(', ') || '(no groups)' : '(groups are no list)'}`;
}
