// AWS objects as facts: only what some check may need, in the field's own words. Ids and states are AWS's own strings;
// states are lower-cased, because EC2 writes `available` and `Available` for the same thing in different calls.

/** Which cluster this run is about, and how we know; there before any AWS call is made. */
export interface ClusterTarget {
  readonly name: string;
  readonly region: string;
  /** `aws | aws-cn | aws-us-gov`, from the Region. */
  readonly partition: string;
  /** Twelve digits, where the kubeconfig or the cluster's ARN tells. */
  readonly account?: string;
  /** The kubeconfig context, if one was used. */
  readonly context?: string;
}

/** `eks:DescribeCluster`. */
export interface Cluster {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** Kubernetes minor version: `1.33`. */
  readonly version: string;
  /** `eks.12`. */
  readonly platformVersion: string;
  readonly createdAt?: string;
  readonly endpoint: string;
  readonly roleArn: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly clusterSecurityGroupId?: string;
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
  /** `CONFIG_MAP | API_AND_CONFIG_MAP | API`; `CONFIG_MAP` where the answer has none (clusters older than the setting). */
  readonly authenticationMode: string;
  /** `ipv4 | ipv6`. */
  readonly ipFamily: string;
  readonly autoMode: boolean;
  readonly healthIssues: readonly HealthIssue[];
  /** Control-plane log types that are on: `api`, `audit`, `authenticator`, … */
  readonly logTypes: readonly string[];
  readonly encryptionKeyArns: readonly string[];
  readonly oidcIssuer?: string;
  /** CIDRs of hybrid nodes' networks (`remoteNetworkConfig`). */
  readonly remoteNodeCidrs?: readonly string[];
  /** `AWS_MANAGED | CUSTOMER_ROUTED | CUSTOMER_ISOLATED`; absent where the answer has none. */
  readonly controlPlaneEgressMode?: string;
  /** Who activated the certificate authority that signs now: `EKS | CUSTOMER`. */
  readonly caActivatedBy?: string;
}

/** `eks:ListCertificateAuthorities`. */
export interface CertificateAuthority {
  readonly id: string;
  /** `IN_USE | ACTIVATING | NOT_USED`. */
  readonly signingStatus: string;
  /** `IN_PROGRESS | COMPLETE | FAILED | DELETING`. */
  readonly distributionStatus: string;
}

export interface HealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

/** `eks:DescribeFargateProfile`. */
export interface FargateProfile {
  readonly name: string;
  readonly arn: string;
  /** `CREATING | ACTIVE | DELETING | CREATE_FAILED | DELETE_FAILED`, or a word that we don't know. */
  readonly status: string;
  readonly createdAt: string;
  readonly podExecutionRoleArn: string;
  readonly subnetIds: readonly string[];
  readonly selectors: readonly ProfileSelector[];
  readonly healthIssues: readonly HealthIssue[];
}

export interface ProfileSelector {
  /** May hold `*` and `?`. */
  readonly namespace: string;
  /** Keys and values may hold `*` and `?`; all pairs must match. */
  readonly labels: Readonly<Record<string, string>>;
}

/** `eks:DescribeUpdate`: one change of the cluster's configuration or version. */
export interface ClusterUpdate {
  readonly id: string;
  /** `EndpointAccessUpdate | AccessConfigUpdate | VpcConfigUpdate | VersionUpdate | …`. */
  readonly type: string;
  /** `InProgress | Successful | Failed | Cancelled`. */
  readonly status: string;
  readonly createdAt?: string;
  /** What was changed to what, in EKS's words, sorted by name: `PublicAccessCidrs`: `["198.51.100.7/32"]`. */
  readonly params: readonly {readonly name: string; readonly value: string}[];
}

/** `eks:DescribeAccessEntry`. */
export interface AccessEntry {
  readonly principalArn: string;
  /** `STANDARD | FARGATE_LINUX | EC2_LINUX | …`. */
  readonly type: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly createdAt?: string;
  readonly modifiedAt?: string;
}

/** `eks:DescribeAddon`. */
export interface Addon {
  readonly name: string;
  readonly version: string;
  readonly status: string;
  /** JSON or YAML text as the user gave it; empty where none. */
  readonly configurationValues: string;
  readonly healthIssues: readonly HealthIssue[];
  readonly modifiedAt?: string;
}

/** `iam:GetRole`. */
export interface Role {
  readonly name: string;
  readonly arn: string;
  /** `/` or `/some/path/`. */
  readonly path: string;
  readonly id: string;
  readonly createdAt?: string;
  /** The decoded text of the trust policy document, JSON as IAM stores it. */
  readonly trustPolicy: string;
  readonly permissionsBoundaryArn?: string;
}

/** `iam:ListAttachedRolePolicies`: a managed policy of a role, AWS's or the customer's own. */
export interface AttachedPolicy {
  readonly name: string;
  readonly arn: string;
}

/** A policy with its text: inline (`iam:GetRolePolicy`) or managed (`iam:GetPolicyVersion`, its default version). */
export interface PolicyDocument {
  readonly name: string;
  /** Of a managed policy. */
  readonly arn?: string;
  /** The decoded text, JSON as IAM stores it. */
  readonly document: string;
}

/** Fargate's service-linked role, by `iam:GetRole`. */
export interface ServiceLinkedRole {
  /** False: IAM says NoSuchEntity. */
  readonly exists: boolean;
}

/** `eks:ListPodIdentityAssociations`. */
export interface PodIdentityAssociation {
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** `sts:GetCallerIdentity`. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
}

/** `ec2:DescribeSubnets`, for the subnets that the Fargate profiles name. */
export interface Subnet {
  readonly id: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly zoneId?: string;
  /** Empty where there is none, as in a subnet of IPv6 alone, and where EC2 did not tell. */
  readonly cidr: string;
  readonly ipv6Cidrs: readonly string[];
  readonly availableIps: number;
  readonly state: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6OnCreation: boolean;
  readonly outpostArn?: string;
  readonly ownerId?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** `ec2:DescribeRouteTables`. */
export interface RouteTable {
  readonly id: string;
  readonly main: boolean;
  /** Subnets with an explicit association. */
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

export interface Route {
  /** An IPv4 or IPv6 CIDR, or a prefix list's id. */
  readonly destination: string;
  /** The gateway's, interface's, connection's or endpoint's id; `local` for the VPC's own. */
  readonly target: string;
  readonly targetKind: RouteTargetKind;
  /** `active | blackhole`. */
  readonly state: string;
}

export type RouteTargetKind =
  | 'local'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'transit-gateway'
  | 'vpn-gateway'
  | 'peering'
  | 'network-interface'
  | 'instance'
  | 'vpc-endpoint'
  | 'carrier-gateway'
  | 'local-gateway'
  | 'core-network'
  | 'unknown';

/** `ec2:DescribeNatGateways`. */
export interface NatGateway {
  readonly id: string;
  /** Absent for a regional NAT gateway. */
  readonly subnetId?: string;
  readonly state: string;
  /** `public | private`. */
  readonly connectivityType: string;
  /** `zonal | regional`. */
  readonly availabilityMode: string;
  /** The route table of a regional NAT gateway. */
  readonly routeTableId?: string;
  readonly addresses: readonly NatAddress[];
  readonly createdAt?: string;
  readonly deletedAt?: string;
  readonly failureCode?: string;
  readonly failureMessage?: string;
}

export interface NatAddress {
  readonly publicIp?: string;
  readonly privateIp?: string;
  readonly allocationId?: string;
  readonly status?: string;
  readonly zone?: string;
}

/** `ec2:DescribeInternetGateways`, those attached to the cluster's VPC. */
export interface InternetGateway {
  readonly id: string;
  /** State of its attachment to the cluster's VPC: `available`, `attaching`, … */
  readonly attachment: string;
}

/** `ec2:DescribeVpcs`. */
export interface Vpc {
  readonly id: string;
  /** Primary first. */
  readonly cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  /** `default` where the VPC has no DHCP options at all; missing where EC2 did not say. */
  readonly dhcpOptionsId?: string;
  readonly ownerId?: string;
  /** Mode of VPC Block Public Access as `DescribeVpcs` tells it: `off`, `block-bidirectional`, `block-ingress`. */
  readonly internetGatewayBlockMode?: string;
}

/** `ec2:DescribeDhcpOptions`. */
export interface DhcpOptions {
  readonly id: string;
  readonly domainNames: readonly string[];
  /** Addresses, or `AmazonProvidedDNS`. */
  readonly domainNameServers: readonly string[];
}

/** `ec2:DescribeAvailabilityZones`. */
export interface AvailabilityZone {
  readonly name: string;
  readonly id: string;
  /** `availability-zone | local-zone | wavelength-zone`. */
  readonly type: string;
}

/** `ec2:DescribeVpcEndpoints`. */
export interface VpcEndpoint {
  readonly id: string;
  /** `com.amazonaws.eu-central-1.ecr.dkr`; in China with the prefix `cn.`. */
  readonly serviceName: string;
  /** `Interface | Gateway | GatewayLoadBalancer | …`. */
  readonly type: string;
  /** Lower-cased: `available`, `pendingacceptance`, … */
  readonly state: string;
  readonly privateDnsEnabled: boolean;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** The decoded policy document's text; empty where AWS gives none. */
  readonly policy: string;
}

/** `servicequotas:GetServiceQuota`, of the Fargate On-Demand vCPU quota. */
export interface VcpuQuota {
  readonly value: number;
  /** False: no applied value is stored and this is AWS's default. */
  readonly applied: boolean;
}

/** `ec2:DescribeSecurityGroups`. */
export interface SecurityGroup {
  readonly id: string;
  readonly vpcId: string;
  readonly name: string;
  /** Missing where EC2 did not tell them. */
  readonly ingress?: readonly SecurityRule[];
  /** Missing where EC2 did not tell them. */
  readonly egress?: readonly SecurityRule[];
}

/** One rule of a security group, with one peer. Rules only ever allow. */
export interface SecurityRule {
  /** `-1` for all, else a name or number as EC2 writes it: `tcp`, `udp`, `icmp`, `50`. */
  readonly protocol: string;
  /** Both absent: all ports. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** An IPv4 or IPv6 CIDR, a security group's id, or a prefix list's id. */
  readonly peer: string;
}

/** `ec2:DescribeNetworkAcls`. */
export interface NetworkAcl {
  readonly id: string;
  readonly default: boolean;
  readonly subnetIds: readonly string[];
  /** The rule `*` is among them, as number 32767. */
  readonly entries: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  readonly rule: number;
  readonly egress: boolean;
  /** `allow | deny`. */
  readonly action: string;
  /** A protocol's number: `-1` all, `6` TCP, `17` UDP. */
  readonly protocol: string;
  /** An IPv4 or IPv6 CIDR. */
  readonly cidr: string;
  /** Both absent: all ports. */
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** `ec2:DescribeVpcBlockPublicAccessOptions` and `…Exclusions`. */
export interface BlockPublicAccess {
  /** `off | block-bidirectional | block-ingress`. */
  readonly mode: string;
  readonly exclusions: readonly BlockPublicAccessExclusion[];
}

export interface BlockPublicAccessExclusion {
  readonly id: string;
  /** The VPC's or subnet's id. */
  readonly resourceId: string;
  /** `allow-bidirectional | allow-egress`. */
  readonly mode: string;
}

/** `ec2:GetManagedPrefixListEntries`. */
export interface PrefixList {
  readonly id: string;
  readonly cidrs: readonly string[];
}
