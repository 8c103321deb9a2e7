import type {AwsWorld, WorldNatAddress, WorldNatGateway} from '../world-aws.ts';
import {derivedId, ec2Time, tagSet, type Ec2List} from './ec2-list.ts';
import {routesOf} from './ec2-routes.ts';
import type {XmlRecord, XmlValue} from './xml.ts';

/** Subnets and what routes their traffic. */
export const NETWORK_LISTS: Readonly<Record<string, Ec2List>> = {
  DescribeSubnets: {
    set: 'subnetSet',
    items: subnets,
    ids: {param: 'SubnetId', path: 'subnetId', prefix: 'subnet-', code: 'InvalidSubnetID', noun: 'The subnet ID'},
    filters: {
      'subnet-id': 'subnetId',
      'vpc-id': 'vpcId',
      'availability-zone': 'availabilityZone',
      'availability-zone-id': 'availabilityZoneId',
      'available-ip-address-count': 'availableIpAddressCount',
      'cidr-block': 'cidrBlock',
      cidr: 'cidrBlock',
      'default-for-az': 'defaultForAz',
      'map-public-ip-on-launch': 'mapPublicIpOnLaunch',
      'outpost-arn': 'outpostArn',
      'owner-id': 'ownerId',
      state: 'state',
      'subnet-arn': 'subnetArn',
      'ipv6-cidr-block-association.ipv6-cidr-block': 'ipv6CidrBlockAssociationSet.ipv6CidrBlock',
    },
  },
  DescribeRouteTables: {
    set: 'routeTableSet',
    items: routeTables,
    ids: {
      param: 'RouteTableId',
      path: 'routeTableId',
      prefix: 'rtb-',
      code: 'InvalidRouteTableID',
      noun: 'The routeTable ID',
    },
    filters: {
      'route-table-id': 'routeTableId',
      'vpc-id': 'vpcId',
      'owner-id': 'ownerId',
      'association.gateway-id': 'associationSet.gatewayId',
      'association.main': 'associationSet.main',
      'association.route-table-association-id': 'associationSet.routeTableAssociationId',
      'association.route-table-id': 'associationSet.routeTableId',
      'association.subnet-id': 'associationSet.subnetId',
      'route.destination-cidr-block': 'routeSet.destinationCidrBlock',
      'route.destination-ipv6-cidr-block': 'routeSet.destinationIpv6CidrBlock',
      'route.destination-prefix-list-id': 'routeSet.destinationPrefixListId',
      'route.egress-only-internet-gateway-id': 'routeSet.egressOnlyInternetGatewayId',
      'route.gateway-id': 'routeSet.gatewayId',
      'route.instance-id': 'routeSet.instanceId',
      'route.nat-gateway-id': 'routeSet.natGatewayId',
      'route.origin': 'routeSet.origin',
      'route.state': 'routeSet.state',
      'route.transit-gateway-id': 'routeSet.transitGatewayId',
      'route.vpc-peering-connection-id': 'routeSet.vpcPeeringConnectionId',
    },
  },
  DescribeNatGateways: {
    set: 'natGatewaySet',
    items: natGateways,
    ids: {param: 'NatGatewayId', path: 'natGatewayId', prefix: 'nat-', code: 'NatGateway', noun: 'NAT gateway'},
    filters: {
      'nat-gateway-id': 'natGatewayId',
      state: 'state',
      'subnet-id': 'subnetId',
      'vpc-id': 'vpcId',
    },
  },
  DescribeInternetGateways: {
    set: 'internetGatewaySet',
    items: (world) => gateways(world, world.internetGateways, 'internetGatewayId'),
    ids: {
      param: 'InternetGatewayId',
      path: 'internetGatewayId',
      prefix: 'igw-',
      code: 'InvalidInternetGatewayID',
      noun: 'The internetGateway ID',
    },
    filters: {
      'internet-gateway-id': 'internetGatewayId',
      'attachment.state': 'attachmentSet.state',
      'attachment.vpc-id': 'attachmentSet.vpcId',
      'owner-id': 'ownerId',
      'tag-key': 'tagSet.key',
    },
  },
  DescribeEgressOnlyInternetGateways: {
    set: 'egressOnlyInternetGatewaySet',
    items: (world) => gateways(world, world.egressOnlyInternetGateways, 'egressOnlyInternetGatewayId'),
    ids: {
      param: 'EgressOnlyInternetGatewayId',
      path: 'egressOnlyInternetGatewayId',
      prefix: 'eigw-',
      code: 'InvalidGatewayID',
      noun: 'The egressOnlyInternetGateway ID',
    },
    filters: {'tag-key': 'tagSet.key'},
  },
};

function subnets(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.subnets).map(([id, subnet]) => {
    const owner = world.vpcs[subnet.vpc]?.owner ?? world.account;
    return {
      subnetId: id,
      subnetArn: `arn:${world.partition}:ec2:${world.region}:${owner}:subnet/${id}`,
      state: subnet.state,
      ownerId: owner,
      vpcId: subnet.vpc,
      cidrBlock: subnet.cidr,
      ipv6CidrBlockAssociationSet: subnet.ipv6Cidrs.map((cidr) => ({
        ipv6CidrBlock: cidr,
        associationId: derivedId('subnet-cidr-assoc', id + cidr),
        ipv6CidrBlockState: {state: 'associated'},
      })),
      availableIpAddressCount: subnet.availableIps,
      availabilityZone: subnet.zone,
      availabilityZoneId: world.zones[subnet.zone]?.id,
      defaultForAz: false,
      mapPublicIpOnLaunch: subnet.mapPublicIp,
      mapCustomerOwnedIpOnLaunch: false,
      assignIpv6AddressOnCreation: subnet.assignIpv6 ?? false,
      enableDns64: false,
      ipv6Native: false,
      outpostArn: subnet.outpostArn,
      privateDnsNameOptionsOnLaunch: {hostnameType: 'ip-name'},
      blockPublicAccessStates: {internetGatewayBlockMode: world.blockPublicAccess.mode},
      tagSet: tagSet(subnet.tags),
    };
  });
}

function routeTables(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.routeTables).map(([id, table]) => {
    const association = (subnetId: string | undefined): XmlRecord => ({
      routeTableAssociationId: derivedId('rtbassoc', subnetId ?? id),
      routeTableId: id,
      subnetId,
      main: subnetId === undefined,
      associationState: {state: 'associated'},
    });
    return {
      routeTableId: id,
      vpcId: table.vpc,
      ownerId: world.vpcs[table.vpc]?.owner ?? world.account,
      routeSet: routesOf(world, id, table),
      associationSet: [...(table.main ? [association(undefined)] : []), ...table.subnets.map(association)],
      propagatingVgwSet: [],
      tagSet: [],
    };
  });
}

/** The interface of a NAT gateway's n-th address, under which it also shows in DescribeNetworkInterfaces. */
export function natInterfaceId(natId: string, n: number): string {
  return derivedId('eni', `${natId}/${n}`);
}

function natGateways(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.natGateways).map(([id, nat]) => ({
    natGatewayId: id,
    subnetId: nat.subnet,
    vpcId: nat.vpc,
    state: nat.state,
    connectivityType: nat.type,
    availabilityMode: nat.mode ?? 'zonal',
    routeTableId: nat.routeTable,
    createTime: ec2Time(nat.createdAt),
    deleteTime: nat.deletedAt === undefined ? undefined : ec2Time(nat.deletedAt),
    failureCode: nat.failureCode,
    failureMessage: nat.failureMessage,
    natGatewayAddressSet: nat.addresses.map((address, n) => natAddress(world, id, nat, address, n)),
    tagSet: [],
  }));
}

function natAddress(world: AwsWorld, id: string, nat: WorldNatGateway, a: WorldNatAddress, n: number): XmlValue {
  return {
    allocationId: a.allocation,
    associationId: a.allocation === undefined ? undefined : a.allocation.replace('eipalloc', 'eipassoc'),
    publicIp: a.publicIp,
    privateIp: a.privateIp,
    networkInterfaceId: nat.subnet === undefined ? undefined : natInterfaceId(id, n),
    isPrimary: nat.subnet === undefined ? undefined : n === 0,
    status: a.status ?? 'succeeded',
    availabilityZone: a.zone,
    availabilityZoneId: a.zone === undefined ? undefined : world.zones[a.zone]?.id,
  };
}

function gateways(world: AwsWorld, all: AwsWorld['internetGateways'], idTag: string): readonly XmlRecord[] {
  return Object.entries(all).map(([id, attachments]) => ({
    [idTag]: id,
    ownerId: idTag === 'internetGatewayId' ? world.account : undefined,
    attachmentSet: Object.entries(attachments).map(([vpcId, state]) => ({
      // EC2 says `available` for an internet gateway and `attached` for an egress-only one.
      state: idTag === 'internetGatewayId' ? state : state.replace('available', 'attached'),
      vpcId,
    })),
    tagSet: [],
  }));
}
