// The AWS half of a world. Maps are keyed by the id or name that AWS gives, so that a story changes one thing by naming
// it. All times are RFC 3339.

type Keyed<T> = Readonly<Record<string, T>>;

export interface AwsWorld {
  readonly region: string;
  readonly account: string;
  /** `aws | aws-cn | aws-us-gov`. */
  readonly partition: string;
  /** Whoever calls without an assumed role. */
  readonly caller: {readonly arn: string; readonly id: string};
  readonly cluster: WorldCluster;
  /** Names of further clusters in the Region, which `ListClusters` shows and which nobody looks into. */
  readonly otherClusters: readonly string[];
  readonly profiles: Keyed<WorldProfile>;
  readonly addons: Keyed<WorldAddon>;
  /** By the principal's ARN. */
  readonly accessEntries: Keyed<WorldAccessEntry>;
  readonly nodegroups: Keyed<WorldNodegroup>;
  readonly updates: Keyed<WorldUpdate>;
  readonly podIdentityAssociations: Keyed<WorldPodIdentity>;
  readonly roles: Keyed<WorldRole>;
  /** Policy documents by ARN, AWS's own included. */
  readonly policies: Keyed<unknown>;
  readonly vpcs: Keyed<WorldVpc>;
  readonly dhcpOptions: Keyed<WorldDhcpOptions>;
  readonly subnets: Keyed<WorldSubnet>;
  readonly routeTables: Keyed<WorldRouteTable>;
  readonly natGateways: Keyed<WorldNatGateway>;
  /** Attachment state by VPC; empty: attached to none. */
  readonly internetGateways: Keyed<Keyed<string>>;
  readonly egressOnlyInternetGateways: Keyed<Keyed<string>>;
  readonly transitGatewayAttachments: Keyed<WorldTransitAttachment>;
  /** State of each VPC peering connection: `active`, `deleted`, … */
  readonly vpcPeerings: Keyed<string>;
  /** State of each virtual private gateway's attachment, by VPC. */
  readonly vpnGateways: Keyed<Keyed<string>>;
  readonly vpcEndpoints: Keyed<WorldVpcEndpoint>;
  readonly prefixLists: Keyed<{readonly name: string; readonly entries: readonly string[]}>;
  readonly securityGroups: Keyed<WorldSecurityGroup>;
  readonly networkAcls: Keyed<WorldNetworkAcl>;
  /** Interfaces of Fargate pods, of the control plane, of appliances; those of NAT gateways and endpoints are implied. */
  readonly networkInterfaces: Keyed<WorldInterface>;
  /** By zone name. */
  readonly zones: Keyed<{readonly id: string; readonly type: string; readonly optIn?: string}>;
  /** `mode`: `off | block-bidirectional | block-ingress`; exclusions by id. */
  readonly blockPublicAccess: {
    readonly mode: string;
    readonly exclusions: Keyed<{readonly resource: string; readonly mode: string}>;
  };
  /** `vcpu` is Fargate On-Demand, L-3032A538. Without `applied` no applied value is stored. */
  readonly quotas: {readonly vcpu: {readonly applied?: number; readonly default: number}};
}

export interface WorldHealthIssue {
  readonly code: string;
  readonly message: string;
  readonly resourceIds?: readonly string[];
}

export interface WorldCluster {
  readonly name: string;
  readonly version: string;
  readonly platformVersion: string;
  readonly status: string;
  readonly createdAt: string;
  readonly roleArn: string;
  readonly authenticationMode: string;
  readonly ipFamily: string;
  readonly endpoint: WorldEndpoint;
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly clusterSecurityGroup: string;
  readonly healthIssues: readonly WorldHealthIssue[];
  /** Control-plane log types that are on. */
  readonly logging: readonly string[];
  readonly autoMode: boolean;
  readonly encryptionKeyArn?: string;
  readonly oidcIssuer: string;
  /** CIDRs of hybrid nodes. */
  readonly remoteNodeCidrs?: readonly string[];
  /** Default: not in the answer, as in clusters older than the setting. */
  readonly controlPlaneEgressMode?: string;
  /** By id; the one that is `IN_USE` signs. Absent: EKS's own alone. */
  readonly certificateAuthorities?: Keyed<{readonly signing: string; readonly distribution: string}>;
}

export interface WorldEndpoint {
  readonly public: boolean;
  readonly private: boolean;
  readonly cidrs: readonly string[];
  /** Default: the host name that EKS would give. */
  readonly url?: string;
  /** PEM of the CA that signed the API server's certificate. */
  readonly caPem?: string;
}

export interface WorldProfile {
  /** A role's name in this account, or a full ARN. */
  readonly role: string;
  readonly status: string;
  readonly createdAt: string;
  readonly subnets: readonly string[];
  readonly selectors: readonly {readonly namespace: string; readonly labels?: Keyed<string>}[];
  readonly healthIssues: readonly WorldHealthIssue[];
}

export interface WorldAddon {
  readonly version: string;
  readonly status: string;
  readonly configurationValues?: string;
  readonly healthIssues: readonly WorldHealthIssue[];
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export interface WorldAccessEntry {
  readonly type: string;
  readonly username: string;
  readonly groups: readonly string[];
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export interface WorldNodegroup {
  readonly status: string;
  readonly role: string;
  readonly subnets: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly desired: number;
  readonly createdAt: string;
  readonly healthIssues: readonly WorldHealthIssue[];
}

export interface WorldUpdate {
  readonly type: string;
  readonly status: string;
  readonly createdAt: string;
  readonly params: Keyed<string>;
  readonly errors?: readonly {
    readonly errorCode: string;
    readonly errorMessage: string;
    readonly resourceIds?: readonly string[];
  }[];
}

export interface WorldPodIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly role: string;
  readonly createdAt: string;
}

export interface WorldRole {
  /** `/` or `/some/path/`. */
  readonly path: string;
  /** `AROA…`; a role that was created again under its name has another one. */
  readonly id: string;
  readonly createdAt: string;
  /** The trust policy as JSON, or its raw text where that is the point. */
  readonly trust: unknown;
  /** ARNs of attached policies. */
  readonly attached: readonly string[];
  /** Inline policies by name: JSON or raw text. */
  readonly inline: Keyed<unknown>;
  readonly boundary?: string;
}

export interface WorldVpc {
  /** Primary first. */
  readonly cidrs: readonly string[];
  readonly ipv6Cidrs: readonly string[];
  readonly dnsSupport: boolean;
  readonly dnsHostnames: boolean;
  readonly dhcpOptions: string;
  /** Account of a VPC that is shared with this one. */
  readonly owner?: string;
}

export interface WorldDhcpOptions {
  readonly domainName?: string;
  readonly domainNameServers: readonly string[];
}

export interface WorldSubnet {
  readonly vpc: string;
  readonly zone: string;
  readonly cidr: string;
  readonly ipv6Cidrs: readonly string[];
  readonly availableIps: number;
  readonly state: string;
  readonly mapPublicIp: boolean;
  readonly assignIpv6?: boolean;
  readonly outpostArn?: string;
  readonly tags: Keyed<string>;
}

/** A target's id (`nat-…`, `igw-…`, …), or the same with the state that AWS is to claim. */
export type WorldRoute = string | {readonly target: string; readonly state?: string};

export interface WorldRouteTable {
  readonly vpc: string;
  readonly main: boolean;
  readonly subnets: readonly string[];
  /** By destination: a CIDR or a prefix list's id. Local routes and those of gateway endpoints are implied. */
  readonly routes: Keyed<WorldRoute>;
}

export interface WorldNatGateway {
  /** Absent for a regional NAT gateway. */
  readonly subnet?: string;
  readonly vpc: string;
  readonly state: string;
  readonly type: string;
  /** Default `zonal`. */
  readonly mode?: string;
  /** A regional NAT gateway's own. */
  readonly routeTable?: string;
  readonly createdAt: string;
  readonly deletedAt?: string;
  readonly failureCode?: string;
  readonly failureMessage?: string;
  readonly addresses: readonly WorldNatAddress[];
}

export interface WorldNatAddress {
  readonly publicIp?: string;
  readonly privateIp?: string;
  readonly allocation?: string;
  /** Default `succeeded`. */
  readonly status?: string;
  readonly zone?: string;
}

export interface WorldTransitAttachment {
  readonly transitGateway: string;
  readonly vpc: string;
  readonly state: string;
}

export interface WorldVpcEndpoint {
  readonly vpc: string;
  /** `com.amazonaws.eu-central-1.ecr.dkr`. */
  readonly service: string;
  readonly type: string;
  readonly state: string;
  readonly privateDns: boolean;
  readonly subnets: readonly string[];
  readonly routeTables: readonly string[];
  readonly securityGroups: readonly string[];
  /** JSON or raw text. Absent: AWS's default, which allows everything. */
  readonly policy?: unknown;
  readonly createdAt: string;
}

export interface WorldSecurityGroup {
  readonly vpc: string;
  readonly name: string;
  readonly description: string;
  readonly ingress: readonly WorldRule[];
  readonly egress: readonly WorldRule[];
  readonly tags: Keyed<string>;
}

/** One rule with one peer. `protocol`: `-1 | tcp | udp | icmp | …`; `ports`: `443` or `1024-65535`, absent for all. */
export interface WorldRule {
  readonly protocol: string;
  readonly ports?: string;
  /** A CIDR (either family), a security group's or a prefix list's id. */
  readonly peer: string;
  readonly description?: string;
}

export interface WorldNetworkAcl {
  readonly vpc: string;
  /** The VPC's default: it has every subnet that no other one names. */
  readonly default: boolean;
  readonly subnets: readonly string[];
  readonly entries: readonly WorldAclEntry[];
}

export interface WorldAclEntry {
  readonly rule: number;
  readonly egress: boolean;
  readonly action: string;
  /** A protocol's number: `-1` all, `6` TCP, `17` UDP. */
  readonly protocol: string;
  readonly cidr: string;
  readonly ports?: string;
}

export interface WorldInterface {
  readonly subnet: string;
  readonly ip: string;
  readonly securityGroups: readonly string[];
  readonly description: string;
  readonly status: string;
  /** Default `interface`. */
  readonly type?: string;
  /** Account that attached it; absent: nothing did. */
  readonly attachedBy?: string;
  readonly attachedAt?: string;
  readonly instance?: string;
  readonly sourceDestCheck?: boolean;
  readonly publicIp?: string;
}
