import type * as Ec2 from '@aws-sdk/client-ec2';
import type {Route, RouteTable, RouteTargetKind} from '../../../model/aws.ts';
import {sorted, sortedBy, wanted} from '../answers.ts';
import {state} from './values.ts';

/** Reads EC2's RouteTable, with the associations that hold. */
export function mapRouteTable(table: Ec2.RouteTable): RouteTable {
  const id = wanted(table.RouteTableId, 'RouteTableId');
  const holding = (table.Associations ?? []).filter(
    (a) => !['disassociated', 'failed'].includes(a.AssociationState?.State ?? ''),
  );
  const routes = wanted(table.Routes, `Routes of ${id}`).map((route) => mapRoute(route, id));
  return {
    id,
    main: holding.some((a) => a.Main),
    subnetIds: sorted(holding.flatMap((a) => subnetOf(a, id) ?? [])),
    routes: sortedBy(routes, (route) => `${route.destination} ${route.target}`),
  };
}

/** The subnet of an association; undefined for one that is of another kind. */
function subnetOf(association: Ec2.RouteTableAssociation, table: string): string | undefined {
  const {Main, SubnetId, GatewayId, PublicIpv4Pool} = association;
  return Main || GatewayId !== undefined || PublicIpv4Pool !== undefined
    ? SubnetId
    : wanted(SubnetId, `SubnetId of an association of ${table}`);
}

function mapRoute(route: Ec2.Route, table: string): Route {
  const destination = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;
  const [target, targetKind] = targetOf(route);
  return {
    destination: wanted(destination, `destination of a route of ${table}`),
    target,
    targetKind,
    state: state(route.State),
  };
}

/** A route names its target in one of a dozen fields; one to an instance names the instance's interface as well. */
function targetOf(route: Ec2.Route): readonly [string, RouteTargetKind] {
  const fields: readonly (readonly [string | undefined, RouteTargetKind])[] = [
    [route.NatGatewayId, 'nat-gateway'],
    [route.TransitGatewayId, 'transit-gateway'],
    [route.VpcPeeringConnectionId, 'peering'],
    [route.InstanceId, 'instance'],
    [route.NetworkInterfaceId, 'network-interface'],
    [route.EgressOnlyInternetGatewayId, 'egress-only-internet-gateway'],
    [route.CarrierGatewayId, 'carrier-gateway'],
    [route.LocalGatewayId, 'local-gateway'],
    [route.CoreNetworkArn, 'core-network'],
    [route.GatewayId, gatewayKind(route.GatewayId ?? '')],
    [route.OdbNetworkArn, 'unknown'],
  ];
  for (const [id, kind] of fields) if (id !== undefined && id !== '') return [id, kind];
  return ['', 'unknown'];
}

/** `GatewayId` stands for several kinds, told apart by the id's prefix. */
function gatewayKind(id: string): RouteTargetKind {
  if (id === 'local') return 'local';
  const prefixes: readonly (readonly [string, RouteTargetKind])[] = [
    ['igw-', 'internet-gateway'],
    ['eigw-', 'egress-only-internet-gateway'],
    ['vgw-', 'vpn-gateway'],
    ['vpce-', 'vpc-endpoint'],
    ['nat-', 'nat-gateway'],
    ['tgw-', 'transit-gateway'],
    ['cagw-', 'carrier-gateway'],
  ];
  return prefixes.find(([prefix]) => id.startsWith(prefix))?.[1] ?? 'unknown';
}
