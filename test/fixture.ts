import type {
  AccessEntry,
  Addon,
  AttachedPolicy,
  Cluster,
  FargateProfile,
  NatGateway,
  NetworkAcl,
  NetworkAclEntry,
  PolicyDocument,
  Role,
  RouteTable,
  SecurityGroup,
  SecurityRule,
  Subnet,
  VpcEndpoint,
} from '../src/model/aws.ts';
import {absent, known, type Fact} from '../src/model/fact.ts';
import type {FactId, FactMap} from '../src/model/facts.ts';
import {knownPolicy} from '../src/domain/ecr-rights.ts';
import {examine} from '../src/engine/examine.ts';
import type {AnyCheck} from '../src/model/check.ts';
import type {CauseId, Outcome, Problem} from '../src/model/finding.ts';
import type {
  ConfigMap,
  Container,
  FargatePod,
  KubeEvent,
  Node,
  Pod,
  PodSpec,
  PodStatus,
  SpecifiedPod,
  WebhookConfiguration,
  Workload,
} from '../src/model/kubernetes.ts';

/** A set of answers, and what one check must make of it. */
export interface Fixture {
  readonly name: string;
  readonly facts: AllAnswers;
  /** The causes that the check reports, in any order; empty: none. */
  readonly yields: readonly CauseId[];
  /** Default: `found` where it yields something, else `clear`. */
  readonly outcome?: Outcome['is'];
}

export type AllAnswers = {readonly [K in FactId]: Fact<FactMap[K]>};

/** The time of every fixture. */
export const NOW = '2026-11-20T03:10:00Z';

/** RFC 3339 time some minutes before {@link NOW}. */
export const minutesAgo = (minutes: number): string =>
  new Date(Date.parse(NOW) - minutes * 60_000).toISOString().replace('.000Z', 'Z');

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

export const container = (over: Partial<Container> = {}): Container => ({
  name: 'app',
  image: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/nginx:1.27`,
  requests: {cpu: '250m', memory: '512Mi'},
  limits: {cpu: '250m', memory: '512Mi'},
  ports: [{containerPort: 8080}],
  capabilitiesAdd: [],
  volumeDevices: [],
  portFlags: [],
  ...over,
});

/** A pod spec as the API server stores it, mutated for Fargate. */
export const spec = (over: Partial<PodSpec> = {}): PodSpec => ({
  schedulerName: 'fargate-scheduler',
  serviceAccountName: 'default',
  nodeSelector: {},
  nodeAffinityTerms: [],
  affinityKinds: [],
  tolerations: [
    {key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute'},
    {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute'},
  ],
  topologySpreadKeys: [],
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  priorityClassName: 'system-node-critical',
  restartPolicy: 'Always',
  readinessGates: [],
  volumes: [{name: 'kube-api-access-x7k2p', type: 'projected'}],
  initContainers: [],
  containers: [container()],
  ephemeralContainers: [],
  overhead: {},
  overrides: [],
  ...over,
});

const RUNNING: PodStatus = {
  phase: 'Running',
  podIP: '10.0.1.77',
  hostIP: '10.0.1.77',
  startTime: minutesAgo(13),
  conditions: [
    {type: 'PodScheduled', status: 'True', at: minutesAgo(13)},
    {type: 'Ready', status: 'True', at: minutesAgo(12)},
  ],
  containers: [
    {name: 'app', init: false, ready: true, restarts: 0, image: 'nginx', state: {is: 'running', at: minutesAgo(12)}},
  ],
};

/** Status of a pod that fargate-scheduler keeps waiting. */
export const PENDING: PodStatus = {phase: 'Pending', conditions: [], containers: []};

/** The running pod default/nginx on profile default-fp; `labels` and the like replace, they don't merge. */
export const pod = (over: Partial<Pod> = {}): Pod => ({
  namespace: 'default',
  name: 'nginx',
  uid: '5c1f0d5e-0000-4000-8000-000000000001',
  createdAt: minutesAgo(14),
  finalizers: [],
  labels: {app: 'nginx', 'eks.amazonaws.com/fargate-profile': 'default-fp'},
  annotations: {CapacityProvisioned: '0.25vCPU 1GB', Logging: 'LoggingEnabled'},
  spec: spec({nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal'}),
  status: RUNNING,
  ...over,
});

/** A pod that hangs in provisioning: mutated, sized, no node. */
export const pendingPod = (over: Partial<Pod> = {}): Pod => pod({spec: spec(), status: PENDING, ...over});

/** A pod that never went through the Fargate webhook. */
export const unmutatedPod = (over: Partial<Pod> = {}): Pod =>
  pod({
    labels: {app: 'nginx'},
    annotations: {},
    spec: spec({schedulerName: 'default-scheduler', priorityClassName: ''}),
    status: {
      ...PENDING,
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message:
            '0/2 nodes are available: 2 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}.',
          at: minutesAgo(14),
        },
      ],
    },
    ...over,
  });

/** The fact `podSpec` of a pod. */
export const specified = (p: Pod): SpecifiedPod => ({
  from: 'pod',
  ref: `pod/${p.name}`,
  pathPrefix: '',
  namespace: p.namespace,
  labels: p.labels,
  annotations: p.annotations,
  ...(p.owner ? {ownerKind: p.owner.kind} : {}),
  spec: p.spec,
});

/** The facts `pod` and `podSpec` of one pod, to spread into {@link withFacts}. */
export const about = (p: Pod): {pod: Pod; podSpec: SpecifiedPod; subject: FactMap['subject']} => ({
  pod: p,
  podSpec: specified(p),
  subject: {kind: 'Pod', namespace: p.namespace, name: p.name},
});

export const workload = (over: Partial<Workload> = {}): Workload => ({
  kind: 'Deployment',
  namespace: 'default',
  name: 'nginx',
  createdAt: minutesAgo(60 * 24),
  labels: {app: 'nginx'},
  annotations: {},
  template: {
    labels: {app: 'nginx'},
    annotations: {},
    spec: spec({schedulerName: '', priorityClassName: '', tolerations: []}),
  },
  templatePath: 'spec.template',
  replicas: {desired: 1, current: 1, ready: 1},
  conditions: [],
  via: [{kind: 'ReplicaSet', name: 'nginx-6d4cf56db6'}],
  selector: {app: 'nginx'},
  ...over,
});

/** The fact `podSpec` of a workload whose pods were never created. */
export const templateOf = (w: Workload): SpecifiedPod => ({
  from: 'template',
  ref: `${w.kind.toLowerCase()}/${w.name}`,
  pathPrefix: `${w.templatePath}.`,
  namespace: w.namespace,
  labels: w.template.labels,
  annotations: w.template.annotations,
  ownerKind: w.kind,
  spec: w.template.spec,
});

export const event = (over: Partial<KubeEvent> = {}): KubeEvent => ({
  type: 'Warning',
  reason: 'FailedScheduling',
  message: 'Pod provisioning timed out (will retry) for pod: default/nginx',
  component: 'fargate-scheduler',
  object: {kind: 'Pod', name: 'nginx'},
  uid: '5c1f0d5e-0000-4000-8000-000000000001',
  count: 4,
  firstAt: minutesAgo(11),
  lastAt: minutesAgo(8),
  ...over,
});

export const SUBNET_A = 'subnet-0a1b2c3d4e5f60001';
export const SUBNET_B = 'subnet-0a1b2c3d4e5f60002';

export const subnet = (over: Partial<Subnet> = {}): Subnet => ({
  id: SUBNET_A,
  vpcId: 'vpc-0d1e2f3a4b5c60001',
  zone: 'eu-central-1a',
  zoneId: 'euc1-az2',
  cidr: '10.0.1.0/24',
  ipv6Cidrs: [],
  availableIps: 240,
  state: 'available',
  mapPublicIpOnLaunch: false,
  assignIpv6OnCreation: false,
  ownerId: ACCOUNT,
  tags: {},
  ...over,
});

export const SUBNETS: readonly Subnet[] = [
  subnet(),
  subnet({id: SUBNET_B, zone: 'eu-central-1b', zoneId: 'euc1-az3', cidr: '10.0.2.0/24'}),
];

export const PUBLIC_A = 'subnet-0a1b2c3d4e5f60011';
export const PUBLIC_B = 'subnet-0a1b2c3d4e5f60012';
export const NAT_A = 'nat-0c1d2e3f4a5b60001';
export const NAT_B = 'nat-0c1d2e3f4a5b60002';
export const IGW = 'igw-0f1a2b3c4d5e60001';
const LOCAL = {destination: '10.0.0.0/16', target: 'local', targetKind: 'local', state: 'active'} as const;

const privateTable = (id: string, subnetId: string, nat: string): RouteTable => ({
  id,
  main: false,
  subnetIds: [subnetId],
  routes: [LOCAL, {destination: '0.0.0.0/0', target: nat, targetKind: 'nat-gateway', state: 'active'}],
});

/** Each private subnet has its own table and NAT gateway; the public subnets share a table to the internet gateway. */
export const ROUTE_TABLES: readonly RouteTable[] = [
  {id: 'rtb-0b1c2d3e4f5a60000', main: true, subnetIds: [], routes: [LOCAL]},
  privateTable('rtb-0b1c2d3e4f5a60001', SUBNET_A, NAT_A),
  privateTable('rtb-0b1c2d3e4f5a60002', SUBNET_B, NAT_B),
  {
    id: 'rtb-0b1c2d3e4f5a60011',
    main: false,
    subnetIds: [PUBLIC_A, PUBLIC_B],
    routes: [LOCAL, {destination: '0.0.0.0/0', target: IGW, targetKind: 'internet-gateway', state: 'active'}],
  },
];

export const nat = (over: Partial<NatGateway> = {}): NatGateway => ({
  id: NAT_A,
  subnetId: PUBLIC_A,
  state: 'available',
  connectivityType: 'public',
  availabilityMode: 'zonal',
  addresses: [
    {
      publicIp: '203.0.113.10',
      privateIp: '10.0.101.5',
      allocationId: 'eipalloc-0a1b2c3d4e5f60001',
      status: 'succeeded',
    },
  ],
  createdAt: minutesAgo(60 * 24 * 30),
  ...over,
});

export const NATS: readonly NatGateway[] = [
  nat(),
  nat({
    id: NAT_B,
    subnetId: PUBLIC_B,
    addresses: [
      {
        publicIp: '203.0.113.11',
        privateIp: '10.0.102.5',
        allocationId: 'eipalloc-0a1b2c3d4e5f60002',
        status: 'succeeded',
      },
    ],
  }),
];

export const endpoint = (service: string, over: Partial<VpcEndpoint> = {}): VpcEndpoint => ({
  id: `vpce-${service.replace(/\W/g, '')}`,
  serviceName: `com.amazonaws.${REGION}.${service}`,
  type: service === 's3' ? 'Gateway' : 'Interface',
  state: 'available',
  privateDnsEnabled: service !== 's3',
  subnetIds: service === 's3' ? [] : [SUBNET_A, SUBNET_B],
  routeTableIds: service === 's3' ? ['rtb-0b1c2d3e4f5a60001', 'rtb-0b1c2d3e4f5a60002'] : [],
  securityGroupIds: service === 's3' ? [] : ['sg-0e1f2a3b4c5d60009'],
  policy: '',
  ...over,
});

/** Every subnet of the VPC: the profile's, and the public ones of the NAT gateways. */
export const INTERFACE_SUBNETS: readonly Subnet[] = [
  ...SUBNETS,
  subnet({id: PUBLIC_A, cidr: '10.0.101.0/24'}),
  subnet({id: PUBLIC_B, zone: 'eu-central-1b', zoneId: 'euc1-az3', cidr: '10.0.102.0/24'}),
];

export const CLUSTER_GROUP = 'sg-0e1f2a3b4c5d60001';
export const ENDPOINT_GROUP = 'sg-0e1f2a3b4c5d60009';

/** A rule for everything to or from a peer, unless told otherwise. */
export const rule = (peer: string, over: Partial<SecurityRule> = {}): SecurityRule => ({protocol: '-1', peer, ...over});

/** A rule for TCP 443. */
export const https = (peer: string): SecurityRule => rule(peer, {protocol: 'tcp', fromPort: 443, toPort: 443});

export const securityGroup = (id: string, over: Partial<SecurityGroup> = {}): SecurityGroup => ({
  id,
  vpcId: 'vpc-0d1e2f3a4b5c60001',
  name: id,
  ingress: [],
  egress: [rule('0.0.0.0/0')],
  ...over,
});

/** The cluster security group as EKS makes it. */
export const clusterGroup = (over: Partial<SecurityGroup> = {}): SecurityGroup =>
  securityGroup(CLUSTER_GROUP, {name: 'eks-cluster-sg-fargate-test-1', ingress: [rule(CLUSTER_GROUP)], ...over});

const DEFAULT_GROUP = securityGroup('sg-0e1f2a3b4c5d60000', {name: 'default', ingress: [rule('sg-0e1f2a3b4c5d60000')]});

export const aclEntry = (rule: number, egress: boolean, over: Partial<NetworkAclEntry> = {}): NetworkAclEntry => ({
  rule,
  egress,
  action: 'allow',
  protocol: '-1',
  cidr: '0.0.0.0/0',
  ...over,
});

/** The VPC's default network ACL, which allows everything, on all of its subnets. */
export const networkAcl = (over: Partial<NetworkAcl> = {}): NetworkAcl => ({
  id: 'acl-0a1b2c3d4e5f60001',
  default: true,
  subnetIds: [SUBNET_A, SUBNET_B, PUBLIC_A, PUBLIC_B],
  entries: [false, true].flatMap((egress) => [aclEntry(100, egress), aclEntry(32_767, egress, {action: 'deny'})]),
  ...over,
});

export const profile = (over: Partial<FargateProfile> = {}): FargateProfile => ({
  name: 'default-fp',
  arn: `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/fargate-test/default-fp/aac1d2e3-0000-4000-8000-00000000000a`,
  status: 'ACTIVE',
  createdAt: minutesAgo(60 * 24 * 30),
  podExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution`,
  subnetIds: [SUBNET_A, SUBNET_B],
  selectors: [{namespace: 'default', labels: {}}],
  healthIssues: [],
  ...over,
});

export const COREDNS_PROFILE = profile({
  name: 'coredns-fp',
  arn: `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/fargate-test/coredns-fp/aac1d2e3-0000-4000-8000-00000000000b`,
  selectors: [{namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}}],
});

export const cluster = (over: Partial<Cluster> = {}): Cluster => ({
  name: 'fargate-test',
  arn: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/fargate-test`,
  status: 'ACTIVE',
  version: '1.33',
  platformVersion: 'eks.9',
  createdAt: minutesAgo(60 * 24 * 60),
  endpoint: `https://0123456789ABCDEF0123456789ABCDEF.gr7.${REGION}.eks.amazonaws.com`,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/eks-cluster`,
  vpcId: 'vpc-0d1e2f3a4b5c60001',
  subnetIds: [SUBNET_A, SUBNET_B, PUBLIC_A, PUBLIC_B],
  securityGroupIds: [],
  clusterSecurityGroupId: 'sg-0e1f2a3b4c5d60001',
  endpointPublicAccess: true,
  endpointPrivateAccess: true,
  publicAccessCidrs: ['0.0.0.0/0'],
  authenticationMode: 'API_AND_CONFIG_MAP',
  ipFamily: 'ipv4',
  autoMode: false,
  healthIssues: [],
  logTypes: [],
  encryptionKeyArns: [],
  oidcIssuer: `https://oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`,
  ...over,
});

/** A trust policy as the AWS user guide gives it, for cluster fargate-test. */
export const TRUST_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Condition: {ArnLike: {'aws:SourceArn': `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/fargate-test/*`}},
      Principal: {Service: 'eks-fargate-pods.amazonaws.com'},
      Action: 'sts:AssumeRole',
    },
  ],
});

export const role = (over: Partial<Role> = {}): Role => ({
  name: 'fargate-pod-execution',
  arn: `arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution`,
  path: '/',
  id: 'AROAEXAMPLEROLEID0001',
  createdAt: minutesAgo(60 * 24 * 31),
  trustPolicy: TRUST_POLICY,
  ...over,
});

/** The managed policy that AWS made for pod execution roles. */
export const EXECUTION_POLICY: AttachedPolicy = {
  name: 'AmazonEKSFargatePodExecutionRolePolicy',
  arn: 'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
};

/** A policy that allows, or denies, actions on resources. */
export const policy = (
  name: string,
  actions: readonly string[],
  over: {
    readonly effect?: string;
    readonly resource?: unknown;
    readonly condition?: unknown;
    readonly arn?: string;
  } = {},
): PolicyDocument => ({
  name,
  ...(over.arn === undefined ? {} : {arn: over.arn}),
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: over.effect ?? 'Allow',
        Action: actions,
        Resource: over.resource ?? '*',
        ...(over.condition === undefined ? {} : {Condition: over.condition}),
      },
    ],
  }),
});

/** What Fargate's Fluent Bit needs for CloudWatch, as the AWS user guide gives it. */
export const LOGS_POLICY: PolicyDocument = policy('logs', [
  'logs:CreateLogStream',
  'logs:CreateLogGroup',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
]);

export const accessEntry = (over: Partial<AccessEntry> = {}): AccessEntry => ({
  principalArn: `arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution`,
  type: 'FARGATE_LINUX',
  username: 'system:node:{{SessionName}}',
  groups: ['system:bootstrappers', 'system:nodes', 'system:node-proxier'],
  createdAt: minutesAgo(60 * 24 * 30),
  modifiedAt: minutesAgo(60 * 24 * 30),
  ...over,
});

export const AWS_AUTH_ROLES = `- rolearn: arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution
  username: system:node:{{SessionName}}
  groups:
  - system:bootstrappers
  - system:nodes
  - system:node-proxier
`;

export const configMap = (name: string, data: Record<string, string>, over: Partial<ConfigMap> = {}): ConfigMap => ({
  namespace: name === 'aws-logging' ? 'aws-observability' : 'kube-system',
  name,
  data,
  createdAt: minutesAgo(60 * 24 * 30),
  modifiedAt: minutesAgo(60 * 24 * 20),
  ...over,
});

export const awsAuth = (mapRoles: string, over: Partial<ConfigMap> = {}): ConfigMap =>
  configMap('aws-auth', {mapRoles}, over);

export const node = (over: Partial<Node> = {}): Node => ({
  name: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
  createdAt: minutesAgo(60 * 24),
  labels: {'eks.amazonaws.com/compute-type': 'fargate', 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64'},
  taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}],
  ready: 'True',
  unschedulable: false,
  kubeletVersion: 'v1.33.4-eks-0123456',
  internalIP: '10.0.1.77',
  ...over,
});

/** A node that is an EC2 instance. */
export const ec2Node = (over: Partial<Node> = {}): Node =>
  node({
    name: 'ip-10-0-1-200.eu-central-1.compute.internal',
    labels: {'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', 'eks.amazonaws.com/nodegroup': 'ng-1'},
    taints: [],
    internalIP: '10.0.1.200',
    ...over,
  });

export const fargatePod = (over: Partial<FargatePod> = {}): FargatePod => ({
  namespace: 'default',
  name: 'web-7c9d8b6f5-k2x4q',
  createdAt: minutesAgo(60 * 24),
  profile: 'default-fp',
  owner: {kind: 'ReplicaSet', name: 'web-7c9d8b6f5'},
  phase: 'Running',
  ready: true,
  nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
  hostIP: '10.0.1.77',
  capacity: '0.25vCPU 0.5GB',
  ...over,
});

export const COREFILE = `.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
`;

const corednsSpec = spec({
  schedulerName: '',
  priorityClassName: 'system-cluster-critical',
  serviceAccountName: 'coredns',
});

export const corednsDeployment = (over: Partial<Workload> = {}): Workload =>
  workload({
    namespace: 'kube-system',
    name: 'coredns',
    labels: {'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns'},
    template: {
      labels: {'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns'},
      annotations: {},
      spec: corednsSpec,
    },
    replicas: {desired: 2, current: 2, ready: 2},
    via: [],
    selector: {'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns'},
    ...over,
  });

/** A healthy CoreDNS pod on Fargate. */
export const corednsPod = (over: Partial<Pod> = {}): Pod =>
  pod({
    namespace: 'kube-system',
    name: 'coredns-5d8f6c7b9-abcde',
    uid: '5c1f0d5e-0000-4000-8000-0000000000c1',
    createdAt: minutesAgo(60 * 24 * 5),
    labels: {
      'k8s-app': 'kube-dns',
      'eks.amazonaws.com/component': 'coredns',
      'eks.amazonaws.com/fargate-profile': 'coredns-fp',
    },
    owner: {kind: 'ReplicaSet', name: 'coredns-5d8f6c7b9'},
    ...over,
  });

export const addon = (over: Partial<Addon> = {}): Addon => ({
  name: 'coredns',
  version: 'v1.12.1-eksbuild.2',
  status: 'ACTIVE',
  configurationValues: '{"computeType":"Fargate"}',
  healthIssues: [],
  modifiedAt: minutesAgo(60 * 24 * 30),
  ...over,
});

export const fargateWebhook = (over: Partial<WebhookConfiguration> = {}): WebhookConfiguration => ({
  name: '0500-amazon-eks-fargate-mutation.amazonaws.com',
  createdAt: minutesAgo(60 * 24 * 30),
  webhooks: [1, 2].map((n) => ({
    name: `050${n}-amazon-eks-fargate-mutation.amazonaws.com`,
    failurePolicy: 'Ignore',
    namespaceSelector: {matchLabels: {}, matchExpressions: []},
    objectSelector: {matchLabels: {}, matchExpressions: []},
    rules: [{operations: ['CREATE'], apiGroups: [''], resources: ['pods']}],
  })),
  ...over,
});

const HEALTHY_VALUES: Partial<{readonly [K in FactId]: FactMap[K]}> = {
  ...about(pod()),
  profile: profile(),
  podEvents: [],
  workloadEvents: [],
  claims: [],
  claimVolumes: [],
  storageClasses: [],
  disruptionBudgets: [],
  executionRole: role(),
  accessEntry: accessEntry(),
  attachedPolicies: [EXECUTION_POLICY],
  inlinePolicyNames: ['logs'],
  inlinePolicies: [LOGS_POLICY],
  managedPolicies: [{...EXECUTION_POLICY, document: knownPolicy(EXECUTION_POLICY.arn) ?? ''}],
  kubeletCsrs: [],
  clock: NOW,
  target: {name: 'fargate-test', region: REGION, partition: 'aws', account: ACCOUNT, context: 'fargate-test'},
  cluster: cluster(),
  profileNames: ['coredns-fp', 'default-fp'],
  profiles: [COREDNS_PROFILE, profile()],
  accessEntryArns: [`arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution`],
  corednsAddon: addon(),
  callerIdentity: {account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/oncall`},
  profileSubnets: SUBNETS,
  routeTables: ROUTE_TABLES,
  natGateways: NATS,
  internetGateways: [{id: IGW, attachment: 'available'}],
  vpc: {
    id: 'vpc-0d1e2f3a4b5c60001',
    cidrs: ['10.0.0.0/16'],
    ipv6Cidrs: [],
    dhcpOptionsId: 'dopt-0a1b2c3d4e5f60001',
    ownerId: ACCOUNT,
  },
  vpcDnsSupport: true,
  vpcDnsHostnames: true,
  dhcpOptions: {
    id: 'dopt-0a1b2c3d4e5f60001',
    domainNames: ['eu-central-1.compute.internal'],
    domainNameServers: ['AmazonProvidedDNS'],
  },
  availabilityZones: ['a', 'b', 'c'].map((z, i) => ({
    name: `eu-central-1${z}`,
    id: `euc1-az${((i + 1) % 3) + 1}`,
    type: 'availability-zone',
  })),
  vpcEndpoints: [],
  interfaceSubnets: INTERFACE_SUBNETS,
  securityGroups: [clusterGroup(), DEFAULT_GROUP],
  networkAcls: [networkAcl()],
  securityGroupPolicies: [],
  prefixLists: [],
  vcpuQuota: {value: 64, applied: true},
  nodes: [node(), node({name: 'fargate-ip-10-0-2-31.eu-central-1.compute.internal', internalIP: '10.0.2.31'})],
  fargatePods: [fargatePod()],
  jobs: [],
  awsAuth: awsAuth(AWS_AUTH_ROLES),
  loggingNamespace: {
    name: 'aws-observability',
    labels: {'aws-observability': 'enabled'},
    createdAt: minutesAgo(60 * 24 * 30),
  },
  awsLogging: configMap('aws-logging', {
    'output.conf':
      '[OUTPUT]\n    Name cloudwatch_logs\n    Match *\n    region eu-central-1\n    log_group_name fargate\n    log_stream_prefix from-\n    auto_create_group true\n',
  }),
  corednsDeployment: corednsDeployment(),
  corednsPods: [
    corednsPod(),
    corednsPod({name: 'coredns-5d8f6c7b9-fghij', uid: '5c1f0d5e-0000-4000-8000-0000000000c2'}),
  ],
  corefile: configMap('coredns', {Corefile: COREFILE}),
  dnsEndpoints: {slices: 1, ready: 2, notReady: 0},
  mutatingWebhooks: [fargateWebhook()],
};

/** What is not there, or not asked, in the healthy world: the pod is bare and runs, and nothing is out of the ordinary. */
const HEALTHY_ABSENT = {
  workload: absent,
  blockPublicAccess: absent,
  efsDriver: absent,
  permissionsBoundary: absent,
  fargateServiceLinkedRole: absent,
  serviceAccount: absent,
  serviceAccountRole: absent,
  oidcProviderArns: absent,
  podIdentityAssociations: absent,
  certificateAuthorities: absent,
  clusterUpdates: absent,
} as const;

/** A complete set of answers for the healthy, running pod default/nginx; it is bare, so `workload` is absent. */
export const healthy: AllAnswers = {
  ...HEALTHY_ABSENT,
  ...(Object.fromEntries(Object.entries(HEALTHY_VALUES).map(([id, value]) => [id, known(value)])) as Omit<
    AllAnswers,
    keyof typeof HEALTHY_ABSENT
  >),
};

/** {@link healthy} with these values known instead. */
export function withFacts(values: {readonly [K in FactId]?: FactMap[K]}): AllAnswers {
  const facts = Object.fromEntries(Object.entries(values).map(([id, value]) => [id, known(value)]));
  return {...healthy, ...(facts as Partial<AllAnswers>)};
}

/** Answers with some facts replaced by absence, a denial or a failure. */
export function but(answers: AllAnswers, facts: {readonly [K in FactId]?: Fact<FactMap[K]>}): AllAnswers {
  return {...answers, ...(facts as Partial<AllAnswers>)};
}

/** These answers with one of them denied. */
export function denyOne(answers: AllAnswers, fact: FactId): AllAnswers {
  return {...answers, [fact]: {is: 'denied', permission: `read ${fact}`}};
}

/** What a check reports over these answers; empty where it reports nothing. */
export function problemsOf(check: AnyCheck, answers: AllAnswers): readonly Problem[] {
  const outcome = examine(check, answers);
  if (outcome.is === 'broken') throw new Error(outcome.reason);
  return outcome.is === 'found' ? outcome.problems : [];
}
