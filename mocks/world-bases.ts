// Healthy clusters of other shapes than the one of world-healthy.ts. Each is a small change of it, made where AWS would
// have it, so that what is derived follows.
import type {KubeObject} from './kube/object.ts';
import {mergePatch, type Json} from './merge.ts';
import {object, type BuildContext} from './objects.ts';
import {fargateNode} from './objects-pod.ts';
import {before} from './time.ts';
import type {AwsWorld, WorldVpcEndpoint} from './world-aws.ts';
import {healthyAws} from './world-healthy.ts';
import {healthyObjects} from './world-objects.ts';
import type {World} from './world.ts';

type Shape = (now: string) => World;

const PUBLIC_IMAGE = 'public.ecr.aws/nginx/nginx';

/** A healthy world with another AWS half, from which the cluster's own objects are made anew. */
function shaped(now: string, change: (aws: AwsWorld) => Json, more: readonly KubeObject[] = []): World {
  const aws = healthyAws(now);
  const changed = mergePatch(aws, change(aws)) as AwsWorld;
  return world(now, changed, [...healthyObjects(now, changed), ...more]);
}

const world = (now: string, aws: AwsWorld, objects: readonly KubeObject[]): World => ({
  now,
  aws,
  kube: {version: aws.cluster.version, objects},
});

/** The same world with each of some words replaced, wherever it stands. */
function respelled(from: World, words: Readonly<Record<string, string>>): World {
  const text = Object.entries(words).reduce((all, [word, by]) => all.replaceAll(word, by), JSON.stringify(from));
  return JSON.parse(text) as World;
}

/** Route tables of the subnets that the profiles use. */
function privateTables(aws: AwsWorld): readonly string[] {
  return Object.entries(aws.routeTables)
    .filter(([, table]) => table.subnets.some((id) => aws.cluster.subnets.includes(id)))
    .map(([id]) => id);
}

/** Sends every private subnet's traffic for these destinations to these targets; null takes a route away. */
function routed(aws: AwsWorld, routes: Readonly<Record<string, string | null>>): Json {
  return Object.fromEntries(privateTables(aws).map((id) => [id, {routes}]));
}

const gone = (entries: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.keys(entries).map((id) => [id, null]));

const publicSubnets = (aws: AwsWorld): readonly string[] =>
  Object.keys(aws.subnets).filter((id) => !aws.cluster.subnets.includes(id));

/** The account's own copy of the image, where the public registry is out of reach. */
const ownImage = (aws: Pick<AwsWorld, 'account' | 'region'>): string =>
  `${aws.account}.dkr.ecr.${aws.region}.amazonaws.com/nginx`;

function interfaceEndpoints(aws: AwsWorld, now: string, group: string): Readonly<Record<string, WorldVpcEndpoint>> {
  const made = (service: string, type: string): WorldVpcEndpoint => ({
    vpc: aws.cluster.vpc,
    service: `com.amazonaws.${aws.region}.${service}`,
    type,
    state: 'available',
    privateDns: type === 'Interface',
    subnets: type === 'Interface' ? aws.cluster.subnets : [],
    routeTables: type === 'Gateway' ? privateTables(aws) : [],
    securityGroups: type === 'Interface' ? [group] : [],
    createdAt: before(now, '90d'),
  });
  const services = ['ecr.api', 'ecr.dkr', 'sts', 'logs', 'ec2', 'eks'];
  return {
    ...Object.fromEntries(services.map((s, i) => [`vpce-0e0f1a2b3c4d5000${i + 1}`, made(s, 'Interface')])),
    'vpce-0e0f1a2b3c4d50009': made('s3', 'Gateway'),
  };
}

/** No gateway at all: endpoints for what Fargate needs, the API server's private endpoint, images from the own registry. */
function privateOnly(now: string): World {
  const group = 'sg-0f6a7b8c9d0e10002';
  const closed = shaped(now, (aws) => ({
    cluster: {endpoint: {public: false, private: true, cidrs: []}},
    subnets: Object.fromEntries(publicSubnets(aws).map((id) => [id, null])),
    routeTables: {...routed(aws, {'0.0.0.0/0': null}), 'rtb-0c3d4e5f6a7b80003': null},
    natGateways: gone(aws.natGateways),
    internetGateways: gone(aws.internetGateways),
    vpcEndpoints: interfaceEndpoints(aws, now, group),
    securityGroups: {
      [group]: {
        vpc: aws.cluster.vpc,
        name: 'endpoints',
        description: 'Interface endpoints',
        ingress: [{protocol: 'tcp', ports: '443', peer: '10.0.0.0/16'}],
        egress: [{protocol: '-1', peer: '0.0.0.0/0'}],
        tags: {},
      },
    },
  }));
  return respelled(closed, {[PUBLIC_IMAGE]: ownImage(closed.aws)});
}

/** Authentication mode API: access entries alone, and no aws-auth. */
function accessEntriesOnly(now: string): World {
  const made = shaped(now, () => ({cluster: {authenticationMode: 'API'}}));
  return world(
    now,
    made.aws,
    made.kube.objects.filter((o) => o.metadata.name !== 'aws-auth'),
  );
}

/** Authentication mode CONFIG_MAP: aws-auth alone. */
const configMapOnly: Shape = (now) =>
  shaped(now, (aws) => ({cluster: {authenticationMode: 'CONFIG_MAP'}, accessEntries: gone(aws.accessEntries)}));

/** Everything leaves through a transit gateway, behind which nothing can be seen. */
const transitGateway: Shape = (now) =>
  shaped(now, (aws) => ({
    subnets: Object.fromEntries(publicSubnets(aws).map((id) => [id, null])),
    routeTables: {...routed(aws, {'0.0.0.0/0': 'tgw-0a1f2e3d4c5b60001'}), 'rtb-0c3d4e5f6a7b80003': null},
    natGateways: gone(aws.natGateways),
    internetGateways: gone(aws.internetGateways),
    transitGatewayAttachments: {
      'tgw-attach-0b1c2d3e4f5a60001': {
        transitGateway: 'tgw-0a1f2e3d4c5b60001',
        vpc: aws.cluster.vpc,
        state: 'available',
      },
    },
  }));

/** One NAT gateway for all zones. */
const singleNat: Shape = (now) =>
  shaped(now, (aws) => ({
    routeTables: routed(aws, {'0.0.0.0/0': 'nat-0d4e5f6a7b8c90001'}),
    natGateways: {'nat-0d4e5f6a7b8c90002': null},
  }));

/** One regional NAT gateway, which has a route table of its own and no subnet. */
const regionalNat: Shape = (now) =>
  shaped(now, (aws) => ({
    subnets: Object.fromEntries(publicSubnets(aws).map((id) => [id, null])),
    routeTables: {
      ...routed(aws, {'0.0.0.0/0': 'nat-1d4e5f6a7b8c90001'}),
      'rtb-0c3d4e5f6a7b80003': {subnets: []},
    },
    natGateways: {
      ...gone(aws.natGateways),
      'nat-1d4e5f6a7b8c90001': {
        vpc: aws.cluster.vpc,
        state: 'available',
        type: 'public',
        mode: 'regional',
        routeTable: 'rtb-0c3d4e5f6a7b80003',
        createdAt: before(now, '40d'),
        addresses: [
          {publicIp: '203.0.113.20', allocation: 'eipalloc-0c9d0e1f2a3b40011', zone: `${aws.region}a`},
          {publicIp: '203.0.113.21', allocation: 'eipalloc-0c9d0e1f2a3b40012', zone: `${aws.region}b`},
        ],
      },
    },
  }));

/** The profiles' subnets lie in a second range of the VPC, which has its routes like the first. */
function secondaryCidr(now: string): World {
  const made = shaped(now, (aws) => ({
    vpcs: {[aws.cluster.vpc]: {cidrs: ['10.0.0.0/16', '100.64.0.0/16']}},
    subnets: Object.fromEntries(
      aws.cluster.subnets.map((id, i) => [id, {cidr: `100.64.${i + 1}.0/24`, availableIps: 245}]),
    ),
  }));
  // The public subnets are 10.0.101.0/24 and 10.0.102.0/24: they and the NAT gateways keep their addresses.
  return respelled(made, {
    '"10.0.1.': '"100.64.1.',
    '"10.0.2.': '"100.64.2.',
    '-10-0-1-': '-100-64-1-',
    '-10-0-2-': '-100-64-2-',
  });
}

const EC2_ROLE = 'eks-nodes';

function ec2Node(name: string, labels: Readonly<Record<string, string>>, context: BuildContext): KubeObject {
  const node = fargateNode({ip: '10.0.1.200', age: '30d', name}, context);
  return {...node, metadata: {...node.metadata, labels: {...node.metadata.labels, ...labels}}};
}

/** A managed node group beside the Fargate profiles. */
function mixed(now: string): World {
  const context = {now, region: 'eu-central-1'};
  const name = 'ip-10-0-1-200.eu-central-1.compute.internal';
  const made = shaped(
    now,
    (aws) => {
      const nodeRole = `arn:aws:iam::${aws.account}:role/${EC2_ROLE}`;
      return {
        accessEntries: {
          [nodeRole]: {
            type: 'EC2_LINUX',
            username: 'system:node:{{EC2PrivateDNSName}}',
            groups: ['system:nodes'],
            createdAt: before(now, '85d'),
            modifiedAt: before(now, '85d'),
          },
        },
        roles: {
          [EC2_ROLE]: {
            path: '/',
            id: 'AROAY2QF5XWJNODES0001',
            createdAt: before(now, '85d'),
            trust: {
              Version: '2012-10-17',
              Statement: [{Effect: 'Allow', Principal: {Service: 'ec2.amazonaws.com'}, Action: 'sts:AssumeRole'}],
            },
            attached: [],
            inline: {},
          },
        },
        nodegroups: {
          'ng-1': {
            status: 'ACTIVE',
            role: EC2_ROLE,
            subnets: aws.cluster.subnets,
            instanceTypes: ['m7i.large'],
            desired: 1,
            createdAt: before(now, '85d'),
            healthIssues: [],
          },
        },
      };
    },
    [ec2Node(name, {'kubernetes.io/os': 'linux', 'eks.amazonaws.com/nodegroup': 'ng-1'}, context)],
  );
  return made;
}

/** EKS Auto Mode beside the Fargate profiles; its nodes are no node group's. */
const autoMode: Shape = (now) =>
  shaped(now, () => ({cluster: {autoMode: true, authenticationMode: 'API'}}), [
    ec2Node(
      'i-0a1b2c3d4e5f60077',
      {'kubernetes.io/os': 'linux', 'eks.amazonaws.com/compute-type': 'auto'},
      {now, region: 'eu-central-1'},
    ),
  ]);

/** The partition of China: other ARNs, another domain, `cn.` before some services. */
const china: Shape = (now) =>
  respelled(
    shaped(now, () => ({partition: 'aws-cn'})),
    {
      'eu-central-1': 'cn-north-1',
      'euc1-az': 'cnn1-az',
      'arn:aws:': 'arn:aws-cn:',
      '602401143452.dkr.ecr.cn-north-1.amazonaws.com': '918309763551.dkr.ecr.cn-north-1.amazonaws.com.cn',
      [PUBLIC_IMAGE]: '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/nginx',
    },
  );

/** The subnets belong to another account, which keeps its gateways to itself. */
const sharedVpc: Shape = (now) =>
  shaped(now, (aws) => ({
    vpcs: {[aws.cluster.vpc]: {owner: '444455556666'}},
    natGateways: gone(aws.natGateways),
    internetGateways: gone(aws.internetGateways),
    routeTables: gone(aws.routeTables),
  }));

/** A cluster with IPv6 pods: a range of the VPC's in each subnet, and an egress-only internet gateway. */
const ipv6: Shape = (now) =>
  shaped(now, (aws) => ({
    // What EKS gives to a new IPv6 cluster, whose endpoint is dual-stack.
    cluster: {ipFamily: 'ipv6', endpoint: {cidrs: ['0.0.0.0/0', '::/0']}},
    vpcs: {[aws.cluster.vpc]: {ipv6Cidrs: ['2001:db8:1234:1a00::/56']}},
    subnets: Object.fromEntries(
      aws.cluster.subnets.map((id, i) => [id, {ipv6Cidrs: [`2001:db8:1234:1a0${i + 1}::/64`], assignIpv6: true}]),
    ),
    egressOnlyInternetGateways: {'eigw-0e5f6a7b8c9d00002': {[aws.cluster.vpc]: 'attached'}},
    routeTables: routed(aws, {'::/0': 'eigw-0e5f6a7b8c9d00002'}),
    securityGroups: {
      [aws.cluster.clusterSecurityGroup]: {
        egress: [
          {protocol: '-1', peer: '0.0.0.0/0'},
          {protocol: '-1', peer: '::/0'},
        ],
      },
    },
    networkAcls: Object.fromEntries(
      Object.entries(aws.networkAcls).map(([id, acl]) => [
        id,
        {
          entries: [
            ...acl.entries,
            ...[false, true].map((egress) => ({rule: 101, egress, action: 'allow', protocol: '-1', cidr: '::/0'})),
          ],
        },
      ]),
    ),
  }));

/** A public endpoint alone, which admits exactly the addresses of the NAT gateways. */
const publicEndpoint: Shape = (now) =>
  shaped(now, () => ({
    cluster: {
      endpoint: {public: true, private: false, cidrs: ['203.0.113.10/32', '203.0.113.11/32', '198.51.100.7/32']},
    },
  }));

const POLICY_GROUPS = ['sg-0f6a7b8c9d0e10001', 'sg-0f6a7b8c9d0e10003'];

/** A security group policy that gives the pods of `default` a group of their own beside the cluster's. */
function securityGroupPolicy(now: string): World {
  const policy = object(
    'SecurityGroupPolicy',
    {name: 'database-clients', namespace: 'default', age: '60d'},
    {now, region: 'eu-central-1'},
    {spec: {podSelector: {}, securityGroups: {groupIds: POLICY_GROUPS}}},
  );
  const made = shaped(
    now,
    (aws) => ({
      securityGroups: {
        [POLICY_GROUPS[1] ?? '']: {
          vpc: aws.cluster.vpc,
          name: 'database-clients',
          description: 'May use the database',
          ingress: [],
          egress: [{protocol: 'tcp', ports: '5432', peer: '10.0.0.0/16'}],
          tags: {},
        },
      },
    }),
    [policy],
  );
  // The webhook writes the groups on each pod that the policy selects.
  const annotations = {'fargate.amazonaws.com/pod-sg': POLICY_GROUPS.join(',')};
  const chosen = (o: KubeObject): boolean => o.kind === 'Pod' && o.metadata.namespace === 'default';
  return world(
    now,
    made.aws,
    made.kube.objects.map((o) => (chosen(o) ? (mergePatch(o, {metadata: {annotations}}) as KubeObject) : o)),
  );
}

/** By the name that a story's `base` gives. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  'private-only': privateOnly,
  'access-entries-only': accessEntriesOnly,
  'config-map-only': configMapOnly,
  'transit-gateway': transitGateway,
  'single-nat': singleNat,
  'regional-nat': regionalNat,
  'secondary-cidr': secondaryCidr,
  mixed,
  'auto-mode': autoMode,
  china,
  'shared-vpc': sharedVpc,
  ipv6,
  'public-endpoint': publicEndpoint,
  'security-group-policy': securityGroupPolicy,
};
