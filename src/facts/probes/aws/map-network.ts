import type * as Ec2 from '@aws-sdk/client-ec2';
import {isForStart} from '../../../domain/vpc-endpoints.ts';
import type {DhcpOptions, InternetGateway, NatGateway, Subnet, Vpc, VpcEndpoint} from '../../../model/aws.ts';
import {some, sorted, sortedBy, wanted} from '../answers.ts';
import {policyText, state, tagMap, time} from './values.ts';

// EC2 writes a list that has nothing in it as an empty one. A list that is missing is another matter: nothing is known of it.

/** Reads EC2's Subnet. */
export function mapSubnet(subnet: Ec2.Subnet): Subnet {
  const id = wanted(subnet.SubnetId, 'SubnetId');
  return {
    id,
    vpcId: wanted(subnet.VpcId, `VpcId of ${id}`),
    zone: subnet.AvailabilityZone ?? '',
    cidr: subnet.CidrBlock ?? '',
    ipv6Cidrs: (subnet.Ipv6CidrBlockAssociationSet ?? []).flatMap((a) =>
      inUse(a.Ipv6CidrBlockState?.State) ? wanted(a.Ipv6CidrBlock, `Ipv6CidrBlock of ${id}`) : [],
    ),
    availableIps: wanted(subnet.AvailableIpAddressCount, `AvailableIpAddressCount of ${id}`),
    state: state(subnet.State),
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
    assignIpv6OnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
    tags: tagMap(subnet.Tags),
    ...some({zoneId: subnet.AvailabilityZoneId, outpostArn: subnet.OutpostArn, ownerId: subnet.OwnerId}),
  };
}

/** Reads EC2's NatGateway. */
export function mapNatGateway(nat: Ec2.NatGateway): NatGateway {
  const id = wanted(nat.NatGatewayId, 'NatGatewayId');
  // One that carries nothing has no use for them.
  const told = state(nat.State) === 'available' ? nat.NatGatewayAddresses : (nat.NatGatewayAddresses ?? []);
  const addresses = wanted(told, `NatGatewayAddresses of ${id}`).map((address) =>
    some({
      publicIp: address.PublicIp,
      privateIp: address.PrivateIp,
      allocationId: address.AllocationId,
      status: address.Status === undefined ? undefined : state(address.Status),
      zone: address.AvailabilityZone,
    }),
  );
  return {
    id,
    state: state(nat.State),
    // What NAT gateways were before these fields came.
    connectivityType: nat.ConnectivityType ?? 'public',
    availabilityMode: nat.AvailabilityMode ?? 'zonal',
    addresses: sortedBy(addresses, (a) => `${a.publicIp ?? ''} ${a.privateIp ?? ''} ${a.allocationId ?? ''}`),
    ...some({
      subnetId: nat.SubnetId,
      routeTableId: nat.RouteTableId,
      createdAt: time(nat.CreateTime),
      deletedAt: time(nat.DeleteTime),
      failureCode: nat.FailureCode,
      failureMessage: nat.FailureMessage,
    }),
  };
}

/** Reads EC2's InternetGateway; empty for one that is not attached to this VPC. */
export function mapInternetGateway(gateway: Ec2.InternetGateway, vpcId: string): readonly InternetGateway[] {
  const id = wanted(gateway.InternetGatewayId, 'InternetGatewayId');
  const attachment = wanted(gateway.Attachments, `Attachments of ${id}`).find(
    (a) => wanted(a.VpcId, `Attachments.VpcId of ${id}`) === vpcId,
  );
  return attachment ? [{id, attachment: state(attachment.State)}] : [];
}

/** Reads EC2's Vpc, with the address blocks that are in use, the primary one first. */
export function mapVpc(vpc: Ec2.Vpc): Vpc {
  const secondary = (vpc.CidrBlockAssociationSet ?? []).flatMap((a) =>
    inUse(a.CidrBlockState?.State) ? (a.CidrBlock ?? []) : [],
  );
  return {
    id: wanted(vpc.VpcId, 'VpcId'),
    cidrs: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...sorted(secondary)])],
    ipv6Cidrs: sorted(
      (vpc.Ipv6CidrBlockAssociationSet ?? []).flatMap((a) =>
        inUse(a.Ipv6CidrBlockState?.State) ? (a.Ipv6CidrBlock ?? []) : [],
      ),
    ),
    ...some({
      dhcpOptionsId: vpc.DhcpOptionsId,
      ownerId: vpc.OwnerId,
      internetGatewayBlockMode: vpc.BlockPublicAccessStates?.InternetGatewayBlockMode,
    }),
  };
}

const NOT_IN_USE = ['associating', 'disassociating', 'disassociated', 'failing', 'failed'];
/** An association that counts: `associated`, or one of whose state nothing is known. */
const inUse = (word: string | undefined): boolean => word === undefined || !NOT_IN_USE.includes(word);

/** Reads EC2's DhcpOptions. Name servers keep their order, in which they are asked. */
export function mapDhcpOptions(options: Ec2.DhcpOptions): DhcpOptions {
  const id = wanted(options.DhcpOptionsId, 'DhcpOptionsId');
  const configurations = wanted(options.DhcpConfigurations, `DhcpConfigurations of ${id}`);
  const values = (key: string): readonly string[] =>
    configurations
      .filter((c) => wanted(c.Key, `DhcpConfigurations.Key of ${id}`) === key)
      .flatMap((c) => wanted(c.Values, `${key} of ${id}`).map((v) => wanted(v.Value, `${key} of ${id}`)));
  return {id, domainNames: values('domain-name'), domainNameServers: values('domain-name-servers')};
}

/** Reads EC2's VpcEndpoint. */
export function mapVpcEndpoint(endpoint: Ec2.VpcEndpoint): VpcEndpoint {
  const id = wanted(endpoint.VpcEndpointId, 'VpcEndpointId');
  const type = wanted(endpoint.VpcEndpointType, `VpcEndpointType of ${id}`);
  const serviceName = wanted(endpoint.ServiceName, `ServiceName of ${id}`);
  // Of a service that a pod calls it must be known how its endpoint is reached.
  if (!ENDPOINT_TYPES.includes(type) && isForStart(serviceName))
    throw new Error(`the answer has a VpcEndpointType of ${id} that nobody knows: ${type}`);
  return {
    id,
    serviceName,
    type,
    state: state(endpoint.State),
    privateDnsEnabled: type === 'Interface' && wanted(endpoint.PrivateDnsEnabled, `PrivateDnsEnabled of ${id}`),
    subnetIds: sorted(endpoint.SubnetIds),
    routeTableIds: type === 'Gateway' ? sorted(wanted(endpoint.RouteTableIds, `RouteTableIds of ${id}`)) : [],
    securityGroupIds: sorted((endpoint.Groups ?? []).flatMap((group) => group.GroupId ?? [])),
    policy: policyText(endpoint.PolicyDocument),
  };
}

const ENDPOINT_TYPES: readonly string[] = ['Interface', 'Gateway', 'GatewayLoadBalancer', 'Resource', 'ServiceNetwork'];
