import {
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  pathEvidence,
  readEgress,
  siblingsIn,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {some, stand} from '../../domain/egress-verdict.ts';
import {listText} from '../../domain/lists.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {Certainty, Evidence, Problem} from '../../model/finding.ts';
import type {Subnet} from '../../model/aws.ts';

export default defineCheck({
  id: 'ipv6-subnets-give-addresses',
  title: "In an IPv6 cluster the profile's subnets give IPv6 addresses and a way out",
  topic: 'IPv6 subnets',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'addresses',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'ipv6-cluster': {
      title: 'Subnet that has no IPv6 for an IPv6 cluster',
      why: 'In a cluster of the IPv6 family each Fargate pod gets an IPv6 address of its subnet. The subnets of the profile need an IPv6 block, should give addresses of it to new interfaces, and, to get out by IPv6, a route for ::/0 to an egress-only internet gateway.',
      symptoms: [
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
        'Pods run, but reach nothing by IPv6.',
      ],
      proof:
        'The cluster is of the IPv6 family, and a subnet has no IPv6 block (likely); or it does not assign IPv6 addresses, or its ::/0 leads nowhere, of which it is not known what Fargate makes (possible).',
      severity: 'error',
      atMost: 'likely',
      fix: [
        'aws ec2 associate-subnet-cidr-block --subnet-id SUBNET --ipv6-cidr-block BLOCK',
        'aws ec2 modify-subnet-attribute --subnet-id SUBNET --assign-ipv6-address-on-creation',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html'],
    },
  },
  run(given, doubt) {
    if (given.cluster.ipFamily !== 'ipv6') return doubt.inapplicable('the cluster is of the IPv4 family');
    const reading = readEgress(given);
    const {subnets, region, paths6} = reading;
    const bare = subnets.filter((subnet) => subnet.ipv6Cidrs.length === 0);
    const shy = subnets.filter((subnet) => !bare.includes(subnet) && !subnet.assignIpv6OnCreation);
    const shut = paths6.filter(({end, subnet}) => end.reaches === 'nowhere' && !bare.includes(subnet));
    const sure: Certainty = bare.length < subnets.length ? 'possible' : 'likely';
    const assign = (affected: readonly Subnet[]): readonly string[] =>
      affected.map(
        ({id}) =>
          sh`aws ec2 modify-subnet-attribute --region ${region} --subnet-id ${id} --assign-ipv6-address-on-creation`,
      );
    const faults: readonly Fault[] = [
      {
        subnets: bare,
        sure,
        what: `${bare.length > 1 ? 'have' : 'has'} no IPv6 block`,
        evidence: bare.map(seen('Ipv6CidrBlockAssociationSet', 'empty')),
        how: 'Give each of these subnets a /64 of an IPv6 block of the VPC; then let it give addresses to new interfaces.',
        commands: assign(bare),
      },
      {
        subnets: shy,
        sure: 'possible',
        what: `${shy.length > 1 ? 'do' : 'does'} not give IPv6 addresses to new interfaces`,
        evidence: shy.map(seen('AssignIpv6AddressOnCreation', 'false')),
        how: 'Let these subnets give IPv6 addresses to new interfaces.',
        commands: assign(shy),
      },
      {
        subnets: shut.map(({subnet}) => subnet),
        sure: 'possible',
        what: `${shut.length > 1 ? 'have' : 'has'} no way out by IPv6`,
        evidence: shut.map(pathEvidence),
        how: 'Route ::/0 to an egress-only internet gateway of the VPC.',
        commands: [],
      },
    ];
    return faults.flatMap((fault) => problem(reading, fault));
  },
});

interface Fault {
  readonly subnets: readonly Subnet[];
  readonly sure: Certainty;
  /** A clause that the subnets' ids are the subject of. */
  readonly what: string;
  readonly evidence: readonly Evidence[];
  readonly how: string;
  readonly commands: readonly string[];
}

const seen =
  (path: string, value: string) =>
  (subnet: Subnet): Evidence => ({source: 'ec2:DescribeSubnets', ref: subnet.id, path, value});

/** What is merely possible is worth a note, unless the pod waits for its node. */
function problem(reading: EgressReading, {subnets, sure, what, evidence, how, commands}: Fault): readonly Problem[] {
  const found = some(evidence);
  if (!found) return [];
  const ids = subnets.map(({id}) => id);
  const siblings = siblingsIn(
    reading,
    reading.paths.filter((path) => ids.includes(path.subnet.id)),
  );
  return [
    {
      cause: 'ipv6-cluster',
      summary: `The cluster is of the IPv6 family, and ${listText(ids)} ${what}.`,
      ...stand(reading, sure, undefined, siblings.lowers),
      ...(sure === 'possible' && reading.timeout.length === 0 ? {note: true, severity: 'warning'} : {}),
      evidence: [...found, ...siblings.evidence, ...reading.timeout],
      remedies: [{summary: how, commands, changes: 'aws', ...thenRecreate(reading.subject)}],
    },
  ];
}
