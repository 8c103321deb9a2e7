import {describe, expect, it} from 'vitest';
import routesOut from '../../../src/checks/network/subnets-route-out.ts';
import natsWork from '../../../src/checks/network/nat-gateways-work.ts';
import natsReach from '../../../src/checks/network/nat-gateways-reach-internet.ts';
import privateSubnets from '../../../src/checks/network/profile-subnets-are-private.ts';
import suffice from '../../../src/checks/network/vpc-endpoints-suffice.ts';
import available from '../../../src/checks/network/vpc-endpoints-are-available.ts';
import {examine} from '../../../src/engine/examine.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {absent, denied} from '../../../src/model/fact.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {
  about,
  but,
  cluster,
  container,
  endpoint,
  fargatePod,
  IGW,
  minutesAgo,
  NAT_A,
  NAT_B,
  NATS,
  nat,
  pendingPod,
  problemsOf,
  PUBLIC_A,
  ROUTE_TABLES,
  spec,
  SUBNET_A,
  SUBNET_B,
  type AllAnswers,
} from '../../fixture.ts';
import {FULL} from './subnets-route-out.fixtures.ts';
import {blackhole, hanging, nats, privateTables, publicOnly, route, TABLE, tables} from './worlds.ts';

/** The one problem that is not merely a warning about logs. */
function only(check: AnyCheck, facts: AllAnswers): Problem {
  const problems = problemsOf(check, facts).filter((p) => !p.summary.startsWith('Logs go to'));
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}
const commands = (problem: Problem): readonly string[] => problem.remedies.flatMap((r) => r.commands);
/** The hanging pod with images from here. */
const pulling = (...images: readonly string[]) =>
  about(pendingPod({spec: spec({containers: images.map((image) => container({image}))})}));
const HUB = 'docker.io/library/nginx:1.27';
const oneHole = {routeTables: tables({[TABLE.a]: [blackhole]})};
const twoHoles = {routeTables: privateTables(blackhole)};

describe('a blackhole in one of two subnets', () => {
  const problem = only(routesOut, hanging(oneHole));
  it('says which one, and that the fault comes and goes', () => {
    expect(problem.summary).toBe(
      `In ${SUBNET_A}, one of the 2 subnets of profile default-fp, the default route leads to ${NAT_A}, which is gone (blackhole); a pod that starts there can't reach STS, ECR and S3, so the fault comes and goes.`,
    );
    expect(problem).toMatchObject({certainty: 'likely', stage: 'provisioning'});
    expect(problem.note).toBeUndefined();
  });
  it('points the route at a NAT gateway that works, by its real id', () => {
    expect(commands(problem)).toEqual([
      `aws ec2 replace-route --region eu-central-1 --route-table-id ${TABLE.a} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id ${NAT_B}`,
    ]);
  });
  it('is as sure when the NAT gateways may not be read', () => {
    const facts = but(hanging(oneHole), {natGateways: denied('ec2:DescribeNatGateways')});
    expect(only(routesOut, facts)).toMatchObject({cause: 'egress-blackhole-route', certainty: 'likely'});
    expect(commands(only(routesOut, facts))).toEqual([]);
  });
});

describe('what a broken path cuts off', () => {
  const facts = (values: Parameters<typeof hanging>[0]) => hanging({...twoHoles, ...values});
  const at = (values: Parameters<typeof hanging>[0]) => {
    const {stage, certainty, note, severity} = only(routesOut, facts(values));
    return {stage, certainty, note, severity};
  };
  const quiet = {severity: undefined, note: undefined};
  it('with a public endpoint only: the API server, for certain', () => {
    expect(at({cluster: publicOnly()})).toEqual({stage: 'provisioning', certainty: 'certain', ...quiet});
    expect(only(routesOut, facts({cluster: publicOnly()})).summary).toContain(
      "can't reach the API server, STS, ECR and S3.",
    );
  });
  it('with STS served: the image', () => {
    expect(at({vpcEndpoints: [endpoint('sts')]})).toEqual({stage: 'image', certainty: 'certain', ...quiet});
  });
  it('with all but STS served: whether a start needs it is not known', () => {
    expect(at({vpcEndpoints: FULL.filter((e) => !e.serviceName.endsWith('sts'))})).toEqual({
      stage: 'provisioning',
      certainty: 'possible',
      ...quiet,
    });
  });
  it('with everything served: nothing, which is a note', () => {
    expect(at({vpcEndpoints: FULL})).toMatchObject({note: true, severity: 'warning'});
  });
  it('with everything served and an image from the internet: the image', () => {
    expect(at({vpcEndpoints: FULL, ...pulling(HUB)})).toEqual({stage: 'image', certainty: 'certain', ...quiet});
    expect(at({vpcEndpoints: FULL, ...pulling('nginx')})).toMatchObject({stage: 'image'});
    expect(at({vpcEndpoints: FULL, ...pulling('111122223333.dkr.ecr.us-east-1.amazonaws.com/a')})).toMatchObject({
      stage: 'image',
    });
    expect(at({vpcEndpoints: FULL, ...pulling('registry.corp.example/a')})).toMatchObject({certainty: 'likely'});
  });
  it('with an S3 gateway for other route tables: S3', () => {
    const vpcEndpoints = FULL.map((e) => (e.type === 'Gateway' ? {...e, routeTableIds: [TABLE.public]} : e));
    expect(only(routesOut, facts({vpcEndpoints})).summary).toContain("can't reach S3.");
  });
  it('with endpoints that may not be read: not said, but noted with the permission', () => {
    const outcome = examine(routesOut, but(facts({}), {vpcEndpoints: denied('ec2:DescribeVpcEndpoints')}));
    expect(outcome).toMatchObject({
      is: 'found',
      problems: [{note: true, certainty: 'possible'}],
      gaps: [{fact: 'vpcEndpoints'}],
    });
  });
});

describe('no default route', () => {
  it('offers the route, then the endpoints, with real ids', () => {
    const [first, second] = only(routesOut, hanging({routeTables: tables({[TABLE.a]: []})})).remedies;
    expect(first?.commands).toEqual([
      `aws ec2 create-route --region eu-central-1 --route-table-id ${TABLE.a} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id ${NAT_B}`,
    ]);
    expect(second?.commands).toContain(
      `aws ec2 create-vpc-endpoint --region eu-central-1 --vpc-id vpc-0d1e2f3a4b5c60001 --service-name com.amazonaws.eu-central-1.ecr.dkr --vpc-endpoint-type Interface --subnet-ids ${SUBNET_A} ${SUBNET_B} --security-group-ids sg-0e1f2a3b4c5d60001 --private-dns-enabled`,
    );
  });
  it('says that endpoints alone do not serve images of other registries', () => {
    const summary = (...images: readonly string[]): string =>
      only(routesOut, hanging({routeTables: privateTables(), ...pulling(...images)})).remedies[1]?.summary ?? '';
    expect(summary(HUB)).toContain('copied to ECR');
    expect(summary('111122223333.dkr.ecr.eu-central-1.amazonaws.com/a')).not.toContain('copied to ECR');
  });
  it('is only possible where other networks may share their endpoints, unless the API server is out of reach', () => {
    const routeTables = privateTables(route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8'));
    expect(only(routesOut, hanging({routeTables})).certainty).toBe('possible');
    expect(only(routesOut, hanging({routeTables, cluster: publicOnly()})).certainty).toBe('certain');
  });
  it('is vpce-missing in a VPC with some endpoints, and nothing in one with all', () => {
    const some = hanging({routeTables: privateTables(), vpcEndpoints: [endpoint('s3')]});
    expect(problemsOf(routesOut, some)).toEqual([]);
    expect(only(suffice, some).summary).toContain('has no endpoint for ecr.api, ecr.dkr and sts');
    expect(only(suffice, some)).toMatchObject({certainty: 'likely', stage: 'provisioning'});
    expect(examine(suffice, hanging({routeTables: privateTables(), vpcEndpoints: FULL})).is).toBe('clear');
    expect(examine(routesOut, hanging({routeTables: privateTables(), vpcEndpoints: FULL})).is).toBe('clear');
  });
  it('names the services as China does', () => {
    const arn = 'arn:aws-cn:eks:cn-north-1:111122223333:cluster/fargate-test';
    const vpcEndpoints = [endpoint('s3', {serviceName: 'com.amazonaws.cn-north-1.s3'})];
    const problem = only(suffice, hanging({cluster: cluster({arn}), routeTables: privateTables(), vpcEndpoints}));
    expect(commands(problem).join()).toContain('--service-name cn.com.amazonaws.cn-north-1.ecr.dkr');
    const there = [
      ...vpcEndpoints,
      ...['ecr.api', 'ecr.dkr', 'sts'].map((s) => endpoint(s, {serviceName: `cn.com.amazonaws.cn-north-1.${s}`})),
    ];
    const facts = hanging({cluster: cluster({arn}), routeTables: privateTables(), vpcEndpoints: there});
    expect(problemsOf(suffice, facts).filter((p) => !p.note)).toEqual([]);
  });
  it('asks for the logging configuration only where logs would be cut off', () => {
    const facts = (services: readonly string[]) =>
      but(hanging({routeTables: privateTables(), vpcEndpoints: services.map((s) => endpoint(s))}), {
        awsLogging: denied('get configmaps/aws-logging -n aws-observability'),
      });
    expect(examine(suffice, facts(['ecr.api', 'ecr.dkr', 's3', 'sts'])).is).toBe('unchecked');
    expect(examine(suffice, facts(['ecr.api', 'ecr.dkr', 's3', 'sts', 'logs'])).is).toBe('clear');
  });
});

describe('siblings', () => {
  const sibling = fargatePod({createdAt: minutesAgo(30)});
  it('lower a certainty by a step, and never clear', () => {
    const facts = hanging({...twoHoles, cluster: publicOnly(), fargatePods: [sibling]});
    expect(only(routesOut, facts).certainty).toBe('likely');
  });
  it('count only in the subnets that are broken', () => {
    const facts = hanging({
      routeTables: tables({[TABLE.b]: [blackhole]}),
      cluster: publicOnly(),
      fargatePods: [sibling],
    });
    expect(only(routesOut, facts).certainty).toBe('likely');
    expect(only(routesOut, facts).evidence.some((e) => e.source === 'list pods')).toBe(false);
  });
});

describe('public subnets', () => {
  const open = route(IGW, 'internet-gateway');
  it('are told by the route', () => {
    const problem = only(privateSubnets, hanging({routeTables: privateTables(open), cluster: publicOnly()}));
    expect(problem).toMatchObject({cause: 'subnet-public', certainty: 'certain'});
    expect(commands(problem)).toContain(
      `aws ec2 replace-route --region eu-central-1 --route-table-id ${TABLE.a} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id ${NAT_A}`,
    );
  });
  it('are never advised to take the route away from the NAT gateways that live in the same table', () => {
    const routeTables = ROUTE_TABLES.filter((t) => t.id !== TABLE.a && t.id !== TABLE.b).map((t) =>
      t.id === TABLE.public ? {...t, subnetIds: [...t.subnetIds, SUBNET_A, SUBNET_B]} : t,
    );
    const problem = only(privateSubnets, hanging({routeTables}));
    expect(problem.cause).toBe('subnet-public');
    expect(commands(problem)).toEqual([]);
  });
});

describe('NAT gateways', () => {
  it('that failed give AWS’s own words', () => {
    const failure = {
      state: 'failed',
      failureCode: 'InsufficientFreeAddressesInSubnet',
      failureMessage: 'no free address',
    };
    const problem = only(natsWork, hanging({natGateways: [nat(failure), ...NATS.slice(1)]}));
    expect(problem.summary).toContain(`NAT gateway ${NAT_A} (failed: InsufficientFreeAddressesInSubnet)`);
    expect(problem.evidence.map((e) => e.value).join()).toContain('no free address');
  });
  it('that are being made are waited for', () => {
    const pending = (minutes: number) =>
      only(
        natsWork,
        hanging({cluster: publicOnly(), natGateways: nats({state: 'pending', createdAt: minutesAgo(minutes)})}),
      );
    expect(pending(2).certainty).toBe('likely');
    expect(commands(pending(2))[0]).toBe(
      `aws ec2 wait nat-gateway-available --region eu-central-1 --nat-gateway-ids ${NAT_A} ${NAT_B}`,
    );
    expect(commands(pending(30)).join()).not.toContain('wait');
  });
  it('in a private subnet are given a route, unless pods share the table', () => {
    const facts = hanging({routeTables: tables({[TABLE.public]: []})});
    expect(commands(only(natsReach, facts))).toEqual([
      `aws ec2 create-route --region eu-central-1 --route-table-id ${TABLE.public} --destination-cidr-block 0.0.0.0/0 --gateway-id ${IGW}`,
    ]);
    expect(commands(only(natsReach, hanging({natGateways: nats({subnetId: SUBNET_A})})))).toEqual([]);
  });
  it('behind a gateway that is gone: certain by the route, likely by the list alone', () => {
    const gone = {routeTables: tables({[TABLE.public]: [route(IGW, 'internet-gateway', 'blackhole')]})};
    expect(only(natsReach, hanging({...gone, cluster: publicOnly()})).certainty).toBe('certain');
    expect(only(natsReach, hanging({internetGateways: [], cluster: publicOnly()})).certainty).toBe('likely');
    expect(only(natsReach, hanging(gone)).evidence[0]?.value).toContain(
      `${PUBLIC_A} → ${TABLE.public} → ${IGW} (blackhole)`,
    );
  });
});

describe('endpoints that are not available', () => {
  const failed = FULL.map((e) => (e.serviceName.endsWith('ecr.dkr') ? {...e, state: 'failed'} : e));
  it('matter without a way out', () => {
    const isolated = only(available, hanging({routeTables: privateTables(), vpcEndpoints: failed}));
    expect(isolated).toMatchObject({stage: 'image', certainty: 'certain'});
    expect(only(available, hanging({vpcEndpoints: failed}))).toMatchObject({note: true, severity: 'warning'});
  });
});

it('says the same of a workload whose pods were never created, without naming a pod to delete', () => {
  const facts = but(hanging({...oneHole, subject: {kind: 'Deployment', namespace: 'default', name: 'web'}}), {
    pod: absent,
  });
  expect(only(routesOut, facts).remedies[0]?.then).toBe('kubectl rollout restart deployment/web -n default');
  expect(only(routesOut, facts).certainty).toBe('likely');
});

it('takes hostile names as data', () => {
  const evil = "nat-1'; rm -rf / #\u001b[2J";
  const facts = hanging({
    routeTables: tables({[TABLE.a]: [route('__proto__', 'nat-gateway', 'blackhole')]}),
    natGateways: NATS.map((n) => ({...n, id: n.id === NAT_B ? evil : n.id})),
  });
  for (const problem of problemsOf(routesOut, facts)) {
    for (const command of commands(problem)) {
      expect(command).not.toContain('\u001b');
      expect(command).not.toMatch(/[^\\]'; rm/);
    }
  }
});
