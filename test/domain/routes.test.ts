import {describe, expect, it} from 'vitest';
import {defaultRoutes, detours, effectiveRouteTable, privateRoutes, routeTo} from '../../src/domain/routes.ts';
import type {Route, RouteTable} from '../../src/model/aws.ts';
import {ROUTE_TABLES, SUBNET_A} from '../fixture.ts';
import {route, TABLE} from '../checks/network/worlds.ts';

const table = (...routes: readonly Route[]): RouteTable => ({id: 'rtb-1', main: false, subnetIds: [], routes});
const local = route('local', 'local', 'active', '10.0.0.0/16');

describe('effectiveRouteTable', () => {
  it('prefers the explicit association', () => {
    expect(effectiveRouteTable(SUBNET_A, ROUTE_TABLES)?.id).toBe(TABLE.a);
  });
  it('falls back to the main table', () => {
    expect(effectiveRouteTable('subnet-other', ROUTE_TABLES)?.id).toBe(TABLE.main);
  });
  it('does not invent one where neither is visible', () => {
    expect(
      effectiveRouteTable(
        'subnet-other',
        ROUTE_TABLES.filter((t) => !t.main),
      ),
    ).toBeUndefined();
  });
});

describe('routeTo', () => {
  const t = table(route('nat-1', 'nat-gateway'), route('tgw-1', 'transit-gateway', 'active', '52.0.0.0/8'), local);
  it('takes the longest prefix, in whatever order they come', () => {
    expect(routeTo(t, '52.1.2.3')?.target).toBe('tgw-1');
    expect(routeTo({...t, routes: [...t.routes].reverse()}, '52.1.2.3')?.target).toBe('tgw-1');
    expect(routeTo(t, '53.1.2.3')?.target).toBe('nat-1');
    expect(routeTo(t, '10.0.9.9')?.target).toBe('local');
  });
  it('has none for what no route holds', () => {
    expect(routeTo(table(local), '53.1.2.3')).toBeUndefined();
  });
});

describe('defaultRoutes', () => {
  it('reads a default in two halves as one', () => {
    const halves = table(
      route('tgw-1', 'transit-gateway', 'active', '0.0.0.0/1'),
      route('tgw-1', 'transit-gateway', 'active', '128.0.0.0/1'),
      route('nat-1', 'nat-gateway'),
    );
    expect(defaultRoutes(halves, 'ipv4')).toMatchObject({whole: true, routes: [{target: 'tgw-1'}, {target: 'tgw-1'}]});
  });
  it('says when only one half is there', () => {
    const half = table(route('tgw-1', 'transit-gateway', 'active', '0.0.0.0/1'));
    expect(defaultRoutes(half, 'ipv4').whole).toBe(false);
    expect(defaultRoutes(table(...half.routes, route('nat-1', 'nat-gateway')), 'ipv4')).toMatchObject({
      whole: true,
      routes: [{target: 'tgw-1'}, {target: 'nat-1'}],
    });
  });
  it('keeps the families apart', () => {
    const both = table(
      route('nat-1', 'nat-gateway'),
      route('eigw-1', 'egress-only-internet-gateway', 'active', '::/0'),
    );
    expect(defaultRoutes(both, 'ipv4').routes.map((r) => r.target)).toEqual(['nat-1']);
    expect(defaultRoutes(both, 'ipv6').routes.map((r) => r.target)).toEqual(['eigw-1']);
    expect(defaultRoutes(table(local), 'ipv6').routes).toEqual([]);
  });
  it('is not fooled by a prefix list', () => {
    expect(defaultRoutes(table(route('nat-1', 'nat-gateway', 'active', 'pl-1')), 'ipv4').routes).toEqual([]);
  });
});

describe('detours', () => {
  it('counts public ranges and prefix lists, and not the list of a gateway endpoint', () => {
    const t = table(
      local,
      route('nat-1', 'nat-gateway'),
      route('vpce-1', 'vpc-endpoint', 'active', 'pl-6ea54007'),
      route('tgw-1', 'transit-gateway', 'active', '10.0.0.0/8'),
      route('tgw-1', 'transit-gateway', 'active', 'pl-office'),
      route('tgw-2', 'transit-gateway', 'active', '52.0.0.0/8'),
      route('tgw-3', 'transit-gateway', 'blackhole', '54.0.0.0/8'),
    );
    expect(detours(t, 'ipv4').map((r) => r.destination)).toEqual(['pl-office', '52.0.0.0/8']);
    expect(privateRoutes(t).map((r) => r.destination)).toEqual(['10.0.0.0/8']);
  });
});
