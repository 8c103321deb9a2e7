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
import {reroute} from '../../domain/network-remedies.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {atMost} from '../../domain/siblings.ts';
import type {NatGateway} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import {causes} from './nat-gateways-work.pages.ts';

/** A NAT gateway takes a minute or two; one that is pending for longer is in trouble. Milliseconds. */
const YOUNG = 10 * 60_000;

export default defineCheck({
  id: 'nat-gateways-work',
  title: "The NAT gateways of the profile's subnets are available and have public addresses",
  topic: 'NAT gateways',
  group: 'network',
  stage: 'provisioning',
  scope: 'pod',
  precedence: 'egress',
  needs: EGRESS_NEEDS,
  consults: EGRESS_CONSULTS,
  causes,
  run(given, doubt) {
    const reading = readEgress(given);
    doubtPaths(reading, doubt, 'all');
    const now = Date.parse(valueOf(given.clock) ?? '');
    const problems: Problem[] = [];
    const add = (cause: keyof typeof causes, broken: readonly EgressPath[], what: string): void => {
      const paths = some(broken);
      if (!paths) return;
      const {fields, evidence, cut} = judge(reading, paths, doubt);
      const [first, ...rest] = evidence;
      problems.push({
        cause,
        summary: sentence(reading, paths, what, cut),
        ...fields,
        evidence: [first, ...rest, ...natsOf(paths).map(natEvidence)],
        remedies: [reroute(reading, paths)],
      });
    };

    const down = brokenBy(reading, 'nat-not-available');
    add(
      'egress-nat-not-available',
      down,
      `the default route leads to NAT gateway ${listText(natsOf(down).map(downText))}, which ${natsOf(down).length === 1 ? 'forwards' : 'forward'} nothing`,
    );
    const last = problems.at(-1);
    // One that is being made may be there by now.
    if (last && natsOf(down).every((nat) => nat.state === 'pending')) {
      const young = natsOf(down).every((nat) => isYoung(nat, now));
      problems[problems.length - 1] = {
        ...last,
        certainty: atMost(last.certainty, 'likely'),
        remedies: [...(young ? [wait(reading, natsOf(down))] : []), ...last.remedies],
      };
    }
    const inward = brokenBy(reading, 'nat-private');
    const ids = (paths: readonly EgressPath[]): string => listText(natsOf(paths).map((nat) => nat.id));
    add(
      'egress-nat-private-type',
      inward,
      `the NAT gateway of the default route is a private one without a way to the internet (${ids(inward)})`,
    );
    const bare = brokenBy(reading, 'nat-without-address');
    add('egress-nat-no-eip', bare, `the NAT gateway of the default route has no public address (${ids(bare)})`);
    return problems;
  },
});

function natsOf(paths: readonly EgressPath[]): readonly NatGateway[] {
  return [...new Map(paths.flatMap(({nat}) => (nat ? [[nat.id, nat] as const] : []))).values()];
}

const isYoung = (nat: NatGateway, now: number): boolean =>
  nat.state === 'pending' && nat.createdAt !== undefined && now - Date.parse(nat.createdAt) < YOUNG;

const downText = (nat: NatGateway): string =>
  `${nat.id} (${nat.failureCode === undefined ? nat.state : `${nat.state}: ${nat.failureCode}`})`;

function natEvidence(nat: NatGateway): Evidence {
  const addresses = nat.addresses.map((a) => a.publicIp ?? `no public address${a.status ? `, ${a.status}` : ''}`);
  const words = [
    `state ${nat.state}`,
    `type ${nat.connectivityType}`,
    `addresses ${[...addresses].sort().join(', ') || 'none'}`,
    ...(nat.failureCode ? [nat.failureCode] : []),
    ...(nat.failureMessage ? [nat.failureMessage] : []),
  ];
  return {
    source: 'ec2:DescribeNatGateways',
    ref: nat.id,
    value: words.join(' · '),
    ...(nat.createdAt === undefined ? {} : {at: nat.createdAt}),
  };
}

const wait = ({region, subject}: EgressReading, nats: readonly NatGateway[]): Remedy => ({
  summary: 'Wait until the NAT gateway is there, which takes a minute or two.',
  commands: [sh`aws ec2 wait nat-gateway-available --region ${region} --nat-gateway-ids ${nats.map((nat) => nat.id)}`],
  changes: 'pod',
  ...thenRecreate(subject),
});
