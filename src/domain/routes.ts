import type {Route, RouteTable} from '../model/aws.ts';
import {blockFamily, contains, isPrivate, parseBlock, type Family} from './cidr.ts';

/** Compares by id, so that the order of an API's answer never shows. */
export const byId = (a: {readonly id: string}, b: {readonly id: string}): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * The route table that a subnet obeys: the one it is explicitly associated with, else the VPC's main table. Undefined
 * where neither is among the tables, as for a subnet that another account shares: that is unseen, not missing.
 */
export function effectiveRouteTable(subnetId: string, tables: readonly RouteTable[]): RouteTable | undefined {
  const sorted = [...tables].sort(byId);
  return sorted.find((t) => t.subnetIds.includes(subnetId)) ?? sorted.find((t) => t.main);
}

/** The route that a packet to this address or block takes: longest prefix first, as the VPC router does. */
export function routeTo(table: RouteTable, destination: string): Route | undefined {
  return table.routes
    .filter((route) => contains(route.destination, destination))
    .sort((a, b) => prefix(b) - prefix(a) || stateOrder(a) - stateOrder(b) || (a.target < b.target ? -1 : 1))[0];
}

const prefix = (route: Route): number => parseBlock(route.destination)?.bits ?? -1;
// The same destination twice is a static and a propagated route; of what we can't tell apart, take the one that works.
const stateOrder = (route: Route): number => (route.state === 'active' ? 0 : 1);

// What a default route must cover. The two halves stand for 0.0.0.0/0, because some routers announce it as such; all
// global unicast IPv6 lies in 2000::/3.
const INTERNET: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['0.0.0.0/1', '128.0.0.0/1'],
  ipv6: ['2000::/3'],
};

export interface DefaultRoutes {
  /** The routes that together carry traffic to the internet, each once: one, or two for a default in two halves. */
  readonly routes: readonly Route[];
  /** They cover all of it; false where there is no default, or one half of it only. */
  readonly whole: boolean;
}

/** The default route of a table, whether written as `0.0.0.0/0`, as two halves, or as `::/0`. */
export function defaultRoutes(table: RouteTable, family: Family): DefaultRoutes {
  const found = INTERNET[family].map((block) => routeTo(table, block));
  const routes = [...new Set(found.filter((route) => route !== undefined))];
  return {routes, whole: found.every((route) => route !== undefined)};
}

/** The prefix under which DNS64 gives IPv4 addresses (RFC 6052): a way for IPv4 destinations, and to no IPv6 one. */
const isNat64 = (destination: string): boolean => contains('64:ff9b::/96', destination);

/**
 * Routes that may carry some internet traffic past the default: to public ranges, and to prefix lists, whose reach is not
 * visible here. Prefix lists to a VPC endpoint are those of S3 and DynamoDB gateways and don't count.
 */
export function detours(table: RouteTable, family: Family): readonly Route[] {
  const defaults = defaultRoutes(table, family).routes;
  return table.routes.filter((route) => {
    if (route.state !== 'active' || route.targetKind === 'local' || defaults.includes(route)) return false;
    const kind = blockFamily(route.destination);
    if (kind === undefined) return route.targetKind !== 'vpc-endpoint';
    if (kind !== family || isPrivate(route.destination) || isNat64(route.destination)) return false;
    // Broader than the halves that are routed anyway: never used.
    return prefix(route) > 0;
  });
}

/** Active routes to other private networks, where interface endpoints may be shared from: a hub VPC behind a gateway. */
export function privateRoutes(table: RouteTable): readonly Route[] {
  return table.routes.filter(
    (route) => route.state === 'active' && route.targetKind !== 'local' && isPrivate(route.destination),
  );
}
