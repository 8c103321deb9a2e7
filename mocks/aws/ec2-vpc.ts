import type {AwsWorld, WorldVpcEndpoint} from '../world-aws.ts';
import {derivedId, ec2Time, notFound, tagSet, type Ec2Ids, type Ec2List, type Ec2Params} from './ec2-list.ts';
import {AwsError} from './service.ts';
import type {XmlRecord} from './xml.ts';

const VPC_IDS: Ec2Ids = {param: 'VpcId', path: 'vpcId', prefix: 'vpc-', code: 'InvalidVpcID', noun: 'The vpc ID'};

/** VPCs, their settings, endpoints, prefix lists and zones. */
export const VPC_LISTS: Readonly<Record<string, Ec2List>> = {
  DescribeVpcs: {
    set: 'vpcSet',
    items: vpcs,
    ids: VPC_IDS,
    filters: {
      'vpc-id': 'vpcId',
      cidr: 'cidrBlock',
      'cidr-block-association.cidr-block': 'cidrBlockAssociationSet.cidrBlock',
      'dhcp-options-id': 'dhcpOptionsId',
      'is-default': 'isDefault',
      'owner-id': 'ownerId',
      state: 'state',
    },
  },
  DescribeDhcpOptions: {
    set: 'dhcpOptionsSet',
    items: dhcpOptions,
    ids: {
      param: 'DhcpOptionsId',
      path: 'dhcpOptionsId',
      prefix: 'dopt-',
      code: 'InvalidDhcpOptionID',
      noun: 'The dhcpOption ID',
    },
    filters: {
      'dhcp-options-id': 'dhcpOptionsId',
      key: 'dhcpConfigurationSet.key',
      value: 'dhcpConfigurationSet.valueSet.value',
      'owner-id': 'ownerId',
      'tag-key': 'tagSet.key',
    },
  },
  DescribeVpcEndpoints: {
    set: 'vpcEndpointSet',
    items: vpcEndpoints,
    ids: {
      param: 'VpcEndpointId',
      path: 'vpcEndpointId',
      prefix: 'vpce-',
      code: 'InvalidVpcEndpointId',
      noun: 'The Vpc Endpoint Id',
    },
    filters: {
      'vpc-endpoint-id': 'vpcEndpointId',
      'vpc-id': 'vpcId',
      'service-name': 'serviceName',
      'vpc-endpoint-state': 'state',
      'vpc-endpoint-type': 'vpcEndpointType',
    },
  },
  DescribeManagedPrefixLists: {
    set: 'prefixListSet',
    items: prefixLists,
    ids: {
      param: 'PrefixListId',
      path: 'prefixListId',
      prefix: 'pl-',
      code: 'InvalidPrefixListID',
      noun: 'The prefix list ID',
    },
    filters: {'prefix-list-id': 'prefixListId', 'prefix-list-name': 'prefixListName', 'owner-id': 'ownerId'},
  },
  DescribeAvailabilityZones: {
    set: 'availabilityZoneInfo',
    items: zones,
    filters: {
      'group-name': 'groupName',
      'opt-in-status': 'optInStatus',
      'region-name': 'regionName',
      state: 'zoneState',
      'zone-id': 'zoneId',
      'zone-name': 'zoneName',
      'zone-type': 'zoneType',
    },
  },
  DescribeVpcBlockPublicAccessExclusions: {
    set: 'vpcBlockPublicAccessExclusionSet',
    items: (world) =>
      Object.entries(world.blockPublicAccess.exclusions).map(([id, exclusion]) => ({
        exclusionId: id,
        internetGatewayExclusionMode: exclusion.mode,
        resourceArn: `arn:${world.partition}:ec2:${world.region}:${world.account}:${exclusion.resource}`,
        state: 'create-complete',
        tagSet: [],
      })),
    ids: {
      param: 'ExclusionId',
      path: 'exclusionId',
      prefix: 'vpcbpa-exclude-',
      code: 'InvalidVpcBlockPublicAccessExclusionId',
      noun: 'The VPC block public access exclusion ID',
    },
    filters: {
      'internet-gateway-exclusion-mode': 'internetGatewayExclusionMode',
      'resource-arn': 'resourceArn',
      state: 'state',
      'tag-key': 'tagSet.key',
    },
  },
};

/** Answers that are not lists. */
export const VPC_SINGLES: Readonly<Record<string, (world: AwsWorld, params: Ec2Params) => XmlRecord>> = {
  DescribeVpcAttribute: vpcAttribute,
  DescribeVpcBlockPublicAccessOptions: (world) => ({
    vpcBlockPublicAccessOptions: {
      awsAccountId: world.account,
      awsRegion: world.region,
      state: world.blockPublicAccess.mode === 'off' ? 'default-state' : 'update-complete',
      internetGatewayBlockMode: world.blockPublicAccess.mode,
      managedBy: 'account',
      exclusionsAllowed: 'allowed',
    },
  }),
  GetManagedPrefixListEntries: (world, params) => {
    const list = world.prefixLists[params['PrefixListId'] ?? ''];
    if (list === undefined)
      throw new AwsError(
        'InvalidPrefixListID.NotFound',
        `The prefix list ID '${params['PrefixListId'] ?? ''}' does not exist`,
      );
    return {entrySet: list.entries.map((cidr) => ({cidr}))};
  },
};

function vpcAttribute(world: AwsWorld, params: Ec2Params): XmlRecord {
  const id = params['VpcId'];
  if (id === undefined) throw new AwsError('MissingParameter', 'The request must contain the parameter vpcId');
  const vpc = world.vpcs[id];
  if (vpc === undefined) throw notFound(VPC_IDS, id);
  const values: Readonly<Record<string, boolean>> = {
    enableDnsSupport: vpc.dnsSupport,
    enableDnsHostnames: vpc.dnsHostnames,
    enableNetworkAddressUsageMetrics: false,
  };
  const attribute = params['Attribute'] ?? '';
  const value = Object.hasOwn(values, attribute) ? values[attribute] : undefined;
  if (value === undefined)
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${attribute}) for parameter attribute is invalid. Unknown attribute.`,
    );
  return {vpcId: id, [attribute]: {value}};
}

function vpcs(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.vpcs).map(([id, vpc]) => ({
    vpcId: id,
    ownerId: vpc.owner ?? world.account,
    state: 'available',
    cidrBlock: vpc.cidrs[0],
    cidrBlockAssociationSet: vpc.cidrs.map((cidr) => ({
      cidrBlock: cidr,
      associationId: derivedId('vpc-cidr-assoc', id + cidr),
      cidrBlockState: {state: 'associated'},
    })),
    ipv6CidrBlockAssociationSet: vpc.ipv6Cidrs.map((cidr) => ({
      ipv6CidrBlock: cidr,
      associationId: derivedId('vpc-cidr-assoc', id + cidr),
      ipv6CidrBlockState: {state: 'associated'},
      networkBorderGroup: world.region,
      ipv6Pool: 'Amazon',
    })),
    dhcpOptionsId: vpc.dhcpOptions,
    instanceTenancy: 'default',
    isDefault: false,
    blockPublicAccessStates: {internetGatewayBlockMode: world.blockPublicAccess.mode},
    tagSet: [],
  }));
}

function dhcpOptions(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.dhcpOptions).map(([id, options]) => {
    const entry = (key: string, values: readonly string[]): XmlRecord => ({
      key,
      valueSet: values.map((value) => ({value})),
    });
    return {
      dhcpOptionsId: id,
      ownerId: world.account,
      dhcpConfigurationSet: [
        ...(options.domainName === undefined ? [] : [entry('domain-name', [options.domainName])]),
        entry('domain-name-servers', options.domainNameServers),
      ],
      tagSet: [],
    };
  });
}

const OPEN_POLICY = {Statement: [{Action: '*', Effect: 'Allow', Principal: '*', Resource: '*'}]};

/** An endpoint's interfaces, one for each of its subnets, under which they also show in DescribeNetworkInterfaces. */
export function endpointInterfaceId(endpointId: string, n: number): string {
  return derivedId('eni', `${endpointId}/${n}`);
}

function vpcEndpoints(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.vpcEndpoints).map(([id, e]) => ({
    vpcEndpointId: id,
    vpcEndpointType: e.type,
    vpcId: e.vpc,
    serviceName: e.service,
    serviceRegion: world.region,
    state: e.state,
    policyDocument: policyText(e),
    privateDnsEnabled: e.privateDns,
    requesterManaged: false,
    routeTableIdSet: e.routeTables,
    subnetIdSet: e.subnets,
    groupSet: e.securityGroups.map((g) => ({groupId: g, groupName: world.securityGroups[g]?.name ?? g})),
    ipAddressType: 'ipv4',
    networkInterfaceIdSet: e.type === 'Interface' ? e.subnets.map((_, n) => endpointInterfaceId(id, n)) : [],
    dnsEntrySet: [],
    creationTimestamp: ec2Time(e.createdAt),
    ownerId: world.account,
    tagSet: tagSet({}),
  }));
}

function policyText(endpoint: WorldVpcEndpoint): string {
  const {policy} = endpoint;
  if (policy === undefined) return JSON.stringify({Version: '2008-10-17', ...OPEN_POLICY});
  return typeof policy === 'string' ? policy : JSON.stringify(policy);
}

function prefixLists(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.prefixLists).map(([id, list]) => ({
    prefixListId: id,
    prefixListName: list.name,
    prefixListArn: `arn:${world.partition}:ec2:${world.region}:aws:prefix-list/${id}`,
    addressFamily: 'IPv4',
    state: 'create-complete',
    ownerId: 'AWS',
  }));
}

/** Zones that nobody opted into are listed only on `AllAvailabilityZones`. */
function zones(world: AwsWorld, params: Ec2Params): readonly XmlRecord[] {
  const wanted = Object.entries(params).filter(([key]) => /^Zone(?:Name|Id)\.\d{1,4}$/.test(key));
  const all = params['AllAvailabilityZones'] === 'true';
  const known = Object.entries(world.zones);
  for (const [, value] of wanted)
    if (!known.some(([name, zone]) => name === value || zone.id === value))
      throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${value}]`);
  return known
    .filter(([, zone]) => all || zone.optIn !== 'not-opted-in')
    .filter(([name, zone]) => wanted.length === 0 || wanted.some(([, v]) => v === name || v === zone.id))
    .map(([name, zone]) => ({
      zoneName: name,
      zoneId: zone.id,
      zoneType: zone.type,
      zoneState: 'available',
      regionName: world.region,
      groupName: zone.type === 'availability-zone' ? `${world.region}-zg-1` : name.replace(/[a-z]$/, ''),
      networkBorderGroup: world.region,
      optInStatus: zone.optIn ?? (zone.type === 'availability-zone' ? 'opt-in-not-required' : 'opted-in'),
      messageSet: [],
    }));
}
