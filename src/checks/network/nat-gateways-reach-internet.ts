import {
  brokenBy,
  doubtPaths,
  EGRESS_CONSULTS,
  EGRESS_NEEDS,
  readEgress,
  type EgressReading,
} from '../../domain/egress-reading.ts';
import {judge, sentence, some} from '../../domain/egress-verdict.ts';
import type {EgressPath} from '../../domain/egress.ts';
import {listText} from '../../domain/lists.ts';
import {reroute, workingNat} from '../../domain/network-remedies.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {byId, defaultRoutes} from '../../domain/routes.ts';
import {sh} from '../../domain/shell.ts';
import type {InternetGateway} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Problem, Remedy} from '../../model/finding.ts';
import {atMost} from '../../domain/siblings.ts';

const TIMEOUT = 'fargate-scheduler repeats "Pod provisioning timed out (will retry)".';
const CONSEQUENCES = ['endpoint-public-only-no-egress', 'image-pull-timeout-egress'] as const;

export default defineCheck({
  id: 'nat-gateways-reach-internet',
  title: "The NAT gateways of the profile's subnets stand in public subnets with an attached internet gateway",
  topic: 'NAT subnets',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes: {
    'egress-nat-in-private-subnet': {
      title: 'NAT gateway in a subnet without an internet gateway',
      why: 'A NAT gateway sends traffic on by the routes of its own subnet. Where that table has no default route to an internet gateway, or leads back to the NAT gateway, traffic ends there.',
      symptoms: [TIMEOUT],
      proof:
        "The effective route table of the NAT gateway's subnet. Of a regional NAT gateway, which is in no subnet, its own table counts; a firewall or transit gateway in that table is a way on that can't be seen.",
      severity: 'error',
      explains: CONSEQUENCES,
      fix: [
        "aws ec2 create-route --route-table-id RTB --destination-cidr-block 0.0.0.0/0 --gateway-id IGW, for the NAT gateway's subnet",
        'or make a NAT gateway in a public subnet',
      ],
      docs: ['https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html'],
    },
    'egress-igw-detached': {
      title: 'Internet gateway that is not attached',
      why: 'The route behind the NAT gateway leads to an internet gateway that was detached from the VPC or deleted, so nothing leaves it.',
      symptoms: [TIMEOUT, 'Everything in the VPC that uses the internet fails at once.'],
      proof:
        "The route to the internet gateway is a blackhole, or the gateway's attachment to the VPC is not available. In a shared VPC gateways are not listed to participants, and nothing is concluded.",
      severity: 'error',
      explains: CONSEQUENCES,
      fix: ['aws ec2 attach-internet-gateway --internet-gateway-id IGW --vpc-id VPC'],
      docs: ['https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html'],
    },
  },
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'all');
    if (reading.paths.some((path) => path.natTable)) doubt.unsure('internetGateways');
    const problems: Problem[] = [];
    const add = (cause: string, broken: readonly EgressPath[], what: string, remedies: readonly Remedy[]): void => {
      const paths = some(broken);
      if (!paths) return;
      const {fields, evidence, cut} = judge(reading, paths, doubt);
      problems.push({cause, summary: sentence(reading, paths, what, cut), ...fields, evidence, remedies});
    };
    const nats = (paths: readonly EgressPath[]): string => listText(paths.map((path) => path.nat?.id ?? ''));

    const inside = brokenBy(reading, 'nat-in-private-subnet');
    const places = listText(inside.map((path) => path.nat?.subnetId ?? path.nat?.routeTableId ?? ''));
    const what = `the default route leads to ${nats(inside)}, but by the routes there (${places}) no internet gateway is reached`;
    add(
      'egress-nat-in-private-subnet',
      inside,
      what,
      openNatSubnet(reading, inside, attachedGateway(valueOf(given.internetGateways) ?? [])),
    );

    const loose = brokenBy(reading, 'internet-gateway-detached');
    const gateways = [...new Set(loose.map((path) => path.hops.at(-1)?.id ?? ''))];
    const names = listText(gateways);
    add(
      'egress-igw-detached',
      loose,
      `traffic of ${nats(loose)} should leave by internet gateway ${names}, which is not attached to the VPC`,
      attach(reading, gateways),
    );
    // An active route says one thing and the list of gateways another: one of the two is behind.
    const contradicted = loose.every((p) =>
      (p.natTable ? defaultRoutes(p.natTable, 'ipv4').routes : []).every((r) => r.state === 'active'),
    );
    return problems.map((p) =>
      p.cause === 'egress-igw-detached' && contradicted ? {...p, certainty: atMost(p.certainty, 'likely')} : p,
    );
  },
});

/** The VPC's internet gateway; a VPC has one at most. */
const attachedGateway = (gateways: readonly InternetGateway[]): string | undefined =>
  [...gateways].sort(byId).find((gateway) => gateway.attachment === 'available' || gateway.attachment === 'attached')
    ?.id;

/** A NAT gateway that works, else a route for this one's subnet, unless that table is the pods' own. */
function openNatSubnet(
  reading: EgressReading,
  broken: readonly EgressPath[],
  gateway: string | undefined,
): readonly Remedy[] {
  const other = reroute(reading, broken);
  if (broken.every((path) => workingNat(reading, path.subnet))) return [other];
  const commands = new Set<string>();
  for (const {natTable} of broken) {
    const shared = reading.paths.some((path) => path.table?.id === natTable?.id);
    if (!natTable || gateway === undefined || shared) continue;
    const verb = defaultRoutes(natTable, 'ipv4').routes.length > 0 ? 'replace-route' : 'create-route';
    commands.add(
      sh`aws ec2 ${verb} --region ${reading.region} --route-table-id ${natTable.id} --destination-cidr-block 0.0.0.0/0 --gateway-id ${gateway}`,
    );
  }
  if (commands.size === 0) return [other];
  return [
    {
      summary: `Give the NAT gateway a default route to internet gateway ${gateway}; other subnets that use this table become public too.`,
      commands: [...commands].sort(),
      changes: 'aws',
      ...thenRecreate(reading.subject),
    },
  ];
}

const attach = (reading: EgressReading, gateways: readonly string[]): readonly Remedy[] => [
  {
    summary:
      "Attach the internet gateway again; if it was deleted, attach a new one and point the route of the NAT gateway's subnet at it.",
    commands: gateways.map(
      (id) =>
        sh`aws ec2 attach-internet-gateway --region ${reading.region} --internet-gateway-id ${id} --vpc-id ${reading.cluster.vpcId}`,
    ),
    changes: 'aws',
    ...thenRecreate(reading.subject),
  },
];
