// Things in a world that have nothing to do with the asked pod. None may change what is said of it.
import type {Json} from './merge.ts';
import type {World} from './world.ts';

export interface Noise {
  readonly aws?: Json;
  readonly apply?: readonly Json[];
  readonly pods?: readonly Json[];
}

const OTHER_VPC = 'vpc-0d1c2b3a4f5e60066';

/** Old pods of another namespace, on a profile of their own. */
function otherNamespace(w: World): Noise {
  const model = w.aws.profiles['default-fp'];
  return {
    aws: {profiles: {'a-batch-fp': {...model, selectors: [{namespace: 'batch'}]}}},
    apply: [{kind: 'Namespace', metadata: {name: 'batch'}}],
    pods: [
      {name: 'worker-1', namespace: 'batch', profile: 'a-batch-fp', age: '9d', ip: '10.0.1.91'},
      {name: 'worker-2', namespace: 'batch', profile: 'a-batch-fp', age: '8d', ip: '10.0.2.92'},
    ],
  };
}

/** A profile that never selects anything. */
const idleProfile = (w: World): Noise => ({
  aws: {profiles: {'zz-fp': {...w.aws.profiles['coredns-fp'], selectors: [{namespace: 'nobody', labels: {a: 'b'}}]}}},
});

/** A VPC of others, with a broken network. */
const otherVpc = (w: World): Noise => ({
  aws: {
    vpcs: {
      [OTHER_VPC]: {
        cidrs: ['10.77.0.0/16'],
        ipv6Cidrs: [],
        dnsSupport: false,
        dnsHostnames: false,
        dhcpOptions: Object.keys(w.aws.dhcpOptions)[0] ?? 'default',
      },
    },
    subnets: {
      'subnet-0a1b2c3d4e5f60066': {
        vpc: OTHER_VPC,
        zone: `${w.aws.region}a`,
        cidr: '10.77.1.0/24',
        ipv6Cidrs: [],
        availableIps: 0,
        state: 'available',
        mapPublicIp: true,
        tags: {},
      },
    },
    routeTables: {
      'rtb-0c3d4e5f6a7b80066': {
        vpc: OTHER_VPC,
        main: true,
        subnets: [],
        routes: {'0.0.0.0/0': 'nat-0d4e5f6a7b8c90066'},
      },
    },
  },
});

/** A subnet beside the profiles' own, with a route that leads nowhere. */
const otherSubnet = (w: World): Noise => ({
  aws: {
    subnets: {
      'subnet-0a1b2c3d4e5f60055': {
        vpc: w.aws.cluster.vpc,
        zone: `${w.aws.region}c`,
        cidr: '10.0.55.0/24',
        ipv6Cidrs: [],
        availableIps: 3,
        state: 'available',
        mapPublicIp: false,
        tags: {Name: 'databases'},
      },
    },
    routeTables: {
      'rtb-0c3d4e5f6a7b80055': {
        vpc: w.aws.cluster.vpc,
        main: false,
        subnets: ['subnet-0a1b2c3d4e5f60055'],
        routes: {'0.0.0.0/0': 'nat-0d4e5f6a7b8c90055'},
      },
    },
    securityGroups: {
      'sg-0f6a7b8c9d0e10055': {
        vpc: w.aws.cluster.vpc,
        name: 'databases',
        description: 'Databases',
        ingress: [],
        egress: [],
        tags: {},
      },
    },
  },
});

/** People and machines that may use the cluster. */
const otherPrincipals = (w: World): Noise => ({
  aws: {
    roles: {
      ci: {path: '/teams/', id: 'AROAY2QF5XWJCICICI001', createdAt: w.now, trust: {}, attached: [], inline: {}},
    },
    ...(w.aws.cluster.authenticationMode === 'CONFIG_MAP'
      ? {}
      : {
          accessEntries: {
            [`arn:${w.aws.partition}:iam::${w.aws.account}:role/teams/ci`]: {
              type: 'STANDARD',
              username: 'ci',
              groups: [],
              createdAt: w.now,
              modifiedAt: w.now,
            },
          },
        }),
  },
});

/** Objects that every cluster is full of. */
const clutter = (): Noise => ({
  apply: [
    {kind: 'ConfigMap', metadata: {name: 'settings', namespace: 'default'}, data: {mapRoles: 'not yours'}},
    {kind: 'Namespace', metadata: {name: 'empty'}},
    {
      kind: 'PersistentVolumeClaim',
      metadata: {name: 'unused', namespace: 'default'},
      spec: {accessModes: ['ReadWriteOnce'], storageClassName: 'gp3'},
      status: {phase: 'Pending'},
    },
    {
      kind: 'ValidatingWebhookConfiguration',
      metadata: {name: 'checks-ingresses'},
      webhooks: [
        {
          name: 'ingress.example.com',
          rules: [{apiGroups: ['networking.k8s.io'], apiVersions: ['*'], operations: ['*'], resources: ['ingresses']}],
        },
      ],
    },
  ],
});

/** A DaemonSet that tolerates everything, and hangs on each Fargate node as such do. */
const daemonSet = (): Noise => ({
  apply: [
    {
      kind: 'DaemonSet',
      metadata: {name: 'node-exporter', namespace: 'kube-system', labels: {app: 'node-exporter'}},
      spec: {
        selector: {matchLabels: {app: 'node-exporter'}},
        template: {
          metadata: {labels: {app: 'node-exporter'}},
          spec: {
            containers: [{name: 'exporter', image: 'quay.io/prometheus/node-exporter:v1.9.1'}],
            hostNetwork: true,
            schedulerName: 'default-scheduler',
            tolerations: [{operator: 'Exists'}],
          },
        },
      },
      status: {currentNumberScheduled: 0, desiredNumberScheduled: 5, numberMisscheduled: 0, numberReady: 0},
    },
  ],
  pods: [
    {
      name: 'node-exporter-x7k2p',
      namespace: 'kube-system',
      state: 'unscheduled',
      owner: 'DaemonSet/node-exporter',
      labels: {app: 'node-exporter'},
      age: '12d',
    },
  ],
});

/** Other clusters in the Region. */
const otherClusters = (): Noise => ({aws: {otherClusters: ['fargate-prod', 'a-cluster']}});

export const NOISE: readonly ((world: World) => Noise)[] = [
  otherNamespace,
  idleProfile,
  otherVpc,
  otherSubnet,
  otherPrincipals,
  clutter,
  daemonSet,
  otherClusters,
];
