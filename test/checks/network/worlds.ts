import type {Cluster, NatGateway, Route, RouteTable, Subnet} from '../../../src/model/aws.ts';
import type {FactMap, FactId} from '../../../src/model/facts.ts';
import {
  about,
  cluster,
  event,
  nat,
  NAT_A,
  NATS,
  pendingPod,
  profile,
  ROUTE_TABLES,
  SUBNET_A,
  SUBNETS,
  subnet,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';

// Networks that differ from the healthy one in one place. Table 1 is subnet a's, table 2 subnet b's, 11 the public ones'.

export const TABLE = {
  main: 'rtb-0b1c2d3e4f5a60000',
  a: 'rtb-0b1c2d3e4f5a60001',
  b: 'rtb-0b1c2d3e4f5a60002',
  public: 'rtb-0b1c2d3e4f5a60011',
};

/** The default pod, hanging in provisioning, with these facts known beside it. */
export const hanging = (values: {readonly [K in FactId]?: FactMap[K]} = {}): AllAnswers =>
  withFacts({...about(pendingPod()), podEvents: [event()], fargatePods: [], ...values});

export const route = (
  target: string,
  targetKind: Route['targetKind'],
  state = 'active',
  destination = '0.0.0.0/0',
): Route => ({
  destination,
  target,
  targetKind,
  state,
});

/** The healthy tables with the routes of some of them, beside the local one, replaced. */
export const tables = (routes: Readonly<Record<string, readonly Route[]>>): readonly RouteTable[] =>
  ROUTE_TABLES.map((table) => {
    const own = routes[table.id];
    return own ? {...table, routes: [...table.routes.filter((r) => r.targetKind === 'local'), ...own]} : table;
  });

/** Both private tables with the same routes. */
export const privateTables = (...routes: readonly Route[]): readonly RouteTable[] =>
  tables({[TABLE.a]: routes, [TABLE.b]: routes});

export const blackhole = route(NAT_A, 'nat-gateway', 'blackhole');

/** The healthy NAT gateways, all with these differences. */
export const nats = (over: Partial<NatGateway>): readonly NatGateway[] => NATS.map((n) => ({...n, ...over}));

export const publicOnly = (...cidrs: readonly string[]): Cluster =>
  cluster({endpointPrivateAccess: false, publicAccessCidrs: cidrs.length > 0 ? cidrs : ['0.0.0.0/0']});

/** The profile in one subnet only. */
export const oneSubnet = profile({subnetIds: [SUBNET_A]});

export const subnets = (over: Partial<Subnet>): readonly Subnet[] => SUBNETS.map((s) => ({...s, ...over}));

/** A copy that lacks a field, as an answer may. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key as K))) as Omit<T, K>;
}

export {nat, subnet};
