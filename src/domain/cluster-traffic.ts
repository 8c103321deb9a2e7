import type {Cluster} from '../model/aws.ts';
import type {Evidence} from '../model/finding.ts';
import type {Pod} from '../model/kubernetes.ts';
import {hostBlock} from './cidr.ts';
import {listText} from './lists.ts';
import {POD_GROUPS_ANNOTATION, PROFILE_LABEL} from './names.ts';
import {annotatedGroups} from './pod-groups.ts';
import {controlPlaneGroups} from './reach.ts';
import type {ReachReading} from './reach-reading.ts';
import {admission, KUBELET, rulesText, type Flow, type Peer} from './security-groups.ts';

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
