import type * as Ec2 from '@aws-sdk/client-ec2';
import type {DhcpOptions, InternetGateway, NatGateway, Subnet, Vpc, VpcEndpoint} from '../../../model/aws.ts';
import {some, sorted, sortedBy, wanted} from '../answers.ts';
import {policyText, state, tagMap, time} from './values.ts';

/** Reads EC2's Subnet; empty for one without an id. */
export function mapSubnet(subnet: Ec2.Subnet): readonly Subnet[] {
  const id = subnet.SubnetId;
  if (id === undefined) return [];
  return [
    {
      id,
      vpcId: subnet.VpcId ?? '',
      zone: subnet.AvailabilityZone ?? '',
      cidr: subnet.CidrBlock ?? '',
      ipv6Cidrs: (subnet.Ipv6CidrBlockAssociationSet ?? []).flatMap((a) =>
        inUse(a.Ipv6CidrBlockState?.State) ? (a.Ipv6CidrBlock ?? []) : [],
      ),
      availableIps: wanted(subnet.AvailableIpAddressCount, `AvailableIpAddressCount of ${id}`),
      state: state(subnet.State),
      mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch ?? false,
      assignIpv6OnCreation: subnet.AssignIpv6AddressOnCreation ?? false,
      tags: tagMap(subnet.Tags),
      ...some({zoneId: subnet.AvailabilityZoneId, outpostArn: subnet.OutpostArn, ownerId: subnet.OwnerId}),
    },
  ];
}

/** Reads EC2's NatGateway. */
export function mapNatGateway(nat: Ec2.NatGateway): readonly NatGateway[] {
  const id = nat.NatGatewayId;
  if (id === undefined) return [];
  const addresses = (nat.NatGatewayAddresses ?? []).map((address) =>
    some({
      publicIp: address.PublicIp,
      privateIp: address.PrivateIp,
      allocationId: address.AllocationId,
      status: address.Status === undefined ? undefined : state(address.Status),
      zone: address.AvailabilityZone,
    }),
  );
  return [
    {
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
    },
  ];
}

/** Reads EC2's InternetGateway; empty for one that is not attached to this VPC. */
export function mapInternetGateway(gateway: Ec2.InternetGateway, vpcId: string): readonly InternetGateway[] {
  const attachment = (gateway.Attachments ?? []).find((a) => a.VpcId === vpcId);
  if (gateway.InternetGatewayId === undefined || !attachment) return [];
  return [{id: gateway.InternetGatewayId, attachment: state(attachment.State)}];
}

/** Reads EC2's Vpc, with the address blocks that are in use, the primary one first. */
export function mapVpc(vpc: Ec2.Vpc): readonly Vpc[] {
  if (vpc.VpcId === undefined) return [];
  const secondary = (vpc.CidrBlockAssociationSet ?? []).flatMap((a) =>
    inUse(a.CidrBlockState?.State) ? (a.CidrBlock ?? []) : [],
  );
  return [
    {
      id: vpc.VpcId,
      cidrs: [...new Set([...(vpc.CidrBlock === undefined ? [] : [vpc.CidrBlock]), ...sorted(secondary)])],
      ipv6Cidrs: sorted(
        (vpc.Ipv6CidrBlockAssociationSet ?? []).flatMap((a) =>
          inUse(a.Ipv6CidrBlockState?.State) ? (a.Ipv6CidrBlock ?? []) : [],
        ),
      ),
      dhcpOptionsId: vpc.DhcpOptionsId ?? 'default',
      ...some({
        ownerId: vpc.OwnerId,
        internetGatewayBlockMode: vpc.BlockPublicAccessStates?.InternetGatewayBlockMode,
      }),
    },
  ];
}

/** An association that counts: `associated`, or one that says nothing of its state. */
const inUse = (word: string | undefined): boolean => word === undefined || word === 'associated';

/** Reads EC2's DhcpOptions. Name servers keep their order, in which they are asked. */
export function mapDhcpOptions(options: Ec2.DhcpOptions): readonly DhcpOptions[] {
  if (options.DhcpOptionsId === undefined) return [];
  const values = (key: string): readonly string[] =>
    (options.DhcpConfigurations ?? [])
      .filter((c) => c.Key === key)
      .flatMap((c) => (c.Values ?? []).flatMap((v) => v.Value ?? []));
  return [
    {
      id: options.DhcpOptionsId,
      domainNames: values('domain-name'),
      domainNameServers: values('domain-name-servers'),
    },
  ];
}

/** Reads EC2's VpcEndpoint. */
export function mapVpcEndpoint(endpoint: Ec2.VpcEndpoint): readonly VpcEndpoint[] {
  if (endpoint.VpcEndpointId === undefined) return [];
  return [
    {
      id: endpoint.VpcEndpointId,
      serviceName: endpoint.ServiceName ?? '',
      type: endpoint.VpcEndpointType ?? '',
      state: state(endpoint.State),
      privateDnsEnabled: endpoint.PrivateDnsEnabled ?? false,
      subnetIds: sorted(endpoint.SubnetIds),
      routeTableIds: sorted(endpoint.RouteTableIds),
      securityGroupIds: sorted((endpoint.Groups ?? []).flatMap((group) => group.GroupId ?? [])),
      policy: policyText(endpoint.PolicyDocument),
    },
  ];
}
