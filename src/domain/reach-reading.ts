import type {NetworkAcl, PrefixList, SecurityGroup, Subnet} from '../model/aws.ts';
import type {Doubt} from '../model/check.ts';
import {answered, valueOf, type Fact} from '../model/fact.ts';
import type {Certainty, Evidence, Problem} from '../model/finding.ts';
import type {FactMap} from '../model/facts.ts';
import {contains} from './cidr.ts';
import {usesVpcResolver} from './dns.ts';
import {EGRESS_CONSULTS, readEgress, siblingsIn, type EgressGiven, type EgressReading} from './egress-reading.ts';
import {listText} from './lists.ts';
import {podGroups, type PodGroups} from './pod-groups.ts';
import {walkReach, type Leg} from './reach.ts';
import type {HopKind, ReachHop} from './reach-hops.ts';
import {admission, HTTPS} from './security-groups.ts';
import {atMost, lowered} from './siblings.ts';

// Every check on what filters traffic asks for the same facts, so that all of them read one walk.

export const REACH_CONSULTS = [...EGRESS_CONSULTS, 'interfaceSubnets', 'dhcpOptions', 'vpc'] as const;
export const GROUP_CONSULTS = [...REACH_CONSULTS, 'prefixLists', 'securityGroupPolicies'] as const;

type ReachGiven = EgressGiven & {
  readonly interfaceSubnets: Fact<readonly Subnet[]>;
  readonly dhcpOptions: Fact<FactMap['dhcpOptions']>;
  readonly vpc: Fact<FactMap['vpc']>;
};

/** Whose rules the walk is held against, besides the routes. */
export interface Against {
  /** Security groups, with what it takes to read them. */
  readonly groups?: {
    readonly securityGroups: readonly SecurityGroup[];
    readonly prefixLists: Fact<readonly PrefixList[]>;
    readonly securityGroupPolicies: Fact<FactMap['securityGroupPolicies']>;
  };
  readonly acls?: readonly NetworkAcl[];
  /** The pod logs to CloudWatch. */
  readonly logs?: boolean;
}

export interface ReachReading {
  readonly egress: EgressReading;
  /** The subnets that were walked from: the one that the pod is in, else all of the profile. */
  readonly subnets: readonly Subnet[];
  readonly pod: PodGroups;
  readonly legs: readonly Leg[];
  readonly groups: readonly SecurityGroup[];
}

const NOT_ASKED = {is: 'unavailable', reason: 'not asked'} as const;

/** Walks to everything that a start needs, as far as what is given goes. Says what could not be looked at. */
export function readReach(given: ReachGiven, against: Against, doubt: Doubt): ReachReading {
  const {groups, acls, logs} = against;
  const egress = readEgress(given);
  const pod = podGroups({
    cluster: given.cluster,
    pod: given.pod,
    podSpec: given.podSpec,
    securityGroupPolicies: groups?.securityGroupPolicies ?? NOT_ASKED,
  });
  const interfaceSubnets = valueOf(given.interfaceSubnets);
  const lists = groups && valueOf(groups.prefixLists);
  const walked = walkReach(egress, {
    pod,
    dnsServers: ownDnsServers(given),
    logs: logs === true,
    ...(groups ? {groups: groups.securityGroups} : {}),
    ...(acls ? {acls} : {}),
    ...(interfaceSubnets ? {interfaceSubnets} : {}),
    ...(lists ? {lists} : {}),
  });
  // What is pulled is not known then, and what is not pulled is no fault.
  const legs = answered(given.podSpec) ? walked : walked.filter(({goal}) => !['ecr', 's3', 'registry'].includes(goal));
  doubt.unsure('vpcEndpoints', 'podSpec');
  if (groups && pod.lacks !== undefined && !doubt.unsure(pod.lacks)) {
    doubt.unreadable(pod.lacks, pod.because ?? 'it does not tell the security groups of the pod');
  }
  const blind = legs.some((leg) => leg.hops.some((hop) => hop.state === 'unseen'));
  if (blind && groups) doubt.unsure('prefixLists');
  const untold = groups?.securityGroups.filter(({ingress, egress}) => !ingress || !egress) ?? [];
  if (blind && untold.length > 0)
    doubt.unreadable('securityGroups', `EC2 does not tell the rules of ${untold.map(({id}) => id).join(', ')}`);
  if (blind || given.interfaceSubnets.is !== 'known') doubt.unsure('interfaceSubnets');
  const here = subnetOf(egress);
  const subnets = here ? [here] : egress.subnets;
  const ours = legs.filter(({subnet}) => subnets.includes(subnet));
  // Where the pod is would decide, so that only what holds everywhere is sure without it.
  const seen = answered(given.pod)
    ? ours
    : ours.map((leg) => ({...leg, hops: leg.hops.map((hop) => (isEverywhere(hop, leg, ours) ? hop : unseen(hop)))}));
  return {egress, subnets, pod, legs: seen, groups: groups?.securityGroups ?? []};
}

/** The subnet that the pod has started in; undefined before it has an address. */
function subnetOf({pod, subnets}: EgressReading): Subnet | undefined {
  const ip = pod?.status.podIP ?? pod?.status.hostIP;
  return ip === undefined
    ? undefined
    : subnets.find((s) => [s.cidr, ...s.ipv6Cidrs].some((cidr) => contains(cidr, ip)));
}

const isEverywhere = (hop: ReachHop, {name}: Leg, legs: readonly Leg[]): boolean =>
  legs.every((leg) => leg.name !== name || leg.hops.some((h) => h.kind === hop.kind && h.state === 'shut'));

const unseen = (hop: ReachHop): ReachHop => (hop.state === 'open' ? hop : {...hop, state: 'unseen'});

/** DNS servers that are sure not to be the VPC's own, to which security groups and ACLs apply. */
function ownDnsServers({dhcpOptions, vpc}: ReachGiven): readonly string[] {
  const options = valueOf(dhcpOptions);
  const resolver = options && usesVpcResolver(options, valueOf(vpc));
  return options && resolver === 'no' ? options.domainNameServers.filter((s) => /^[0-9a-fA-F.:]{2,45}$/.test(s)) : [];
}

/** A leg with the hop at which it is refused, wholly or for a part of the addresses. */
export interface Refusal {
  readonly leg: Leg;
  readonly hop: ReachHop;
}

/** Where the walk is refused at hops of these kinds. Legs that are shut come alone; else those that are partly open. */
export function refusals(reading: ReachReading, ...kinds: readonly HopKind[]): readonly Refusal[] {
  const all = reading.legs.flatMap((leg) =>
    leg.hops.filter((hop) => kinds.includes(hop.kind)).map((hop): Refusal => ({leg, hop})),
  );
  const shut = all.filter(({hop}) => hop.state === 'shut');
  return shut.length > 0 ? shut : all.filter(({hop}) => hop.state === 'partly');
}

type Refusals = readonly [Refusal, ...Refusal[]];

/**
 * What refusals mean for the pod: how sure, at which stage, and who speaks against it. One of several subnets: `likely`. A
 * rule that is wrong for a part of the addresses, or STS alone, whose need is not confirmed: `possible`. Logs alone: a note.
 */
export function judgeRefusals(
  {egress, subnets}: ReachReading,
  refused: Refusals,
  most: Certainty,
): {
  readonly fields: Pick<Problem, 'certainty' | 'stage' | 'severity' | 'note'>;
  readonly evidence: readonly Evidence[];
} {
  const goals = new Set(refused.map(({leg}) => leg.goal));
  goals.delete('logs');
  if (goals.size === 0) return {fields: {certainty: 'likely', severity: 'warning', note: true}, evidence: []};
  const ids = new Set(refused.map(({leg}) => leg.subnet.id));
  const pulls = goals.has('ecr') || goals.has('s3') || goals.has('registry');
  const joins = goals.has('api') || goals.has('dns');
  const caps: Certainty[] = [
    most,
    ids.size < subnets.length ? 'likely' : 'certain',
    refused.some(({hop}) => hop.state === 'partly')
      ? refused.some(({hop}) => hop.lossy)
        ? 'likely'
        : 'possible'
      : 'certain',
    joins || pulls ? 'certain' : 'possible',
    joins || egress.images !== undefined ? 'certain' : 'likely',
  ];
  const sure = caps.reduce(atMost, 'certain');
  const siblings = siblingsIn(
    egress,
    egress.paths.filter((path) => ids.has(path.subnet.id)),
  );
  // A pod that has a node is past what provisioning needs.
  const placed = egress.pod?.spec.nodeName !== undefined;
  const stage = (joins || goals.has('sts')) && !(placed && pulls) ? 'provisioning' : 'image';
  return {
    fields: {
      certainty: siblings.lowers ? lowered(sure) : sure,
      stage,
      ...(sure === 'possible' && egress.pod === undefined ? {note: true} : {}),
    },
    evidence: [...siblings.evidence, ...(stage === 'provisioning' ? egress.timeout : [])],
  };
}

/** The way up to where ways from one subnet are refused: `subnet-0aa1 → sg-1 → vpce-1 (ECR) → sg-2 refuses ingress TCP 443`. */
export function legText(refused: Refusals): string {
  const [{leg, hop}] = refused;
  const at = leg.hops.indexOf(hop);
  const passed = leg.hops.slice(0, at).filter((one) => one.state === 'open');
  const near = passed.filter((one) => isNear(one.kind)).map(({ids}) => ids.join('+'));
  const far = passed.filter((one) => !isNear(one.kind)).map(({ids}) => ids.join('+'));
  const target =
    refused.length === 1 && leg.endpoint
      ? `${leg.endpoint.id} (${leg.name.replace(/ .*$/, '')})`
      : listText(refused.map((one) => one.leg.name));
  const refusal = `${hop.ids.join('+')} refuses ${hop.asks}${hop.state === 'partly' ? ' in part' : ''}`;
  const parts = isNear(hop.kind) ? [...near, refusal, target] : [...near, target, ...far, refusal];
  return [leg.subnet.id, ...parts].join(' → ');
}

const isNear = (kind: HopKind): boolean => kind === 'pod-groups' || kind === 'pod-acl' || kind === 'nat-acl';

const SOURCES: Readonly<Record<HopKind, string>> = {
  'pod-groups': 'ec2:DescribeSecurityGroups',
  'endpoint-groups': 'ec2:DescribeSecurityGroups',
  'control-plane-groups': 'ec2:DescribeSecurityGroups',
  'pod-acl': 'ec2:DescribeNetworkAcls',
  'nat-acl': 'ec2:DescribeNetworkAcls',
  'endpoint-acl': 'ec2:DescribeNetworkAcls',
  'coredns-acl': 'ec2:DescribeNetworkAcls',
  'control-plane-acl': 'ec2:DescribeNetworkAcls',
};

/** The rules that refuse, once each, and the ways that end there. */
export function refusalEvidence(refused: Refusals, most = 4): readonly [Evidence, ...Evidence[]] {
  const rules = new Map<string, Evidence>();
  for (const {hop} of refused) {
    const ref = hop.ids.join(', ');
    const key = `${hop.kind} ${ref} ${hop.because}`;
    rules.set(key, {source: SOURCES[hop.kind], ref, value: hop.because});
  }
  const ends = new Map<string, Refusal[]>();
  for (const one of refused) {
    const key = `${one.leg.subnet.id} ${one.hop.kind} ${one.hop.ids.join()}`;
    ends.set(key, [...(ends.get(key) ?? []), one]);
  }
  const ways = [...ends.values()].slice(0, most).map((same) => ({
    source: SOURCES[(same[0] as Refusal).hop.kind],
    ref: (same[0] as Refusal).leg.subnet.id,
    value: legText(same as unknown as Refusals),
  }));
  return [...rules.values(), ...ways] as unknown as readonly [Evidence, ...Evidence[]];
}

/** What the refused ways lead to, each once: the API server, ECR, S3. */
export const goalNames = (refused: readonly Refusal[]): readonly string[] => [
  ...new Set(refused.map(({leg}) => (leg.goal === 'ecr' ? 'ECR' : leg.name))),
];

/** "the API server, ECR and S3". */
export const goalsText = (refused: readonly Refusal[]): string => listText(goalNames(refused));

/** "In both subnets", or "In subnet-0aa1, one of the 2 subnets": where, for people. */
export function subnetsText({subnets}: ReachReading, refused: readonly Refusal[]): string {
  const ids = [...new Set(refused.map(({leg}) => leg.subnet.id))];
  const total = subnets.length;
  if (ids.length === total)
    return total === 1 ? `In ${ids.join()}` : total === 2 ? 'In both subnets' : `In all ${total} subnets`;
  return `In ${listText(ids)}, ${ids.length === 1 ? 'one' : String(ids.length)} of the ${total} subnets,`;
}

/**
 * Whether a refusal is for lack of the cluster security group on the pod: what refuses is the pod's own groups, or a group
 * that would admit a pod that has it.
 */
export function forLackOfClusterGroup({egress, pod, groups}: ReachReading, {leg, hop}: Refusal): boolean {
  const own = egress.cluster.clusterSecurityGroupId;
  if (own === undefined || pod.ids.includes(own)) return false;
  if (hop.kind === 'pod-groups') return true;
  const peer = {groups: [own], blocks: [leg.subnet.cidr, ...leg.subnet.ipv6Cidrs], lists: []};
  return admission(hop.ids, 'ingress', HTTPS, peer, {groups, lists: undefined}).is === 'allowed';
}
