import type {Cluster} from '../model/aws.ts';
import type {Remedy} from '../model/finding.ts';
import type {SecurityGroupPolicy, Subject} from '../model/kubernetes.ts';
import {regionOf} from './cluster-arn.ts';
import {listText} from './lists.ts';
import {NAT_PORTS, type Packets} from './nacl.ts';
import type {Lacking} from './reach-hops.ts';
import {groupsOf} from './pod-groups.ts';
import {thenRecreate} from './remedies.ts';
import type {Refusal} from './reach-reading.ts';
import {flowText, type Flow} from './security-groups.ts';
import {sh} from './shell.ts';

/** Lets a group's members talk to each other, as EKS made it. */
export const admitSelf = (cluster: Cluster, group: string, subject: Subject): Remedy => ({
  summary: `Let ${group} admit all traffic from itself again, as EKS made it.`,
  commands: [
    sh`aws ec2 authorize-security-group-ingress --region ${regionOf(cluster)} --group-id ${group} --ip-permissions ${JSON.stringify([{IpProtocol: '-1', UserIdGroupPairs: [{GroupId: group}]}])}`,
  ],
  changes: 'aws',
  ...thenRecreate(subject),
});

/** Admits flows from one group to another. */
export const admitFrom = (
  cluster: Cluster,
  group: string,
  source: string,
  flows: readonly Flow[],
  subject: Subject,
): Remedy => ({
  summary: `Let ${group} admit ${listText(flows.map(flowText))} from ${source}.`,
  commands: flows.map(
    ({protocol, port}) =>
      sh`aws ec2 authorize-security-group-ingress --region ${regionOf(cluster)} --group-id ${group} --protocol ${protocol} --port ${String(port)} --source-group ${source}`,
  ),
  changes: 'aws',
  ...thenRecreate(subject),
});

/**
 * Lets flows out of a group to any address; and, as the wider way, everything, as EKS makes its groups. `onlyIpv6` where
 * IPv4 has its rules: EC2 refuses the whole call for one rule that is there already.
 */
export function letOut(
  cluster: Cluster,
  group: string,
  flows: readonly Flow[],
  subject: Subject,
  onlyIpv6 = false,
): readonly Remedy[] {
  const by4 = onlyIpv6 ? {} : {IpRanges: [{CidrIp: '0.0.0.0/0'}]};
  const by6 = cluster.ipFamily === 'ipv6' ? {Ipv6Ranges: [{CidrIpv6: '::/0'}]} : {};
  const anywhere = {...by4, ...by6};
  const way = onlyIpv6 ? ' by IPv6' : '';
  const command = (permissions: unknown): string =>
    sh`aws ec2 authorize-security-group-egress --region ${regionOf(cluster)} --group-id ${group} --ip-permissions ${JSON.stringify(permissions)}`;
  return [
    {
      summary: `Let ${listText(flows.map(flowText))} out of ${group}${way}.`,
      commands: [
        command(flows.map(({protocol, port}) => ({IpProtocol: protocol, FromPort: port, ToPort: port, ...anywhere}))),
      ],
      changes: 'aws',
      ...thenRecreate(subject),
    },
    {
      summary: `Let everything out of ${group}${way}, as EKS makes it.`,
      commands: [command([{IpProtocol: '-1', ...anywhere}])],
      changes: 'aws',
      ...thenRecreate(subject),
    },
  ];
}

/** A policy of this kind takes no more groups (its CustomResourceDefinition says so). */
export const MOST_POLICY_GROUPS = 5;

/** Adds the cluster security group to the policies that select the pod, so that it keeps what it has. */
export function addClusterGroup(cluster: Cluster, policies: readonly SecurityGroupPolicy[], subject: Subject): Remedy {
  const group = cluster.clusterSecurityGroupId;
  const [policy] = policies.filter((one) => one.groupIds.length < MOST_POLICY_GROUPS);
  const full = groupsOf(policies).length >= MOST_POLICY_GROUPS;
  return {
    summary:
      policy && !full
        ? `Add the cluster security group to SecurityGroupPolicy ${policy.name}; only new pods get it.`
        : 'Add the cluster security group to the groups of the pod (a pod takes five at most); only new pods get it.',
    commands:
      policy && group !== undefined && !full
        ? [
            sh`kubectl patch securitygrouppolicy ${policy.name} -n ${subject.namespace} --type=merge -p ${JSON.stringify({spec: {securityGroups: {groupIds: [...policy.groupIds, group]}}})}`,
          ]
        : [],
    changes: 'cluster',
    ...thenRecreate(subject),
  };
}

/** Rules that let through what network ACLs refuse, each with a number before those that deny. */
export function allowThrough(cluster: Cluster, refused: readonly Refusal[], subject: Subject): Remedy {
  const rules = wantedRules(refused);
  const taken = new Map<string, readonly number[]>();
  const commands = rules.flatMap(({acl, cidr, packets: {egress, protocol, ports, denied, numbers}}) => {
    const side = `${acl} ${String(egress)}`;
    const used = [...numbers, ...(taken.get(side) ?? [])];
    const number = before(Math.min(...denied, LAST), used);
    if (number === undefined) return [];
    taken.set(side, [...(taken.get(side) ?? []), number]);
    const direction = egress ? '--egress' : '--ingress';
    const block = cidr.includes(':') ? '--ipv6-cidr-block' : '--cidr-block';
    return [
      `${sh`aws ec2 create-network-acl-entry --region ${regionOf(cluster)} --network-acl-id ${acl}`} ${direction} ${sh`--rule-number ${number} --protocol ${protocol} --port-range From=${ports[0]},To=${ports[1]} --rule-action allow`} ${block} ${sh`${cidr}`}`,
    ];
  });
  const acls = [...new Set(refused.flatMap(({hop}) => hop.ids))];
  return {
    summary: `Let it through ${listText(acls)}, by rules that come before those that deny.`,
    commands: commands.slice(0, MOST_COMMANDS),
    changes: 'aws',
    ...thenRecreate(subject),
  };
}

/** What a person would still paste; it is a rule for each direction, protocol and block. */
const MOST_COMMANDS = 16;

/** The number of the rule `*`. */
const LAST = 32_767;

interface WantedRule {
  readonly acl: string;
  readonly cidr: string;
  readonly packets: Lacking;
}

/** Each rule once; one for anywhere stands for those for single blocks. Replies get the ports that AWS recommends for them. */
function wantedRules(refused: readonly Refusal[]): readonly WantedRule[] {
  const all = refused.flatMap(({hop}) =>
    (hop.lacking ?? []).flatMap((packets) =>
      blocksOf(packets).map((cidr) => {
        const ports = packets.ports[0] === packets.ports[1] ? packets.ports : NAT_PORTS;
        return {acl: hop.ids[0] ?? '', cidr, packets: {...packets, ports}};
      }),
    ),
  );
  const side = ({acl, packets: {egress, protocol, ports}}: WantedRule): string =>
    [acl, egress, protocol, ports.join('-')].join(' ');
  const anywhere = (cidr: string): string => (cidr.includes(':') ? '::/0' : '0.0.0.0/0');
  const wide = new Set(all.filter(({cidr}) => cidr === anywhere(cidr)).map((rule) => `${side(rule)} ${rule.cidr}`));
  const kept = all.filter(
    (rule) => rule.cidr === anywhere(rule.cidr) || !wide.has(`${side(rule)} ${anywhere(rule.cidr)}`),
  );
  return [...new Map(kept.map((rule) => [`${side(rule)} ${rule.cidr}`, rule])).values()];
}

/** Public places are anywhere. */
const blocksOf = ({blocks, open = blocks}: Packets): readonly string[] =>
  open.length > 8 ? ['0.0.0.0/0'] : [...new Set(open)].map((block) => (block === '2000::/3' ? '::/0' : block));

/** A free number before one that denies: after all that are taken where only the rule `*` denies. */
function before(denied: number, used: readonly number[]): number | undefined {
  const highest = Math.max(0, ...used.filter((number) => number < LAST));
  if (denied === LAST && highest + 10 < LAST) return highest + 10;
  for (let number = denied - 1; number > 0; number--) if (!used.includes(number)) return number;
  return undefined;
}
