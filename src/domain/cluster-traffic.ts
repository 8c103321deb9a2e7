import type {Cluster} from '../model/aws.ts';
import type {Evidence} from '../model/finding.ts';
import type {Pod} from '../model/kubernetes.ts';
import {contains, hostBlock} from './cidr.ts';
import {listText} from './lists.ts';
import {POD_GROUPS_ANNOTATION, PROFILE_LABEL} from './names.ts';
import {annotatedGroups} from './pod-groups.ts';
import {controlPlaneGroups, type Leg} from './reach.ts';
import {farAclHop, inFamily, podAclHop, present, type Filters, type Start} from './reach-hops.ts';
import type {ReachReading, Refusal} from './reach-reading.ts';
import {admission, DNS_FLOWS, KUBELET, rulesText, type Flow, type Peer} from './security-groups.ts';

// What flows between the pod and the rest of the cluster once it runs: names, and the control plane's calls to its kubelet.

/** A flow that the rules of security groups refuse. */
export interface RefusedFlow {
  /** A clause: "sg-2 does not admit UDP 53 from sg-1". */
  readonly summary: string;
  /** `egress`: the pod's own groups keep it in; `ingress`: those of the other side keep it out. */
  readonly direction: 'ingress' | 'egress';
  /** The group that lacks a rule. */
  readonly group: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

const DNS: Flow = {protocol: 'udp', port: 53};

/** Whether the pod is kept from asking CoreDNS. Only of CoreDNS pods on Fargate are the groups known. */
export function byCoreDns(reading: ReachReading, corednsPods: readonly Pod[]): RefusedFlow | undefined {
  const {cluster} = reading.egress;
  const live = corednsPods.filter((pod) => pod.deletedAt === undefined && pod.spec.nodeName !== undefined);
  if (live.length === 0 || live.some((pod) => pod.labels[PROFILE_LABEL] === undefined)) return undefined;
  // One backend that can be reached is enough for some of the questions.
  const refused = live.map((pod) => byBackend(reading, pod, cluster));
  return refused.every((one) => one !== undefined) ? refused[0] : undefined;
}

function byBackend(reading: ReachReading, backend: Pod, cluster: Cluster): RefusedFlow | undefined {
  const annotation = backend.annotations[POD_GROUPS_ANNOTATION];
  const own = cluster.clusterSecurityGroupId;
  const groups = annotation !== undefined ? annotatedGroups(annotation) : own === undefined ? [] : [own];
  const ip = backend.status.podIP;
  const out = refusal(reading, reading.pod.ids, 'egress', DNS, {
    groups,
    blocks: ip === undefined ? undefined : [hostBlock(ip)],
    lists: [],
  });
  return out ?? refusal(reading, groups, 'ingress', DNS, podPeer(reading));
}

/**
 * The ways to CoreDNS that network ACLs refuse, from each subnet. Only for backends in another subnet whose ACL is known:
 * within one nothing passes an ACL. Judged by UDP; what TCP lacks comes along, for the rules that are to be made.
 */
export function aclsBeforeCoreDns(
  reading: ReachReading,
  corednsPods: readonly Pod[],
  filters: Pick<Filters, 'acls' | 'interfaceSubnets'>,
): {readonly refused: readonly Refusal[]; readonly everywhere: boolean} {
  const {egress, pod, subnets} = reading;
  const known = [...egress.subnets, ...(filters.interfaceSubnets ?? [])];
  const backends = corednsPods.flatMap((one) => {
    const ip = one.deletedAt === undefined ? one.status.podIP : undefined;
    return ip === undefined ? [] : [{ip, at: known.find((s) => [s.cidr, ...s.ipv6Cidrs].some((c) => contains(c, ip)))}];
  });
  const ways = subnets.flatMap((subnet) =>
    backends.map(({ip, at}): readonly Refusal[] => {
      if (!at || at.id === subnet.id) return [];
      const family = ip.includes(':') ? 'ipv6' : 'ipv4';
      const start: Start = {
        subnet,
        path: undefined,
        reading: egress,
        filters: {...filters, pod, dnsServers: [], logs: false},
        family,
      };
      // CoreDNS moves from subnet to subnet: what is opened is opened for the VPC.
      const own = egress.paths.find((path) => path.subnet.id === subnet.id)?.table?.routes ?? [];
      const locals = inFamily(
        own.filter((route) => route.targetKind === 'local').map((route) => route.destination),
        family,
      );
      const open = locals.length > 0 ? locals : inFamily([at.cidr, ...at.ipv6Cidrs], family);
      const leg: Leg = {goal: 'dns', name: 'CoreDNS', subnet, via: 'server', hops: []};
      return DNS_FLOWS.flatMap((flow) =>
        present([podAclHop(flow, [hostBlock(ip)], start, open), farAclHop('coredns-acl', [at.id], flow, start, open)])
          .filter((hop) => hop.state === 'shut')
          .map((hop) => ({leg, hop})),
      );
    }),
  );
  const byUdp = (way: readonly Refusal[]): boolean =>
    way.some(({hop}) => hop.lacking?.some(({protocol}) => protocol === 'udp'));
  return {refused: ways.filter(byUdp).flat(), everywhere: ways.length > 0 && ways.every(byUdp)};
}

/** Whether the control plane is kept from the pod's kubelet, by which logs, exec and metrics come. */
export function byControlPlane(reading: ReachReading): RefusedFlow | undefined {
  const peer: Peer = {groups: controlPlaneGroups(reading.egress), blocks: undefined, lists: []};
  return refusal(reading, reading.pod.ids, 'ingress', KUBELET, peer);
}

const podPeer = ({pod, egress: {subnets, pod: there}}: ReachReading): Peer => ({
  groups: pod.ids,
  blocks:
    there?.status.podIP === undefined
      ? subnets.flatMap((s) => [s.cidr, ...s.ipv6Cidrs])
      : [hostBlock(there.status.podIP)],
  lists: [],
});

function refusal(
  {groups, pod}: ReachReading,
  ids: readonly string[],
  direction: 'ingress' | 'egress',
  flow: Flow,
  peer: Peer,
): RefusedFlow | undefined {
  if (pod.lacks !== undefined || ids.length === 0) return undefined;
  if (admission(ids, direction, flow, peer, {groups, lists: undefined}).is !== 'blocked') return undefined;
  const words = `${flow.protocol.toUpperCase()} ${flow.port}`;
  const clause =
    direction === 'ingress'
      ? `does not admit ${words} from ${listText(peer.groups)}`
      : `lets no ${words} out to ${listText(peer.groups)}`;
  const [first = ''] = ids;
  const evidence = (id: string): Evidence => ({
    source: 'ec2:DescribeSecurityGroups',
    ref: id,
    value: rulesText(
      groups.find((group) => group.id === id),
      direction,
    ),
  });
  return {
    summary: `${listText(ids)} ${clause}`,
    direction,
    group: first,
    evidence: [evidence(first), ...ids.slice(1).map(evidence)],
  };
}
