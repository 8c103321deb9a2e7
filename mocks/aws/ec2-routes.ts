import type {AwsWorld, WorldRoute, WorldRouteTable} from '../world-aws.ts';
import type {XmlRecord} from './xml.ts';

/** Every route of a table as EC2 lists them: local ones, those of gateway endpoints, then the table's own. */
export function routesOf(world: AwsWorld, id: string, table: WorldRouteTable): readonly XmlRecord[] {
  const vpc = world.vpcs[table.vpc];
  const local = [...(vpc?.cidrs ?? []), ...(vpc?.ipv6Cidrs ?? [])].map((cidr) => ({
    ...destination(cidr),
    gatewayId: 'local',
    origin: 'CreateRouteTable',
    state: 'active',
  }));
  const endpoints = Object.entries(world.vpcEndpoints)
    .filter(([, e]) => e.type === 'Gateway' && e.routeTables.includes(id) && e.state.toLowerCase() === 'available')
    .flatMap(([endpointId, e]) =>
      Object.entries(world.prefixLists)
        .filter(([, list]) => list.name === e.service)
        .map(([listId]) => ownRoute(world, table.vpc, listId, endpointId)),
    );
  const own = Object.entries(table.routes).map(([to, route]) => ownRoute(world, table.vpc, to, route));
  return [...local, ...endpoints, ...own];
}

function ownRoute(world: AwsWorld, vpc: string, to: string, route: WorldRoute): XmlRecord {
  const {target, state} = typeof route === 'string' ? {target: route, state: undefined} : route;
  const active = reaches(world, vpc, target);
  return {
    ...destination(to),
    ...targetOf(world, target),
    origin: 'CreateRoute',
    state: state ?? (active ? 'active' : 'blackhole'),
  };
}

function destination(to: string): XmlRecord {
  if (to.startsWith('pl-')) return {destinationPrefixListId: to};
  return to.includes(':') ? {destinationIpv6CidrBlock: to} : {destinationCidrBlock: to};
}

const prefixOf = (target: string): string => (target.startsWith('arn:') ? 'arn' : (target.split('-')[0] ?? ''));

/** Which member of a route names the target, by the id's prefix. */
const TARGET_MEMBERS: Readonly<Record<string, string>> = {
  nat: 'natGatewayId',
  eigw: 'egressOnlyInternetGatewayId',
  tgw: 'transitGatewayId',
  pcx: 'vpcPeeringConnectionId',
  eni: 'networkInterfaceId',
  cagw: 'carrierGatewayId',
  lgw: 'localGatewayId',
  arn: 'coreNetworkArn',
};

function targetOf(world: AwsWorld, target: string): XmlRecord {
  if (prefixOf(target) !== 'i') return {[TARGET_MEMBERS[prefixOf(target)] ?? 'gatewayId']: target};
  const eni = Object.entries(world.networkInterfaces).find(([, e]) => e.instance === target)?.[0];
  return {instanceId: target, instanceOwnerId: world.account, networkInterfaceId: eni};
}

const BROKEN_NAT: ReadonlySet<string> = new Set(['failed', 'deleting', 'deleted']);

/** Whether a route's target still takes traffic; EC2 marks the route `blackhole` where it does not. */
function reaches(world: AwsWorld, vpc: string, target: string): boolean {
  const attached = (state: string | undefined): boolean => state === 'available' || state === 'attached';
  switch (prefixOf(target)) {
    case 'nat': {
      const nat = world.natGateways[target];
      return nat !== undefined && !BROKEN_NAT.has(nat.state);
    }
    case 'igw':
      return attached(world.internetGateways[target]?.[vpc]);
    case 'eigw':
      return attached(world.egressOnlyInternetGateways[target]?.[vpc]);
    case 'vgw':
      return attached(world.vpnGateways[target]?.[vpc]);
    case 'tgw':
      return Object.values(world.transitGatewayAttachments).some(
        (a) => a.transitGateway === target && a.vpc === vpc && a.state === 'available',
      );
    case 'pcx':
      return world.vpcPeerings[target] === 'active';
    case 'eni':
      return world.networkInterfaces[target]?.status === 'in-use';
    case 'i':
      return Object.values(world.networkInterfaces).some((e) => e.instance === target && e.status === 'in-use');
    case 'vpce':
      return world.vpcEndpoints[target] !== undefined;
    default:
      return true;
  }
}
