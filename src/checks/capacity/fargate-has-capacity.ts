import {listText} from '../../domain/lists.ts';
import {fargateSize, nextSize, sizeText} from '../../domain/pod-size.ts';
import {recreate} from '../../domain/remedies.ts';
import {healthySibling} from '../../domain/siblings.ts';
import {heard, spokenEvidence} from '../../domain/spoken.ts';
import type {AvailabilityZone, FargateProfile, Subnet} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';
import type {FargatePod, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'fargate-has-capacity',
  title: 'Fargate has capacity for the pod',
  topic: 'capacity',
  group: 'capacity',
  stage: 'validation',
  scope: 'pod',
  needs: ['pod', 'subject'],
  consults: ['podEvents', 'profile', 'profileSubnets', 'availabilityZones', 'fargatePods'],
  causes: {
    'capacity-unavailable': {
      title: 'Fargate has no capacity of this size in these zones',
      why: 'AWS has run out of Fargate capacity of the chosen size in the zones of the profile for the moment. Nothing in the cluster is wrong.',
      symptoms: [
        '"Fargate capacity is unavailable at this time. Please try again later or in a different availability zone."',
      ],
      proof:
        'fargate-scheduler says so. Pods that started lately in one of the zones show that it has capacity for their size. The AWS Health Dashboard may tell more.',
      severity: 'error',
      fix: [
        'Wait about 20 minutes, then: kubectl delete pod POD -n NS',
        'Change CPU or memory so that another combination is used, or make a profile with subnets in more zones.',
      ],
      docs: ['https://repost.aws/knowledge-center/eks-resolve-pending-fargate-pods'],
    },
  },
  run({pod, subject, podEvents, profile, profileSubnets, availabilityZones, fargatePods}, doubt) {
    const spoken = heard(pod, podEvents, ['capacity'], doubt);
    if (!spoken) return [];
    const size = fargateSize(pod.spec);
    const other = size && nextSize(size);
    const subnets = subnetsOf(valueOf(profile), valueOf(profileSubnets) ?? []);
    const zones = zonesOf(subnets);
    const spare = spareZones(zones, valueOf(availabilityZones) ?? []);
    const where = zones.length > 0 ? `in ${listText(zones)}` : 'in the zones of its profile';
    return [
      {
        cause: 'capacity-unavailable',
        summary: `AWS has no Fargate capacity for this pod${size ? ` (${sizeText(size)})` : ''} ${where} at the moment.`,
        certainty: 'certain',
        evidence: [
          spokenEvidence(pod, spoken.utterance, spoken.clause),
          ...zonesSeen(valueOf(profile), subnets),
          ...startedSeen(pod, subnets, valueOf(fargatePods) ?? []),
        ],
        remedies: [
          {...recreate(subject, pod.owner !== undefined), summary: 'Wait about 20 minutes, then recreate the pod.'},
          {
            summary: `Ask for another size${other ? `, for example ${sizeText(other)}` : ''}; another combination may be there.`,
            commands: [],
            changes: 'workload',
          },
          {
            summary: `Let a new profile take the pod that has a private subnet in ${spare.length > 0 ? `${listText(spare)} too` : 'more zones'}; the subnets of a profile can't be changed.`,
            commands: [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});

const subnetsOf = (profile: FargateProfile | undefined, subnets: readonly Subnet[]): readonly Subnet[] =>
  subnets.filter((subnet) => profile?.subnetIds.includes(subnet.id));

const zonesOf = (subnets: readonly Subnet[]): readonly string[] => [...new Set(subnets.map((s) => s.zone))].sort();

/** Zones of the Region in which the profile has no subnet. */
const spareZones = (zones: readonly string[], all: readonly AvailabilityZone[]): readonly string[] =>
  zones.length === 0
    ? []
    : all
        .filter((z) => z.type === 'availability-zone' && !zones.includes(z.name))
        .map((z) => z.name)
        .sort();

function zonesSeen(profile: FargateProfile | undefined, subnets: readonly Subnet[]): readonly Evidence[] {
  if (!profile || subnets.length === 0) return [];
  const value = subnets.map((s) => `${s.id} in ${s.zone}`).join(', ');
  return [{source: 'ec2:DescribeSubnets', ref: profile.name, path: 'subnets', value}];
}

/** For each zone the newest pod that started there lately. */
function startedSeen(pod: Pod, subnets: readonly Subnet[], pods: readonly FargatePod[]): readonly Evidence[] {
  return zonesOf(subnets).flatMap((zone) => {
    const there = subnets.filter((s) => s.zone === zone);
    const started = healthySibling(pods, {reference: pod.createdAt, subnets: there});
    if (!started) return [];
    const value = `${started.namespace}/${started.name} (${started.capacity ?? 'size unknown'}) started in ${zone}`;
    return [{source: 'list pods', ref: `pod/${started.name}`, value, at: started.createdAt}];
  });
}
