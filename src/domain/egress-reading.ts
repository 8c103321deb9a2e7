import type {Cluster, FargateProfile, Subnet, VpcEndpoint} from '../model/aws.ts';
import type {Doubt, Given} from '../model/check.ts';
import {valueOf} from '../model/fact.ts';
import type {Evidence} from '../model/finding.ts';
import type {FargatePod, Pod, SpecifiedPod, Subject} from '../model/kubernetes.ts';
import {accountOf, regionOf} from './cluster-arn.ts';
import {pathSource, pathText, walkEgress, type Break, type EgressPath, type Network} from './egress.ts';
import {imageOrigins, type ImageOrigin} from './image-host.ts';
import {readMessage} from './messages.ts';
import {byId} from './routes.ts';
import {beginningOf, coincident, type Change} from './coincidence.ts';
import {testimony, type Testimony} from './siblings.ts';

// Every check on the way out asks for the same facts, so that all of them read one walk.

export const EGRESS_NEEDS = ['subject', 'cluster', 'profile', 'profileSubnets', 'routeTables'] as const;
export const EGRESS_CONSULTS = [
  'natGateways',
  'internetGateways',
  'vpcEndpoints',
  'podSpec',
  'pod',
  'clock',
  'fargatePods',
  'podEvents',
] as const;

export type EgressGiven = Given<(typeof EGRESS_NEEDS)[number], never, (typeof EGRESS_CONSULTS)[number]>;

/** The egress of one profile's subnets, with what is needed to say what its faults mean. */
export interface EgressReading {
  readonly subject: Subject;
  readonly cluster: Cluster;
  readonly region: string;
  readonly profile: FargateProfile;
  readonly network: Network;
  /** The profile's subnets that exist in the cluster's VPC. */
  readonly subnets: readonly Subnet[];
  /** One path for each of `subnets`, in their order. */
  readonly paths: readonly EgressPath[];
  /** For clusters of family IPv6 the paths of IPv6 traffic as well; else empty. */
  readonly paths6: readonly EgressPath[];
  readonly endpoints: readonly VpcEndpoint[] | undefined;
  readonly images: readonly ImageOrigin[] | undefined;
  readonly pod: Pod | undefined;
  /** Undefined: they, or the time to measure them by, could not be read. */
  readonly siblings: readonly FargatePod[] | undefined;
  /** The subject's creation, else the time of the diagnosis. */
  readonly reference: string;
  /** That fargate-scheduler gave up on the node, if it said so. */
  readonly timeout: readonly Evidence[];
}

/** Walks every subnet of the profile. */
export function readEgress(given: EgressGiven): EgressReading {
  const {subject, cluster, profile, profileSubnets, routeTables} = given;
  const natGateways = valueOf(given.natGateways);
  const internetGateways = valueOf(given.internetGateways);
  const network: Network = {
    vpcId: cluster.vpcId,
    account: accountOf(cluster),
    routeTables,
    ...(natGateways ? {natGateways} : {}),
    ...(internetGateways ? {internetGateways} : {}),
  };
  const subnets = subnetsOf(profile, profileSubnets, cluster);
  const pod = valueOf(given.pod);
  const podSpec: SpecifiedPod | undefined = valueOf(given.podSpec);
  const region = regionOf(cluster);
  const clock = valueOf(given.clock);
  const reference = pod ? pod.createdAt : given.pod.is === 'absent' ? clock : undefined;
  return {
    subject,
    cluster,
    region,
    profile,
    network,
    subnets,
    paths: subnets.map((subnet) => walkEgress(subnet, network)),
    paths6: cluster.ipFamily === 'ipv6' ? subnets.map((subnet) => walkEgress(subnet, network, 'ipv6')) : [],
    endpoints: valueOf(given.vpcEndpoints),
    images: podSpec && imageOrigins(podSpec.spec, region),
    pod,
    siblings: reference === undefined ? undefined : valueOf(given.fargatePods),
    reference: reference ?? '',
    timeout: timeoutEvidence(given.podEvents),
  };
}

/** The subnets that a profile names, of those that exist in the cluster's VPC; the others have a check of their own. */
export function subnetsOf(profile: FargateProfile, seen: readonly Subnet[], cluster: Cluster): readonly Subnet[] {
  return seen.filter((s) => profile.subnetIds.includes(s.id) && s.vpcId === cluster.vpcId).sort(byId);
}

function timeoutEvidence(events: EgressGiven['podEvents']): readonly Evidence[] {
  const last = (valueOf(events) ?? []).findLast((event) =>
    readMessage(event.reason, event.component, event.message).some((clause) => clause.says === 'timeout'),
  );
  return last ? [{source: 'event', ref: last.component, value: last.message, at: last.lastAt}] : [];
}

/** Paths that end in one of these faults. */
export const brokenBy = (reading: EgressReading, ...breaks: readonly Break[]): readonly EgressPath[] =>
  reading.paths.filter((path) => path.end.reaches === 'nowhere' && breaks.includes(path.end.broken));

/**
 * Says what keeps a question about the paths from being clear: a fact that was not read, or one that was read and holds
 * nothing on this subnet. `upTo` is how far the question looks: at the subnet's own routes, or at the whole path.
 */
export function doubtPaths(reading: EgressReading, doubt: Doubt, upTo: 'routes' | 'all'): void {
  for (const {end, nat, hops} of reading.paths) {
    if (end.reaches !== 'unknown') continue;
    const beyondRoutes = nat !== undefined || hops.some((hop) => hop.kind === 'nat-gateway');
    if (upTo === 'routes' && beyondRoutes) continue;
    if (!doubt.unsure(end.lacks)) doubt.unreadable(end.lacks, end.because);
  }
}

/** A path as evidence: `subnet-0aa1 → rtb-0b1 → nat-0c1 (203.0.113.10)`. */
export const pathEvidence = (path: EgressPath): Evidence => ({
  source: pathSource(path),
  ref: path.subnet.id,
  value: pathText(path),
});

/** How the API server can be reached: `endpoint: private off, public on, allowed 198.51.100.7/32`. */
export function endpointEvidence(cluster: Cluster): Evidence {
  const allowed = cluster.endpointPublicAccess ? `, allowed ${blocksText(cluster.publicAccessCidrs)}` : '';
  const word = (on: boolean): string => (on ? 'on' : 'off');
  return {
    source: 'eks:DescribeCluster',
    ref: cluster.name,
    value: `endpoint: private ${word(cluster.endpointPrivateAccess)}, public ${word(cluster.endpointPublicAccess)}${allowed}`,
  };
}

/** Address blocks for people: all of a few, the first of many. */
export function blocksText(cidrs: readonly string[], most = 4): string {
  const shown = cidrs.slice(0, most).join(', ');
  return cidrs.length > most ? `${shown} and ${cidrs.length - most} more` : shown || 'none';
}

/** What healthy pods of the same profile in these subnets say. */
export function siblingsIn(reading: EgressReading, paths: readonly EgressPath[]): Testimony {
  const subnets = paths.map((path) => path.subnet);
  return testimony(reading.siblings, {reference: reading.reference, profile: reading.profile.name, subnets});
}

/**
 * What was changed on these paths when the trouble began: the profile, the NAT gateways that their routes name, and what
 * else the caller knows of.
 */
export function changesOn(
  reading: EgressReading,
  paths: readonly EgressPath[],
  more: readonly Change[] = [],
): readonly Evidence[] {
  const {profile, network} = reading;
  const targets = paths.flatMap((path) => path.routes.map((route) => route.target));
  const nats = (network.natGateways ?? []).filter((nat) => targets.includes(nat.id));
  const subnets = paths.map((path) => path.subnet);
  return coincident(beginningOf(reading.pod, reading.siblings, {profile: profile.name, subnets}), [
    {at: profile.createdAt, source: 'eks:DescribeFargateProfile', ref: profile.name, what: 'created'},
    ...nats.flatMap(({id, createdAt, deletedAt}): readonly Change[] => [
      {at: createdAt, source: 'ec2:DescribeNatGateways', ref: id, what: 'created'},
      {at: deletedAt, source: 'ec2:DescribeNatGateways', ref: id, what: 'deleted'},
    ]),
    ...more,
  ]);
}
