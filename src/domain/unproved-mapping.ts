import type {Cluster, ClusterTarget, FargateProfile} from '../model/aws.ts';
import {valueOf, type Fact} from '../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../model/finding.ts';
import type {Subject} from '../model/kubernetes.ts';
import {parseRoleArn} from './arn.ts';
import {FARGATE_ENTRY, readingOf, type IdentitySources} from './identity.ts';
import type {Launch} from './launch-refusal.ts';
import {addToAwsAuth, createEntry, type MappingPlace} from './mapping-remedies.ts';
import {thenRecreate} from './remedies.ts';
import {sh} from './shell.ts';

/** What is known of a mapping whose proof could not be read. */
export interface Unproved extends Pick<IdentitySources, 'awsAuth' | 'accessEntry' | 'accessEntryArns'> {
  readonly subject: Subject;
  readonly target: ClusterTarget | undefined;
  readonly cluster: Fact<Cluster>;
  readonly profile: Fact<FargateProfile>;
}

/** The scheduler's text says it, and the proof could not be read: what it is called hangs on the authentication mode. */
export function mappedByWordAlone({refusal, profile: said}: Launch, facts: Unproved): readonly Problem[] {
  const [profile, cluster] = [valueOf(facts.profile), valueOf(facts.cluster)];
  const role = profile && parseRoleArn(profile.podExecutionRoleArn);
  const place = profile && role && {...facts, role, roleArn: profile.podExecutionRoleArn};
  const api = cluster?.authenticationMode === 'API';
  if (!refusal || (place && isThere(place, profile.arn, api))) return [];
  const unread = cluster
    ? 'what maps it could not be read'
    : 'neither what maps it nor the authentication mode could be read';
  return [
    {
      cause: api ? 'auth-mode-api-no-entry' : 'auth-configmap-entry-missing',
      summary: `fargate-scheduler does not find the pod execution role of profile ${profile?.name ?? said ?? 'this pod'} in the cluster's auth configuration; ${unread}.`,
      certainty: 'likely',
      stage: 'validation',
      evidence: [refusal, ...(cluster ? [modeSeen(cluster)] : [])],
      remedies: place
        ? // An entry is right in the modes that take one, which without the mode is the better guess.
          [...(api || !cluster ? createEntry(place) : []), ...(api ? [] : addToAwsAuth(place))]
        : [nameTheRole(facts, said)],
    },
  ];
}

/** Whether some mapping of the role was seen: then it is at fault in another way than by not being there. */
function isThere(
  sources: Unproved & Pick<MappingPlace, 'role' | 'roleArn'>,
  profileArn: string,
  api: boolean,
): boolean {
  const {accessEntry, accessEntryArns, roleArn} = sources;
  if (accessEntry.is === 'known' || valueOf(accessEntryArns)?.includes(roleArn)) return true;
  return !api && readingOf({...sources, profileArn})?.is === 'right';
}

function nameTheRole({target, subject}: Unproved, profile: string | undefined): Remedy {
  const words =
    target && profile !== undefined
      ? sh`--region ${target.region} --cluster-name ${target.name} --fargate-profile-name ${profile}`
      : undefined;
  return {
    summary: `Map the profile's pod execution role, with credentials that may read it: by an access entry of type ${FARGATE_ENTRY}, or in aws-auth where the authentication mode is CONFIG_MAP.`,
    commands:
      words === undefined
        ? []
        : [`aws eks describe-fargate-profile ${words} --query fargateProfile.podExecutionRoleArn`],
    changes: 'aws',
    ...thenRecreate(subject),
  };
}

/** The authentication mode as evidence. */
export const modeSeen = (cluster: Cluster): Evidence => ({
  source: 'eks:DescribeCluster',
  ref: cluster.name,
  path: 'accessConfig.authenticationMode',
  value: cluster.authenticationMode,
});
