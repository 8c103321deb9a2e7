import {aclsBeforeCoreDns} from '../../domain/cluster-traffic.ts';
import {EGRESS_NEEDS} from '../../domain/egress-reading.ts';
import {INTERMITTENT, some} from '../../domain/egress-verdict.ts';
import {allowThrough} from '../../domain/group-remedies.ts';
import {
  goalsText,
  judgeRefusals,
  REACH_CONSULTS,
  readReach,
  refusalEvidence,
  refusals,
  subnetsText,
  type ReachReading,
  type Refusal,
} from '../../domain/reach-reading.ts';
import {aclOf} from '../../domain/nacl.ts';
import {listText} from '../../domain/lists.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';

export default defineCheck({
  id: 'network-acls-let-traffic-through',
  title: 'The network ACLs let through what a start needs, both ways',
  topic: 'network ACLs',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'nacl',
  needs: [...EGRESS_NEEDS, 'networkAcls'],
  consults: [...REACH_CONSULTS, 'corednsPods'],
  causes: {
    'nacl-blocks': {
      title: 'Network ACL that refuses the traffic of a start',
      why: 'A network ACL filters what enters and leaves a subnet, and keeps no state: replies need rules of their own, for the ports that the caller has chosen. On the way of a Fargate pod are the ACLs of its own subnet, of the subnet of the NAT gateway, and of the subnets of endpoints and of the control plane. The rule with the lowest number decides, and what no rule fits is denied.',
      symptoms: [
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
        'Image pulls that time out: "dial tcp …:443: i/o timeout".',
      ],
      proof:
        'Each ACL on the way, evaluated for TCP 443 and for the replies to ports 32768-60999 of a pod and 1024-65535 of a NAT gateway. DNS by the resolver of the VPC is not filtered. A rule for a part of the addresses, or in an IPv6 cluster for IPv4 alone, makes it possible only; where a fifth or more of the ports for replies is refused, that many connections fail. CoreDNS in another subnet takes UDP 53 both ways.',
      severity: 'error',
      atMost: 'likely',
      explains: ['image-pull-timeout-vpce', 'image-pull-timeout-egress'],
      fix: [
        'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=SUBNET',
        'Allow TCP 443 out and TCP 1024-65535 in, and port 53 between the subnets, with lower numbers than the rules that deny',
      ],
      docs: [
        'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
        'https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html',
      ],
    },
  },
  run(given, doubt) {
    const reading = readReach(given, {acls: given.networkAcls}, doubt);
    for (const {id} of reading.egress.subnets) {
      if (!aclOf(id, given.networkAcls)) doubt.unreadable('networkAcls', `the network ACL of ${id} is not visible`);
    }
    const refused = refusals(reading, 'pod-acl', 'nat-acl', 'endpoint-acl', 'control-plane-acl');
    const interfaceSubnets = valueOf(given.interfaceSubnets);
    const dns = aclsBeforeCoreDns(reading, valueOf(given.corednsPods) ?? [], {
      acls: given.networkAcls,
      ...(interfaceSubnets ? {interfaceSubnets} : {}),
    });
    const of = (list: readonly Refusal[], key: string): readonly Refusal[] =>
      list.filter(({hop}) => hop.ids.join() === key);
    const keysOf = (list: readonly Refusal[]): readonly string[] =>
      [...new Set(list.map(({hop}) => hop.ids.join()))].sort();
    const starts = keysOf(refused);
    return [
      ...starts.flatMap((key) => {
        const ours = some(of(refused, key));
        // What opens the ACL for a start opens it for names as well, or the next fault is ours.
        return ours ? [problem(reading, ours, of(dns.refused, key))] : [];
      }),
      ...keysOf(dns.refused).flatMap((key) => {
        const ours = starts.includes(key) ? undefined : some(of(dns.refused, key));
        return ours ? [withoutNames(reading, ours, dns.everywhere)] : [];
      }),
    ];
  },
});

function problem(reading: ReachReading, refused: readonly [Refusal, ...Refusal[]], names: readonly Refusal[]): Problem {
  const {cluster, subject} = reading.egress;
  const {fields, evidence} = judgeRefusals(reading, refused, 'likely');
  const partly = refused.every(({hop}) => hop.state === 'partly');
  const lossy = partly && refused.some(({hop}) => hop.lossy);
  const hit = new Set(refused.map(({leg}) => leg.subnet.id));
  const tail = hit.size < reading.subnets.length || lossy ? INTERMITTENT : '';
  const can = lossy ? "often can't reach" : partly ? 'may not reach' : "can't reach";
  return {
    cause: 'nacl-blocks',
    summary: `${subnetsText(reading, refused)} a pod ${can} ${goalsText(refused)}: ${reasonsText(refused)}${tail}.`,
    ...fields,
    evidence: [...refusalEvidence(refused), ...evidence] as unknown as Problem['evidence'],
    remedies: [allowThrough(cluster, [...refused, ...names], subject)],
  };
}

/** What keeps a pod that has started from the cluster's DNS. */
function withoutNames(reading: ReachReading, refused: readonly [Refusal, ...Refusal[]], everywhere: boolean): Problem {
  const {cluster, subject} = reading.egress;
  const what = everywhere ? "can't resolve names" : 'loses some of its DNS questions';
  return {
    cause: 'nacl-blocks',
    summary: `${subnetsText(reading, refused)} a pod ${what}, for it can't reach CoreDNS in another subnet: ${reasonsText(refused)}.`,
    certainty: everywhere ? 'likely' : 'possible',
    stage: 'ready',
    evidence: refusalEvidence(refused),
    remedies: [allowThrough(cluster, refused, subject)],
  };
}

/** Why, each reason once; those of one ACL that begin alike are told together. */
function reasonsText(refused: readonly Refusal[]): string {
  const ends = new Map<string, string[]>();
  for (const {hop} of refused) {
    const [, start = hop.because, end = ''] = /^(.* has no rule that allows )(.+)$/.exec(hop.because) ?? [];
    ends.set(start, [...(ends.get(start) ?? []), end]);
  }
  return listText([...ends].map(([start, all]) => `${start}${listText(all)}`));
}
