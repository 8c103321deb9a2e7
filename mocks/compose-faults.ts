// Single faults for composed worlds: what is changed, how the pod shows it, and which cause has to come first.
import type {Json} from './merge.ts';
import type {World} from './world.ts';

/** How the asked pod shows the fault. */
export type Trouble =
  /** Accepted, and no node: `Pod provisioning timed out`. */
  | 'timed-out'
  /** fargate-scheduler says that the role is not in the auth config. */
  | 'unmapped'
  /** fargate-scheduler says that it can't assume the role. */
  | 'unassumable'
  /** The image does not come: a time-out to a public or to a private address, or 403. */
  | 'pull-public'
  | 'pull-private'
  | 'pull-403'
  /** Left to the default scheduler. */
  | 'unscheduled'
  /** Refused by fargate-scheduler with the injection's message. */
  | 'refused'
  /** None: the pod runs. */
  | 'running';

export interface Injection {
  /** Merge patch on the AWS half. */
  readonly aws?: Json;
  /** Objects that are taken away, as in a story. */
  readonly remove?: readonly string[];
  readonly apply?: readonly Json[];
  /** Merge patch on the asked pod's options. */
  readonly pod?: Json;
  readonly trouble: Trouble;
  readonly message?: string;
  /** Ids of which one has to be the first cause. Empty: there must be no cause. */
  readonly first: readonly string[];
  /** What decides may be out of sight here: no cause at all is right too. */
  readonly orNone?: boolean;
  /** The fault is that there is no profile: another one would be another world. */
  readonly noProfiles?: boolean;
}

export interface SingleFault {
  readonly id: string;
  /** Undefined where the fault can't be made in this world. */
  inject(world: World): Injection | undefined;
}

const privateSubnets = (w: World): readonly string[] => w.aws.cluster.subnets;
const nats = (w: World): readonly string[] => Object.keys(w.aws.natGateways);
const zonalNats = (w: World): readonly string[] => nats(w).filter((id) => w.aws.natGateways[id]?.subnet !== undefined);
const each = (ids: readonly string[], patch: unknown): Json => Object.fromEntries(ids.map((id) => [id, patch]));

/** Route tables of the profiles' subnets that have an IPv4 default route. */
const tablesOut = (w: World): readonly string[] =>
  Object.entries(w.aws.routeTables)
    .filter(([, t]) => t.subnets.some((s) => privateSubnets(w).includes(s)) && t.routes['0.0.0.0/0'] !== undefined)
    .map(([id]) => id);

/** What a broken way out stops first: joining where the endpoint is public alone, else pulling. */
const cutOff = (w: World): Trouble => (w.aws.cluster.endpoint.private ? 'pull-public' : 'timed-out');

const roleName = 'fargate-pod-execution';
const roleArn = (w: World): string => `arn:${w.aws.partition}:iam::${w.aws.account}:role/${roleName}`;
const fault = (id: string, inject: SingleFault['inject']): SingleFault => ({id, inject});

/** A fault of the way out, for worlds in which `where` finds something to break. */
const egress = (
  id: string,
  first: string,
  where: (w: World) => readonly string[],
  patch: (w: World, ids: readonly string[]) => Json,
): SingleFault =>
  fault(id, (w) => {
    const ids = where(w);
    if (ids.length === 0) return undefined;
    // Endpoint comes before egress; only a cluster meant to be closed has no default route on purpose.
    const closed = first === 'egress-no-default-route' && !w.aws.cluster.endpoint.private;
    return {
      aws: patch(w, ids),
      trouble: cutOff(w),
      first: [closed ? 'endpoint-public-only-no-egress' : first],
    };
  });

const NETWORK: readonly SingleFault[] = [
  fault('endpoint-admits-home-only', (w) => {
    const {endpoint, ipFamily} = w.aws.cluster;
    const out = nats(w).length > 0;
    const closed = tablesOut(w).length === 0 && Object.keys(w.aws.routeTables).length > 0;
    return {
      aws: {cluster: {endpoint: {...endpoint, public: true, private: false, cidrs: ['198.51.100.7/32']}}},
      trouble: 'timed-out',
      first: closed
        ? ['endpoint-public-only-no-egress']
        : ['endpoint-public-cidrs-exclude-nat', ...(ipFamily === 'ipv6' ? ['endpoint-ipv6-cidr'] : [])],
      orNone: !out && !closed,
    };
  }),
  egress('default-route-gone', 'egress-no-default-route', tablesOut, (_, ids) => ({
    routeTables: each(ids, {routes: {'0.0.0.0/0': null, '::/0': null}}),
  })),
  egress('nat-gone', 'egress-blackhole-route', nats, (_, ids) => ({natGateways: each(ids, null)})),
  egress('nat-failed', 'egress-nat-not-available', nats, (_, ids) => ({
    natGateways: each(ids, {
      state: 'failed',
      failureCode: 'Gateway.NotAttached',
      failureMessage: 'Network has no gateway',
    }),
  })),
  egress('nat-private', 'egress-nat-private-type', zonalNats, (_, ids) => ({
    natGateways: each(ids, {type: 'private', addresses: [{privateIp: '10.0.101.10'}]}),
  })),
  egress('nat-in-private-subnet', 'egress-nat-in-private-subnet', zonalNats, (w, ids) => ({
    routeTables: each(
      Object.keys(w.aws.routeTables).filter((t) =>
        ids.some((id) => w.aws.routeTables[t]?.subnets.includes(w.aws.natGateways[id]?.subnet ?? '')),
      ),
      {routes: {'0.0.0.0/0': null}},
    ),
  })),
  egress('internet-gateway-detached', 'egress-igw-detached', zonalNats, (w) => ({
    internetGateways: Object.fromEntries(
      Object.keys(w.aws.internetGateways).map((id) => [id, {[w.aws.cluster.vpc]: null}]),
    ),
  })),
  egress(
    'subnets-public',
    'subnet-public',
    (w) => (Object.keys(w.aws.internetGateways).length === 0 ? [] : tablesOut(w)),
    (w, ids) => ({
      routeTables: each(ids, {routes: {'0.0.0.0/0': Object.keys(w.aws.internetGateways)[0] ?? ''}}),
    }),
  ),
  egress(
    'transit-attachment-gone',
    'egress-blackhole-route',
    (w) => Object.keys(w.aws.transitGatewayAttachments),
    (_, ids) => ({
      transitGatewayAttachments: each(ids, null),
    }),
  ),
  fault('public-access-blocked', (w) =>
    nats(w).length === 0
      ? undefined
      : {aws: {blockPublicAccess: {mode: 'block-bidirectional'}}, trouble: cutOff(w), first: ['egress-vpc-bpa']},
  ),
  fault('public-ingress-blocked', () => ({
    aws: {blockPublicAccess: {mode: 'block-ingress'}},
    trouble: 'timed-out',
    first: [],
  })),
  fault('dns-support-off', (w) => ({
    aws: {vpcs: {[w.aws.cluster.vpc]: {dnsSupport: false}}},
    trouble: 'timed-out',
    first: ['vpc-dns-support-off'],
  })),
  fault('dns-hostnames-off', (w) => ({
    aws: {vpcs: {[w.aws.cluster.vpc]: {dnsHostnames: false}}},
    trouble: 'timed-out',
    first: ['vpc-dns-hostnames-off'],
  })),
  fault('dhcp-without-servers', (w) => ({
    aws: {vpcs: {[w.aws.cluster.vpc]: {dhcpOptions: 'default'}}},
    trouble: 'timed-out',
    first: ['dhcp-options-default-none'],
  })),
  fault('addresses-used-up', (w) => ({
    aws: {subnets: each(privateSubnets(w), {availableIps: 0})},
    trouble: 'timed-out',
    first: ['subnet-ip-exhausted'],
  })),
  fault('subnets-deleted', () => ({
    aws: {profiles: {'default-fp': {subnets: ['subnet-0ffffffffffff0001', 'subnet-0ffffffffffff0002']}}},
    trouble: 'timed-out',
    first: ['subnet-missing'],
  })),
  fault('subnets-on-outpost', (w) => ({
    aws: {
      subnets: each(privateSubnets(w), {
        outpostArn: `arn:${w.aws.partition}:outposts:${w.aws.region}:${w.aws.account}:outpost/op-0a1b2c3d4e5f60001`,
      }),
    },
    trouble: 'timed-out',
    first: ['subnet-zone-unsupported'],
  })),
  fault('cluster-group-gone', (w) => ({
    aws: {securityGroups: {[w.aws.cluster.clusterSecurityGroup]: null}},
    trouble: 'timed-out',
    first: ['cluster-sg-missing'],
  })),
  fault('cluster-group-lets-nothing-out', (w) => ({
    aws: {securityGroups: {[w.aws.cluster.clusterSecurityGroup]: {egress: []}}},
    trouble: 'timed-out',
    first: ['cluster-sg-egress-restricted'],
  })),
  fault('acl-denies-all', (w) => ({
    aws: {
      networkAcls: {
        'acl-0a7b8c9d0e1f20077': {vpc: w.aws.cluster.vpc, default: false, subnets: privateSubnets(w), entries: []},
      },
    },
    trouble: 'timed-out',
    first: ['nacl-blocks'],
  })),
];

/** The endpoint of a service, where the world has one. */
const endpointOf = (w: World, service: string): string | undefined =>
  Object.keys(w.aws.vpcEndpoints).find((id) => w.aws.vpcEndpoints[id]?.service.endsWith(`.${service}`));

const vpce = (id: string, service: string, patch: unknown, first: string, trouble: Trouble): SingleFault =>
  fault(id, (w) => {
    const endpoint = endpointOf(w, service);
    return endpoint === undefined ? undefined : {aws: {vpcEndpoints: {[endpoint]: patch}}, trouble, first: [first]};
  });

const ENDPOINTS: readonly SingleFault[] = [
  vpce('no-ecr-endpoint', 'ecr.dkr', null, 'vpce-missing', 'pull-public'),
  vpce('no-s3-endpoint', 's3', null, 'vpce-missing', 'pull-public'),
  vpce('no-sts-endpoint', 'sts', null, 'vpce-missing', 'timed-out'),
  vpce('ecr-endpoint-failed', 'ecr.dkr', {state: 'failed'}, 'vpce-not-available', 'pull-public'),
  vpce('ecr-endpoint-without-name', 'ecr.dkr', {privateDns: false}, 'vpce-private-dns-off', 'pull-public'),
  vpce('s3-endpoint-elsewhere', 's3', {routeTables: []}, 'vpce-s3-gateway-not-associated', 'pull-public'),
  fault('endpoint-group-admits-none', (w) => {
    const endpoint = endpointOf(w, 'ecr.dkr');
    const group = endpoint === undefined ? undefined : w.aws.vpcEndpoints[endpoint]?.securityGroups[0];
    if (group === undefined) return undefined;
    return {aws: {securityGroups: {[group]: {ingress: []}}}, trouble: 'pull-private', first: ['vpce-sg-blocks-443']};
  }),
  // Beside a NAT gateway the endpoint takes the name all the same, and with it the traffic.
  fault('new-endpoint-admits-none', (w) => {
    if (nats(w).length === 0) return undefined;
    const {vpc} = w.aws.cluster;
    const rest = {tags: {}, egress: [], ingress: []};
    return {
      aws: {
        securityGroups: {'sg-0f6a7b8c9d0e10077': {vpc, name: 'closed', description: 'Closed', ...rest}},
        vpcEndpoints: {
          'vpce-0e0f1a2b3c4d50077': {
            vpc,
            service: `${w.aws.partition === 'aws-cn' ? 'cn.' : ''}com.amazonaws.${w.aws.region}.ecr.dkr`,
            type: 'Interface',
            state: 'available',
            privateDns: true,
            subnets: privateSubnets(w),
            routeTables: [],
            securityGroups: ['sg-0f6a7b8c9d0e10077'],
            createdAt: 'ago 2h',
          },
        },
      },
      pod: {image: ownImage(w)},
      trouble: 'pull-private',
      first: ['vpce-sg-blocks-443'],
    };
  }),
];

/** An image of the account's own registry. */
export const ownImage = (w: World): string =>
  `${w.aws.account}.dkr.ecr.${w.aws.region}.amazonaws.com${w.aws.partition === 'aws-cn' ? '.cn' : ''}/shop/web:1.4`;

const usesConfigMap = (w: World): boolean => w.aws.cluster.authenticationMode !== 'API';
const usesEntries = (w: World): boolean => w.aws.cluster.authenticationMode !== 'CONFIG_MAP';
const emptyAuth: Json = {
  kind: 'ConfigMap',
  metadata: {name: 'aws-auth', namespace: 'kube-system'},
  data: {mapRoles: '[]\n'},
};

const trusting = (service: string, condition: unknown): unknown => ({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {Service: service}, Action: 'sts:AssumeRole', Condition: condition}],
});

const IDENTITY: readonly SingleFault[] = [
  fault('role-unmapped', (w) => ({
    ...(usesEntries(w) ? {aws: {accessEntries: {[roleArn(w)]: null}}} : {}),
    ...(usesConfigMap(w) ? {apply: [emptyAuth]} : {}),
    trouble: 'unmapped',
    first: [usesConfigMap(w) ? 'auth-configmap-entry-missing' : 'auth-mode-api-no-entry'],
  })),
  fault('role-unmapped-in-silence', (w) => ({
    ...(usesEntries(w) ? {aws: {accessEntries: {[roleArn(w)]: null}}} : {}),
    ...(usesConfigMap(w) ? {apply: [emptyAuth]} : {}),
    trouble: 'timed-out',
    first: [usesConfigMap(w) ? 'auth-configmap-entry-missing' : 'auth-mode-api-no-entry'],
  })),
  // The access entry maps the role, so aws-auth does not matter.
  fault('aws-auth-emptied-beside-entry', (w) =>
    usesConfigMap(w) && usesEntries(w) ? {apply: [emptyAuth], trouble: 'timed-out', first: []} : undefined,
  ),
  fault('aws-auth-gone', (w) =>
    w.aws.cluster.authenticationMode === 'CONFIG_MAP'
      ? {remove: ['ConfigMap/kube-system/aws-auth'], trouble: 'timed-out', first: ['auth-configmap-missing']}
      : undefined,
  ),
  fault('aws-auth-broken', (w) =>
    w.aws.cluster.authenticationMode === 'CONFIG_MAP'
      ? {
          apply: [{...emptyAuth, data: {mapRoles: '- rolearn: arn\n\tgroups: [system:nodes\n'}}],
          trouble: 'timed-out',
          first: ['auth-configmap-malformed'],
        }
      : undefined,
  ),
  fault('entry-of-wrong-type', (w) =>
    usesEntries(w)
      ? {
          aws: {accessEntries: {[roleArn(w)]: {type: 'STANDARD', username: roleArn(w), groups: []}}},
          trouble: 'unmapped',
          first: ['auth-access-entry-wrong-type'],
        }
      : undefined,
  ),
  fault('role-gone', () => ({aws: {roles: {[roleName]: null}}, trouble: 'unassumable', first: ['iam-role-missing']})),
  fault('trusts-ecs', (w) => ({
    aws: {roles: {[roleName]: {trust: trusting('ecs-tasks.amazonaws.com', sourceOf(w))}}},
    trouble: 'unassumable',
    first: ['iam-trust-principal'],
  })),
  fault('trusts-another-cluster', (w) => ({
    aws: {
      roles: {
        [roleName]: {
          trust: trusting('eks-fargate-pods.amazonaws.com', {
            ArnLike: {
              'aws:SourceArn': `arn:${w.aws.partition}:eks:${w.aws.region}:${w.aws.account}:fargateprofile/other/*`,
            },
          }),
        },
      },
    },
    trouble: 'unassumable',
    first: ['iam-trust-sourcearn'],
  })),
  fault('may-not-pull', (w) => ({
    aws: {roles: {[roleName]: {attached: []}}},
    pod: {image: ownImage(w)},
    trouble: 'pull-403',
    first: ['iam-policy-missing'],
  })),
  fault('service-linked-role-gone', () => ({
    aws: {roles: {AWSServiceRoleForAmazonEKSForFargate: null}},
    trouble: 'timed-out',
    first: ['iam-slr-missing'],
  })),
];

function sourceOf(w: World): Json {
  const {partition, region, account, cluster} = w.aws;
  return {ArnLike: {'aws:SourceArn': `arn:${partition}:eks:${region}:${account}:fargateprofile/${cluster.name}/*`}};
}

/** With other nodes in the cluster a pod that no profile selects may well be meant for those. */
const hasOtherNodes = (w: World): boolean =>
  w.kube.objects.some((o) => o.kind === 'Node' && !o.metadata.name.startsWith('fargate-'));

const selected =
  (selectors: unknown, first: string) =>
  (w: World): Injection => ({
    aws: {profiles: {'default-fp': {selectors}}},
    trouble: 'unscheduled',
    first: hasOtherNodes(w) ? [] : [first],
  });

const status = (value: string, first: string): SingleFault =>
  fault(`profile-${value}`, () => ({
    aws: {profiles: {'default-fp': {status: value}}},
    trouble: 'unscheduled',
    first: [first],
  }));

const PROFILE: readonly SingleFault[] = [
  fault('namespace-not-selected', selected([{namespace: 'shop'}], 'profile-namespace-no-match')),
  fault('labels-not-selected', selected([{namespace: 'default', labels: {tier: 'web'}}], 'profile-labels-no-match')),
  fault('regex-in-selector', selected([{namespace: 'def.*'}], 'profile-wildcard-misread')),
  fault('no-profile', (w) => ({
    aws: {profiles: each(Object.keys(w.aws.profiles), null)},
    trouble: 'unscheduled',
    first: hasOtherNodes(w) ? [] : ['profile-none'],
    noProfiles: true,
  })),
  fault('younger-profile', () => ({
    aws: {profiles: {'default-fp': {createdAt: 'ago 9m'}}},
    trouble: 'unscheduled',
    first: ['profile-pod-predates'],
  })),
  status('CREATE_FAILED', 'profile-status-create-failed'),
  status('DELETING', 'profile-status-deleting'),
  fault('kept-off-by-annotation', () => ({
    pod: {annotations: {'eks.amazonaws.com/compute-type': 'ec2'}},
    trouble: 'unscheduled',
    first: ['sched-compute-type-annotation'],
  })),
  fault('other-profile-broken', () => ({
    aws: {
      profiles: {
        'batch-fp': {
          role: 'no-such-role',
          status: 'CREATE_FAILED',
          createdAt: 'ago 40d',
          subnets: ['subnet-0ffffffffffff0001'],
          selectors: [{namespace: 'batch'}],
          healthIssues: [{code: 'AccessDenied', message: 'Access was denied'}],
        },
      },
    },
    trouble: 'timed-out',
    first: [],
  })),
];

const container = (w: World, more: Json): Json => ({
  spec: {
    containers: [
      {
        name: 'app',
        image: ownImage(w),
        resources: {requests: {cpu: '250m', memory: '256Mi'}, limits: {cpu: '250m', memory: '256Mi'}},
        ...more,
      },
    ],
  },
});

const refused = (id: string, why: string, pod: (w: World) => Json): SingleFault =>
  fault(id, (w) => ({
    pod: pod(w),
    trouble: 'refused',
    message: `Pod not supported on Fargate: ${why}`,
    first: [id],
  }));

const SPEC: readonly SingleFault[] = [
  refused('spec-privileged', 'invalid SecurityContext fields: Privileged', (w) =>
    container(w, {securityContext: {privileged: true}}),
  ),
  refused('spec-allow-privilege-escalation', 'invalid SecurityContext fields: AllowPrivilegeEscalation', (w) =>
    container(w, {securityContext: {allowPrivilegeEscalation: true}}),
  ),
  refused('spec-capabilities', 'invalid SecurityContext fields: Capabilities added: SYS_ADMIN', (w) =>
    container(w, {securityContext: {capabilities: {add: ['SYS_ADMIN']}}}),
  ),
  refused('spec-host-network', 'fields not supported: HostNetwork', () => ({spec: {hostNetwork: true}})),
  refused('spec-host-port', 'port contains HostIP or HostPort', (w) =>
    container(w, {ports: [{containerPort: 8125, hostPort: 8125}]}),
  ),
  refused('spec-volume-type', 'volumes not supported: logs is of an unsupported volume Type', () => ({
    spec: {volumes: [{name: 'logs', hostPath: {path: '/var/log'}}]},
  })),
  fault('size-exceeds-max', (w) => ({
    pod: {
      ...container(w, {resources: {requests: {cpu: '17', memory: '8Gi'}, limits: {cpu: '17', memory: '8Gi'}}}),
      reason: 'POD_CPU_MEM_EXCEEDS_MAX_FARGATE_SIZE',
    },
    trouble: 'refused',
    message: "Your pod's cpu/memory requirements exceed the max Fargate configuration",
    first: ['size-exceeds-max'],
  })),
  fault('claim-unbound', () => ({
    apply: [
      {
        kind: 'PersistentVolumeClaim',
        metadata: {name: 'data', namespace: 'default', creationTimestamp: 'ago 20m'},
        spec: {accessModes: ['ReadWriteOnce'], storageClassName: 'gp3', resources: {requests: {storage: '5Gi'}}},
        status: {phase: 'Pending'},
      },
    ],
    pod: {spec: {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]}},
    trouble: 'refused',
    message: 'Pod not supported on Fargate: volumes not supported: data not supported because: PVC data not bound',
    first: ['storage-pvc-unbound'],
  })),
  fault('claim-missing', () => ({
    pod: {spec: {volumes: [{name: 'data', persistentVolumeClaim: {claimName: 'data'}}]}},
    trouble: 'refused',
    message: 'persistentvolumeclaim "data" not found',
    first: ['storage-pvc-missing'],
  })),
  fault('capacity-unavailable', () => ({
    trouble: 'refused',
    pod: {reason: 'UNAVAILABLE'},
    message:
      'Fargate capacity is unavailable at this time. Please try again later or in a different availability zone.',
    first: ['capacity-unavailable'],
  })),
  fault('account-blocked', () => ({
    trouble: 'refused',
    pod: {reason: 'BLOCKED'},
    message: 'Your AWS account is currently blocked and thus cannot launch any Fargate pods',
    first: ['account-blocked'],
  })),
];

const CLUSTER: readonly SingleFault[] = [
  fault('cluster-failed', () => ({
    aws: {cluster: {status: 'FAILED'}},
    trouble: 'timed-out',
    first: ['cluster-not-active'],
  })),
  fault('policy-without-cluster-group', (w) => ({
    aws: {
      securityGroups: {
        'sg-0f6a7b8c9d0e10088': {
          vpc: w.aws.cluster.vpc,
          name: 'redis',
          description: 'May use the cache',
          ingress: [],
          egress: [{protocol: 'tcp', ports: '6379', peer: '10.0.0.0/16'}],
          tags: {},
        },
      },
    },
    remove: w.kube.objects.some((o) => o.kind === 'SecurityGroupPolicy') ? ['SecurityGroupPolicy/*'] : [],
    apply: [
      {
        kind: 'SecurityGroupPolicy',
        metadata: {name: 'redis', namespace: 'default', creationTimestamp: 'ago 1h'},
        spec: {podSelector: {}, securityGroups: {groupIds: ['sg-0f6a7b8c9d0e10088']}},
      },
    ],
    pod: {annotations: {'fargate.amazonaws.com/pod-sg': 'sg-0f6a7b8c9d0e10088'}},
    trouble: 'timed-out',
    first: ['sgp-without-cluster-sg'],
  })),
];

/** Faults that cannot keep the pod from running; each is at most a note. */
const HARMLESS: readonly SingleFault[] = [
  fault('logging-off', () => ({
    remove: ['Namespace/aws-observability'],
    pod: {logging: 'disabled'},
    trouble: 'timed-out',
    first: [],
  })),
  fault('public-ip-on-launch', (w) => ({
    aws: {subnets: each(privateSubnets(w), {mapPublicIp: true})},
    trouble: 'timed-out',
    first: [],
  })),
  fault('quota-just-enough', () => ({
    aws: {quotas: {vcpu: {applied: 12, default: 6}}},
    trouble: 'timed-out',
    first: [],
  })),
  fault('foreign-access-entry-gone', (w) => {
    const entry = `arn:${w.aws.partition}:iam::${w.aws.account}:role/on-call`;
    return Object.hasOwn(w.aws.accessEntries, entry)
      ? {aws: {accessEntries: {[entry]: null}}, trouble: 'timed-out', first: []}
      : undefined;
  }),
];

/** No fault: the pod runs, or hangs for a reason that nothing shows. */
export const NO_FAULTS: readonly SingleFault[] = [
  fault('none-running', () => ({trouble: 'running', first: []})),
  fault('none-hanging', () => ({trouble: 'timed-out', first: []})),
];

export const FAULTS: readonly SingleFault[] = [
  ...NETWORK,
  ...ENDPOINTS,
  ...IDENTITY,
  ...PROFILE,
  ...SPEC,
  ...CLUSTER,
  ...HARMLESS,
];
