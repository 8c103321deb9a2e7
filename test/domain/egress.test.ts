import {describe, expect, it} from 'vitest';
import {pathSource, pathText, walkEgress, type EgressPath, type Network} from '../../src/domain/egress.ts';
import type {Route, Subnet} from '../../src/model/aws.ts';
import {IGW, NAT_A, NAT_B, NATS, PUBLIC_A, ROUTE_TABLES, SUBNET_A, subnet} from '../fixture.ts';
import {blackhole, nats, privateTables, route, TABLE, tables, without} from '../checks/network/worlds.ts';

const healthyNetwork: Network = {
  vpcId: subnet().vpcId,
  account: '111122223333',
  routeTables: ROUTE_TABLES,
  natGateways: NATS,
  internetGateways: [{id: IGW, attachment: 'available'}],
};
const walk = (over: Partial<Network> = {}, where: Subnet = subnet()): EgressPath =>
  walkEgress(where, {...healthyNetwork, ...over});
const nowhere = (broken: string): unknown => ({reaches: 'nowhere', broken, half: false});

describe('a path that gets out', () => {
  it('knows its addresses and prints up to the NAT gateway', () => {
    const path = walk();
    expect(path.end).toEqual({reaches: 'internet', sourceIps: ['203.0.113.10']});
    expect(pathText(path)).toBe(`${SUBNET_A} → ${TABLE.a} → ${NAT_A} (203.0.113.10)`);
    expect(pathSource(path)).toBe('ec2:DescribeRouteTables, ec2:DescribeNatGateways');
    expect(path.hops.map((hop) => hop.kind)).toEqual([
      'subnet',
      'route-table',
      'nat-gateway',
      'subnet',
      'route-table',
      'internet-gateway',
    ]);
  });
  it('counts every address of the NAT gateway but those that failed', () => {
    const addresses = [
      {publicIp: '203.0.113.12', status: 'succeeded'},
      {publicIp: '203.0.113.10'},
      {publicIp: '203.0.113.13', status: 'failed'},
    ];
    expect(walk({natGateways: nats({addresses})}).end).toMatchObject({sourceIps: ['203.0.113.10', '203.0.113.12']});
  });
  it('takes the addresses of the subnet’s zone from a regional NAT gateway, and asks for no subnet', () => {
    const [base] = NATS;
    if (!base) throw new Error('no NAT gateway');
    const rest = without(base, 'subnetId');
    const addresses = [
      {publicIp: '203.0.113.10', zone: 'eu-central-1a'},
      {publicIp: '203.0.113.20', zone: 'eu-central-1b'},
    ];
    const regional = {...rest, availabilityMode: 'regional', addresses};
    expect(walk({natGateways: [regional]}).end).toEqual({reaches: 'internet', sourceIps: ['203.0.113.10']});
    expect(walk({natGateways: [regional]}, subnet({zone: 'eu-central-1c', zoneId: 'x'})).end).toMatchObject({
      sourceIps: ['203.0.113.10', '203.0.113.20'],
    });
  });
  it('follows the own table of a regional NAT gateway, where it is seen', () => {
    const [base] = NATS;
    if (!base) throw new Error('no NAT gateway');
    const regional = {...without(base, 'subnetId'), availabilityMode: 'regional', routeTableId: 'rtb-nat'};
    const to = (...routes: readonly Route[]) =>
      walk({
        natGateways: [regional],
        routeTables: [...ROUTE_TABLES, {id: 'rtb-nat', main: false, subnetIds: [], routes}],
      }).end;
    expect(to(route('igw-gone', 'internet-gateway', 'blackhole'))).toMatchObject({broken: 'internet-gateway-detached'});
    expect(to()).toMatchObject({broken: 'nat-in-private-subnet'});
  });
  it('takes the prefix of NAT64 for no way to IPv6 destinations', () => {
    const routeTables = privateTables(route(NAT_A, 'nat-gateway', 'active', '64:ff9b::/96'));
    const {end} = walkEgress(subnet(), {...healthyNetwork, routeTables}, 'ipv6');
    expect(end).toMatchObject({reaches: 'nowhere', broken: 'no-default-route'});
  });
  it('joins the addresses of a default in two halves', () => {
    const halves = [
      route(NAT_A, 'nat-gateway', 'active', '0.0.0.0/1'),
      route(NAT_B, 'nat-gateway', 'active', '128.0.0.0/1'),
    ];
    expect(walk({routeTables: privateTables(...halves)}).end).toEqual({
      reaches: 'internet',
      sourceIps: ['203.0.113.10', '203.0.113.11'],
    });
  });
  it('lets IPv6 out by either gateway', () => {
    for (const kind of ['egress-only-internet-gateway', 'internet-gateway'] as const) {
      const routeTables = privateTables(route('gw-1', kind, 'active', '::/0'));
      expect(walkEgress(subnet(), {...healthyNetwork, routeTables}, 'ipv6').end.reaches).toBe('internet');
    }
  });
});

describe('a path that breaks', () => {
  it('has no default route', () => {
    const path = walk({routeTables: privateTables()});
    expect(path.end).toEqual(nowhere('no-default-route'));
    expect(pathText(path)).toBe(`${SUBNET_A} → ${TABLE.a} (no 0.0.0.0/0)`);
  });
  it('obeys the main table without an association of its own', () => {
    expect(walk({}, subnet({id: 'subnet-new'})).end).toEqual(nowhere('no-default-route'));
  });
  it('ends in a blackhole, even if the NAT gateways could not be read', () => {
    const unread = without(healthyNetwork, 'natGateways');
    const path = walkEgress(subnet(), {...unread, routeTables: privateTables(blackhole)});
    expect(path.end).toEqual(nowhere('blackhole-route'));
    expect(pathText(path)).toBe(`${SUBNET_A} → ${TABLE.a} → ${NAT_A} (blackhole)`);
  });
  it('says that only one half of the default is broken', () => {
    const half = privateTables(
      route(NAT_A, 'nat-gateway', 'active', '0.0.0.0/1'),
      route('tgw-1', 'transit-gateway', 'blackhole', '128.0.0.0/1'),
    );
    expect(walk({routeTables: half}).end).toEqual({reaches: 'nowhere', broken: 'blackhole-route', half: true});
    const missing = privateTables(route(NAT_A, 'nat-gateway', 'active', '0.0.0.0/1'));
    expect(walk({routeTables: missing}).end).toEqual({reaches: 'nowhere', broken: 'no-default-route', half: true});
  });
  it('is public', () => {
    expect(walk({routeTables: privateTables(route(IGW, 'internet-gateway'))}).end).toEqual(nowhere('public-subnet'));
  });
  it.each(['pending', 'failed', 'deleting', 'deleted'])('has a NAT gateway that is %s', (state) => {
    expect(walk({natGateways: nats({state})}).end).toEqual(nowhere('nat-not-available'));
  });
  it('has a NAT gateway without a usable address', () => {
    expect(walk({natGateways: nats({addresses: [{privateIp: '10.0.101.5'}]})}).end).toEqual(
      nowhere('nat-without-address'),
    );
    expect(walk({natGateways: nats({addresses: [{publicIp: '203.0.113.10', status: 'failed'}]})}).end).toEqual(
      nowhere('nat-without-address'),
    );
  });
  it('has a private NAT gateway before an internet gateway', () => {
    expect(walk({natGateways: nats({connectivityType: 'private'})}).end).toEqual(nowhere('nat-private'));
  });
  it('has a NAT gateway in a subnet that does not route out, or back to itself', () => {
    expect(walk({routeTables: tables({[TABLE.public]: []})}).end).toEqual(nowhere('nat-in-private-subnet'));
    const loop = tables({[TABLE.public]: [route(NAT_A, 'nat-gateway')]});
    expect(walk({routeTables: loop}).end).toEqual(nowhere('nat-in-private-subnet'));
    expect(walk({natGateways: nats({subnetId: SUBNET_A})}).end).toEqual(nowhere('nat-in-private-subnet'));
  });
  it('has a detached internet gateway', () => {
    const gone = tables({[TABLE.public]: [route(IGW, 'internet-gateway', 'blackhole')]});
    expect(walk({routeTables: gone}).end).toEqual(nowhere('internet-gateway-detached'));
    expect(walk({internetGateways: []}).end).toEqual(nowhere('internet-gateway-detached'));
    expect(walk({internetGateways: [{id: IGW, attachment: 'detaching'}]}).end).toEqual(
      nowhere('internet-gateway-detached'),
    );
    expect(pathText(walk({internetGateways: []}))).toContain(`${PUBLIC_A} → ${TABLE.public} → ${IGW} (not attached)`);
  });
});

describe('what can’t be seen is not called broken', () => {
  it.each([
    ['transit-gateway', 'tgw-1'],
    ['vpn-gateway', 'vgw-1'],
    ['peering', 'pcx-1'],
    ['network-interface', 'eni-1'],
    ['instance', 'i-1'],
    ['vpc-endpoint', 'vpce-1'],
    ['core-network', 'arn:aws:networkmanager::111122223333:core-network/core-network-1'],
    ['unknown', 'odd-1'],
  ] as const)('a default route to a %s', (kind, id) => {
    expect(walk({routeTables: privateTables(route(id, kind))}).end).toEqual({reaches: 'beyond', via: kind, id});
  });
  it('a firewall or transit gateway behind a NAT gateway', () => {
    for (const kind of ['vpc-endpoint', 'transit-gateway'] as const) {
      const routeTables = tables({[TABLE.public]: [route('x-1', kind)]});
      expect(walk({routeTables}).end).toEqual({reaches: 'beyond', via: kind, id: 'x-1'});
      expect(walk({routeTables, natGateways: nats({connectivityType: 'private'})}).end).toMatchObject({
        reaches: 'beyond',
      });
    }
  });
  it('a NAT gateway that is not listed, not read, or in a state that is new', () => {
    const unread = without(healthyNetwork, 'natGateways');
    expect(walkEgress(subnet(), unread).end).toMatchObject({reaches: 'unknown', lacks: 'natGateways'});
    expect(walk({natGateways: []}).end).toMatchObject({reaches: 'unknown', lacks: 'natGateways'});
    expect(walk({natGateways: nats({state: 'hibernating'})}).end).toMatchObject({reaches: 'unknown'});
  });
  it('a NAT gateway whose address is not told, though it has one', () => {
    const {end} = walk({natGateways: nats({addresses: [{allocationId: 'eipalloc-0a1b2c3d4e5f60001'}]})});
    expect(end).toMatchObject({reaches: 'unknown', lacks: 'natGateways'});
  });
  it('an internet gateway whose attachment is in a state that is new; where none is told, it is listed as attached', () => {
    const end = (attachment: string) => walk({internetGateways: [{id: IGW, attachment}]}).end;
    expect(end('moving')).toMatchObject({reaches: 'unknown', lacks: 'internetGateways'});
    expect(end('')).toMatchObject({reaches: 'internet'});
  });
  it('the internet gateway of a VPC that is shared', () => {
    expect(walk({internetGateways: []}, subnet({ownerId: '999988887777'})).end.reaches).toBe('internet');
  });
  it('internet gateways that were not read, behind an active route', () => {
    const unread = without(healthyNetwork, 'internetGateways');
    expect(walkEgress(subnet(), unread).end.reaches).toBe('internet');
  });
  it('a route table that is not among those visible', () => {
    const end = walk({routeTables: []}, subnet({ownerId: '999988887777'})).end;
    expect(end).toEqual({
      reaches: 'unknown',
      lacks: 'routeTables',
      because: `the route table of ${SUBNET_A} is not visible, for it belongs to account 999988887777`,
    });
    expect(walk({}, subnet({vpcId: 'vpc-other'})).end.reaches).toBe('unknown');
  });
  it('routes to parts of the internet only', () => {
    const routeTables = privateTables(route(NAT_A, 'nat-gateway', 'active', 'pl-1'));
    expect(walk({routeTables}).end).toMatchObject({reaches: 'unknown', lacks: 'routeTables'});
  });
});

it('gives the same whatever the order of the answers', () => {
  const turned = walk({routeTables: [...ROUTE_TABLES].reverse(), natGateways: [...NATS].reverse()});
  expect(turned).toEqual(walk());
});
