import {before} from './time.ts';
import type {AwsWorld, WorldInterface, WorldNatGateway, WorldRouteTable, WorldSubnet} from './world-aws.ts';

type Network = Pick<
  AwsWorld,
  | 'vpcs'
  | 'dhcpOptions'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'internetGateways'
  | 'egressOnlyInternetGateways'
  | 'transitGatewayAttachments'
  | 'vpcPeerings'
  | 'vpnGateways'
  | 'vpcEndpoints'
  | 'prefixLists'
  | 'securityGroups'
  | 'networkAcls'
  | 'networkInterfaces'
  | 'zones'
  | 'blockPublicAccess'
>;

export interface HealthyNetwork {
  readonly vpc: string;
  readonly privateSubnets: readonly string[];
  readonly clusterSecurityGroup: string;
  readonly aws: Network;
}

// Ids of the healthy world; the last digit is the zone (1: a, 2: b), subnet-0a… are private and subnet-0b… public.
const VPC = 'vpc-0d1c2b3a4f5e60001';
const PRIVATE = ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002'] as const;
const PUBLIC = ['subnet-0b2c3d4e5f6a70001', 'subnet-0b2c3d4e5f6a70002'] as const;
const RTB_PRIVATE = ['rtb-0c3d4e5f6a7b80001', 'rtb-0c3d4e5f6a7b80002'] as const;
const RTB_PUBLIC = 'rtb-0c3d4e5f6a7b80003';
const RTB_MAIN = 'rtb-0c3d4e5f6a7b80009';
const NAT = ['nat-0d4e5f6a7b8c90001', 'nat-0d4e5f6a7b8c90002'] as const;
const IGW = 'igw-0e5f6a7b8c9d00001';
const SG_CLUSTER = 'sg-0f6a7b8c9d0e10001';
const SG_DEFAULT = 'sg-0f6a7b8c9d0e10009';
const ACL = 'acl-0a7b8c9d0e1f20001';
const DHCP = 'dopt-0b8c9d0e1f2a30001';

/** A VPC with two private subnets, each with its own route table to its own NAT gateway in a public subnet. */
export function healthyNetwork(now: string, region: string): HealthyNetwork {
  const zones = [`${region}a`, `${region}b`, `${region}c`] as const;
  const tags = (name: string, role: string): Record<string, string> => ({
    Name: name,
    [`kubernetes.io/role/${role}`]: '1',
  });
  const subnet = (zone: string, cidr: string, availableIps: number, tag: Record<string, string>): WorldSubnet => ({
    vpc: VPC,
    zone,
    cidr,
    ipv6Cidrs: [],
    availableIps,
    state: 'available',
    mapPublicIp: false,
    tags: tag,
  });
  const aws: Network = {
    vpcs: {
      [VPC]: {cidrs: ['10.0.0.0/16'], ipv6Cidrs: [], dnsSupport: true, dnsHostnames: true, dhcpOptions: DHCP},
    },
    dhcpOptions: {[DHCP]: {domainName: `${region}.compute.internal`, domainNameServers: ['AmazonProvidedDNS']}},
    subnets: {
      [PRIVATE[0]]: subnet(zones[0], '10.0.1.0/24', 246, tags('private-a', 'internal-elb')),
      [PRIVATE[1]]: subnet(zones[1], '10.0.2.0/24', 248, tags('private-b', 'internal-elb')),
      [PUBLIC[0]]: {...subnet(zones[0], '10.0.101.0/24', 250, tags('public-a', 'elb')), mapPublicIp: true},
      [PUBLIC[1]]: {...subnet(zones[1], '10.0.102.0/24', 250, tags('public-b', 'elb')), mapPublicIp: true},
    },
    routeTables: {
      [RTB_PRIVATE[0]]: table([PRIVATE[0]], {'0.0.0.0/0': NAT[0]}),
      [RTB_PRIVATE[1]]: table([PRIVATE[1]], {'0.0.0.0/0': NAT[1]}),
      [RTB_PUBLIC]: table(PUBLIC, {'0.0.0.0/0': IGW}),
      [RTB_MAIN]: {...table([], {}), main: true},
    },
    natGateways: {
      [NAT[0]]: nat(now, PUBLIC[0], '203.0.113.10', '10.0.101.10', 'eipalloc-0c9d0e1f2a3b40001'),
      [NAT[1]]: nat(now, PUBLIC[1], '203.0.113.11', '10.0.102.10', 'eipalloc-0c9d0e1f2a3b40002'),
    },
    internetGateways: {[IGW]: {[VPC]: 'available'}},
    egressOnlyInternetGateways: {},
    transitGatewayAttachments: {},
    vpcPeerings: {},
    vpnGateways: {},
    vpcEndpoints: {},
    // `pl-6ea54007` and its name are S3's in eu-central-1; the ranges are documentation addresses.
    prefixLists: {'pl-6ea54007': {name: `com.amazonaws.${region}.s3`, entries: ['192.0.2.0/24']}},
    securityGroups: securityGroups(),
    networkAcls: {
      [ACL]: {
        vpc: VPC,
        default: true,
        subnets: [],
        entries: [false, true].map((egress) => ({
          rule: 100,
          egress,
          action: 'allow',
          protocol: '-1',
          cidr: '0.0.0.0/0',
        })),
      },
    },
    networkInterfaces: interfaces(now),
    zones: Object.fromEntries(
      zones.map((zone, i) => [zone, {id: `euc1-az${[2, 3, 1][i] ?? 1}`, type: 'availability-zone'}]),
    ),
    blockPublicAccess: {mode: 'off', exclusions: {}},
  };
  return {vpc: VPC, privateSubnets: PRIVATE, clusterSecurityGroup: SG_CLUSTER, aws};
}

function table(subnets: readonly string[], routes: WorldRouteTable['routes']): WorldRouteTable {
  return {vpc: VPC, main: false, subnets, routes};
}

function nat(now: string, subnet: string, publicIp: string, privateIp: string, allocation: string): WorldNatGateway {
  return {
    subnet,
    vpc: VPC,
    state: 'available',
    type: 'public',
    createdAt: before(now, '90d'),
    addresses: [{publicIp, privateIp, allocation}],
  };
}

function securityGroups(): Network['securityGroups'] {
  const egress = [{protocol: '-1', peer: '0.0.0.0/0'}];
  return {
    [SG_CLUSTER]: {
      vpc: VPC,
      name: 'eks-cluster-sg-fargate-test-1842690713',
      description:
        'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
      ingress: [{protocol: '-1', peer: SG_CLUSTER}],
      egress,
      tags: {'aws:eks:cluster-name': 'fargate-test', 'kubernetes.io/cluster/fargate-test': 'owned'},
    },
    [SG_DEFAULT]: {
      vpc: VPC,
      name: 'default',
      description: 'default VPC security group',
      ingress: [{protocol: '-1', peer: SG_DEFAULT}],
      egress,
      tags: {},
    },
  };
}

/** The control plane's two interfaces. Those of Fargate pods are in an account of AWS's, seen through their addresses. */
function interfaces(now: string): Readonly<Record<string, WorldInterface>> {
  const controlPlane = (subnet: string, ip: string): WorldInterface => ({
    subnet,
    ip,
    securityGroups: [SG_CLUSTER],
    description: 'Amazon EKS fargate-test',
    status: 'in-use',
    attachedBy: '444455556666',
    attachedAt: before(now, '90d'),
  });
  return {
    'eni-0d0e1f2a3b4c50001': controlPlane(PRIVATE[0], '10.0.1.200'),
    'eni-0d0e1f2a3b4c50002': controlPlane(PRIVATE[1], '10.0.2.200'),
  };
}
