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
  title: 'The NAT gateways of the profile’s subnets are available and have public addresses',
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
    add('egress-nat-not-available', down, `the default route leads to ${listText(natsOf(down).map(downText))}`);
    const last = problems.at(-1);
    const young = natsOf(down).filter((nat) => isYoung(nat, now));
    if (last && young.length > 0 && young.length === natsOf(down).length) {
      const certainty = atMost(last.certainty, 'likely');
      problems[problems.length - 1] = {...last, certainty, remedies: [wait(reading, young), ...last.remedies]};
    }
    const inward = brokenBy(reading, 'nat-private');
    const ids = (paths: readonly EgressPath[]): string => listText(natsOf(paths).map((nat) => nat.id));
    add(
      'egress-nat-private-type',
      inward,
      `the default route leads to ${ids(inward)}, a private NAT gateway without a way to the internet`,
    );
    const bare = brokenBy(reading, 'nat-without-address');
    add('egress-nat-no-eip', bare, `the default route leads to ${ids(bare)}, a NAT gateway without a public address`);
    return problems;
  },
});

function natsOf(paths: readonly EgressPath[]): readonly NatGateway[] {
  return [...new Map(paths.flatMap(({nat}) => (nat ? [[nat.id, nat] as const] : []))).values()];
}

const isYoung = (nat: NatGateway, now: number): boolean =>
  nat.state === 'pending' && nat.createdAt !== undefined && now - Date.parse(nat.createdAt) < YOUNG;

function downText(nat: NatGateway): string {
  if (nat.state === 'pending') return `${nat.id}, which is still being made (pending)`;
  return `${nat.id}, which is ${nat.state}${nat.failureCode ? ` (${nat.failureCode})` : ''}`;
}

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
