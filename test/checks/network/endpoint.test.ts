import {describe, expect, it} from 'vitest';
import admits from '../../../src/checks/network/endpoint-admits-pod.ts';
import reachable from '../../../src/checks/network/endpoint-is-reachable.ts';
import routesOut from '../../../src/checks/network/subnets-route-out.ts';
import {examine} from '../../../src/engine/examine.ts';
import {absent, denied} from '../../../src/model/fact.ts';
import {but, fargatePod, minutesAgo, NAT_A, NATS, problemsOf, SUBNET_A, type AllAnswers} from '../../fixture.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import type {Problem} from '../../../src/model/finding.ts';
import {ipv6Cluster} from './endpoint-admits-pod.fixtures.ts';
import {blackhole, hanging, nats, oneSubnet, privateTables, publicOnly, route, TABLE, tables} from './worlds.ts';

const HOME = '198.51.100.7/32';
const founding = hanging({cluster: publicOnly(HOME), profile: oneSubnet});

function only(check: AnyCheck, facts: AllAnswers): Problem {
  const problems = problemsOf(check, facts);
  expect(problems).toHaveLength(1);
  return problems[0] as Problem;
}

describe('the founding case', () => {
  const problem = only(admits, founding);
  it('names both addresses in its first line, for certain', () => {
    expect(problem.summary).toBe(
      "The API server admits only 198.51.100.7/32; this pod's traffic leaves from 203.0.113.10.",
    );
    expect(problem.certainty).toBe('certain');
    expect(problem.note).toBeUndefined();
  });
  it('shows the endpoint, the path and the scheduler’s word, in this order', () => {
    expect(problem.evidence).toMatchObject([
      {source: 'eks:DescribeCluster', value: 'endpoint: private off, public on, allowed 198.51.100.7/32'},
      {
        source: 'ec2:DescribeRouteTables, ec2:DescribeNatGateways',
        value: `${SUBNET_A} → ${TABLE.a} → ${NAT_A} (203.0.113.10)`,
      },
      {source: 'event', ref: 'fargate-scheduler', at: minutesAgo(8)},
    ]);
  });
  it('offers private access first, then the address beside those admitted now', () => {
    expect(problem.remedies.map((r) => r.commands)).toEqual([
      [
        'aws eks update-cluster-config --region eu-central-1 --name fargate-test --resources-vpc-config endpointPrivateAccess=true',
      ],
      [
        'aws eks update-cluster-config --region eu-central-1 --name fargate-test --resources-vpc-config publicAccessCidrs=198.51.100.7/32,203.0.113.10/32',
      ],
    ]);
    expect(problem.remedies[0]?.then).toBe('kubectl delete pod nginx -n default');
  });
});

describe('what was changed when the trouble began', () => {
  const update = {
    id: 'u-1',
    type: 'EndpointAccessUpdate',
    status: 'Successful',
    createdAt: minutesAgo(90),
    params: [{name: 'PublicAccessCidrs', value: '["198.51.100.7/32"]'}],
  };
  const well = fargatePod({createdAt: minutesAgo(60 * 24)});
  const seen = (createdAt: string) =>
    only(
      admits,
      but(founding, {
        clusterUpdates: {is: 'known', value: [{...update, createdAt}]},
        fargatePods: {is: 'known', value: [well]},
      }),
    );
  it('is shown, and makes nothing surer', () => {
    const {evidence, certainty} = seen(minutesAgo(90));
    expect(evidence).toContainEqual({
      source: 'eks:DescribeUpdate',
      ref: 'u-1',
      value:
        'EndpointAccessUpdate (PublicAccessCidrs=["198.51.100.7/32"]) after default/web-7c9d8b6f5-k2x4q had started, the newest pod that runs there',
      at: minutesAgo(90),
    });
    expect(certainty).toBe(seen(minutesAgo(60 * 48)).certainty);
  });
  it('is not what was changed before the last pod had started', () => {
    expect(seen(minutesAgo(60 * 48)).evidence.map((e) => e.source)).not.toContain('eks:DescribeUpdate');
  });
});

describe('how sure it is that the address is excluded', () => {
  it('less by a step after a healthy sibling in the same subnet', () => {
    const sibling = fargatePod({createdAt: minutesAgo(30)});
    const problem = only(admits, but(founding, {fargatePods: {is: 'known', value: [sibling]}}));
    expect(problem.certainty).toBe('likely');
    expect(problem.evidence.map((e) => e.value).join()).toContain('default/web-7c9d8b6f5-k2x4q');
  });
  it.each([
    ['older than an hour before the pod', {createdAt: minutesAgo(14 + 61)}],
    ['of another profile', {createdAt: minutesAgo(30), profile: 'coredns-fp'}],
    ['in another subnet', {createdAt: minutesAgo(30), hostIP: '10.0.9.9'}],
    ['that is not ready', {createdAt: minutesAgo(30), ready: false}],
    ['that is going', {createdAt: minutesAgo(30), deletedAt: minutesAgo(1)}],
  ])('not by a sibling %s', (_, over) => {
    const facts = but(founding, {fargatePods: {is: 'known', value: [fargatePod(over)]}});
    expect(only(admits, facts).certainty).toBe('certain');
  });
  it('possible behind a transit gateway, and a note for a pod that does not exist yet', () => {
    const facts = hanging({cluster: publicOnly(HOME), routeTables: privateTables(route('tgw-1', 'transit-gateway'))});
    expect(only(admits, facts)).toMatchObject({certainty: 'possible'});
    expect(only(admits, facts).note).toBeUndefined();
    expect(only(admits, but(facts, {pod: absent}))).toMatchObject({certainty: 'possible', note: true});
  });
  it('likely where one subnet’s address can’t be seen, or some routes lead elsewhere', () => {
    const mixed = {routeTables: tables({[TABLE.b]: [route('tgw-1', 'transit-gateway')]})};
    expect(only(admits, hanging({cluster: publicOnly(HOME), ...mixed})).certainty).toBe('likely');
    const detour = privateTables(route(NAT_A, 'nat-gateway'), route('tgw-1', 'transit-gateway', 'active', 'pl-1'));
    expect(only(admits, hanging({cluster: publicOnly(HOME), routeTables: detour})).certainty).toBe('likely');
  });
  it('certain where the other subnet has no way out at all', () => {
    const facts = hanging({cluster: publicOnly(HOME), routeTables: tables({[TABLE.b]: [blackhole]})});
    expect(only(admits, facts)).toMatchObject({cause: 'endpoint-public-cidrs-exclude-nat', certainty: 'certain'});
  });
  it('likely for IPv6 where IPv4 is shut out too', () => {
    const facts = hanging({...ipv6Cluster, cluster: {...ipv6Cluster.cluster, publicAccessCidrs: [HOME]}});
    expect(problemsOf(admits, facts).map((p) => [p.cause, p.certainty])).toEqual([
      ['endpoint-public-cidrs-exclude-nat', 'possible'],
      ['endpoint-ipv6-cidr', 'likely'],
    ]);
  });
});

describe('what must be read', () => {
  it('is nothing but the cluster where the endpoint is open or private', () => {
    const gaps = {
      routeTables: denied('ec2:DescribeRouteTables'),
      profileSubnets: denied('ec2:DescribeSubnets'),
      natGateways: denied('ec2:DescribeNatGateways'),
    };
    expect(examine(admits, but(hanging({cluster: publicOnly()}), gaps)).is).toBe('clear');
    expect(examine(admits, but(hanging(), gaps)).is).toBe('clear');
  });
  it.each([
    ['routeTables', 'ec2:DescribeRouteTables'],
    ['profileSubnets', 'ec2:DescribeSubnets'],
    ['natGateways', 'ec2:DescribeNatGateways'],
  ] as const)('names the permission for %s where it matters', (fact, permission) => {
    expect(examine(admits, but(founding, {[fact]: denied(permission)}))).toMatchObject({
      is: 'unchecked',
      gaps: [{fact, gap: {is: 'denied', permission}}],
    });
  });
});

describe('admitting addresses', () => {
  const many = (n: number): string[] => Array.from({length: n}, (_, i) => `198.51.100.${i}/32`);
  it('is not offered where the list would be longer than EKS takes', () => {
    const facts = (n: number) => hanging({cluster: publicOnly(...many(n)), profile: oneSubnet});
    expect(only(admits, facts(39)).remedies).toHaveLength(2);
    expect(only(admits, facts(40)).remedies).toHaveLength(1);
  });
  it('lists every address of a NAT gateway, and shortens the words only', () => {
    const addresses = [{publicIp: '203.0.113.20'}, {publicIp: '203.0.113.19'}];
    const problem = only(admits, hanging({cluster: publicOnly(...many(6)), natGateways: nats({addresses})}));
    expect(problem.summary).toContain('198.51.100.3/32 and 2 more');
    expect(problem.summary).toContain('leaves from 203.0.113.19 and 203.0.113.20');
    expect(problem.remedies[1]?.commands[0]).toContain('198.51.100.5/32,203.0.113.19/32,203.0.113.20/32');
  });
});

describe('public endpoint only', () => {
  it('stands beside a missing default route', () => {
    const facts = hanging({cluster: publicOnly(), routeTables: privateTables()});
    expect(only(reachable, facts)).toMatchObject({cause: 'endpoint-public-only-no-egress', certainty: 'certain'});
    expect(only(routesOut, facts)).toMatchObject({cause: 'egress-no-default-route', certainty: 'certain'});
  });
  it('is explained by a route that is broken', () => {
    const pages = routesOut.causes;
    expect(pages['egress-blackhole-route']?.explains).toContain('endpoint-public-only-no-egress');
    expect(pages['egress-no-default-route']?.explains ?? []).not.toContain('endpoint-public-only-no-egress');
  });
  it('is a note where all is well, and silent where another fault is found', () => {
    expect(only(reachable, hanging({cluster: publicOnly()}))).toMatchObject({note: true, certainty: 'certain'});
    expect(problemsOf(reachable, founding)).toEqual([]);
  });
  it('does not wait for NAT gateways that no route names', () => {
    const facts = but(hanging({cluster: publicOnly(), routeTables: privateTables(blackhole)}), {
      natGateways: denied('ec2:DescribeNatGateways'),
    });
    expect(only(reachable, facts).certainty).toBe('certain');
  });
  it('gives the same in any order of answers', () => {
    const turned = hanging({cluster: publicOnly(HOME), natGateways: [...NATS].reverse()});
    expect(problemsOf(admits, turned)).toEqual(problemsOf(admits, hanging({cluster: publicOnly(HOME)})));
  });
});
