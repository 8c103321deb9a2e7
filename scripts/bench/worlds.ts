import type {KubeObject} from '../../mocks/kube/object.ts';
import {deployment, event, ownerRef, replicaSetName, type BuildContext} from '../../mocks/objects.ts';
import {fargateNode, fargatePod, type PodOptions} from '../../mocks/objects-pod.ts';
import {healthyWorld, type World} from '../../mocks/world.ts';
import type {AwsWorld, WorldInterface, WorldProfile, WorldRouteTable, WorldSubnet} from '../../mocks/world-aws.ts';

/** How much there is of everything in a world that is measured. */
export interface Size {
  readonly pods: number;
  /** Of these; at most a tenth of the pods. */
  readonly stuck: number;
}

const PODS_OF_A_DEPLOYMENT = 10;
const STUCK_OF_A_DEPLOYMENT = 5;
const NAMESPACES = 40;
/** One pod in so many runs on Fargate; the others are on EC2 nodes, with so many on each. */
const FARGATE_ONE_IN = 10;
const PODS_OF_A_NODE = 30;

/** What hangs, in turn: an image that is not there, a pod that Fargate does not take, a node that never joined. */
const TROUBLES: readonly Partial<PodOptions>[] = [
  {
    state: 'image-pull',
    reason: 'ImagePullBackOff',
    message:
      'Back-off pulling image "public.ecr.aws/nginx/nginx:1.29": ErrImagePull: public.ecr.aws/nginx/nginx:1.29: not found',
  },
  {
    state: 'refused',
    message: 'Pod not supported on Fargate: invalid SecurityContext fields: Privileged',
    spec: {containers: [{name: 'app', image: 'public.ecr.aws/nginx/nginx:1.29', securityContext: {privileged: true}}]},
  },
  {state: 'timed-out'},
];

/** A cluster of EC2 nodes and Fargate pods in which some Deployments hang. */
export function crowdedWorld(now: string, {pods, stuck}: Size): World {
  const base = healthyWorld(now);
  const context = {now, region: base.aws.region};
  const healthy = (pods - stuck) / PODS_OF_A_DEPLOYMENT;
  const objects: KubeObject[] = [...base.kube.objects];
  for (let n = 0; n < NAMESPACES; n++) objects.push(namespaceOf(n));
  for (let i = 0; i < healthy; i++)
    objects.push(...(i % FARGATE_ONE_IN === 0 ? onFargate(i, context) : onEc2(i, context)));
  for (let i = 0; i < pods / PODS_OF_A_NODE; i++) objects.push(ec2Node(i, context));
  for (let i = 0; i < stuck / STUCK_OF_A_DEPLOYMENT; i++) objects.push(...hanging(i, context));
  const profile: WorldProfile = {
    ...(base.aws.profiles['default-fp'] as WorldProfile),
    selectors: [{namespace: 'app-*', labels: {compute: 'fargate'}}],
  };
  const aws = {...base.aws, profiles: {...base.aws.profiles, 'apps-fp': profile}};
  return {...base, aws, kube: {...base.kube, objects}};
}

const namespaceName = (i: number): string => `app-${i % NAMESPACES}`;
const namespaceOf = (n: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name: namespaceName(n), labels: {'kubernetes.io/metadata.name': namespaceName(n)}},
  spec: {finalizers: ['kubernetes']},
  status: {phase: 'Active'},
});

/** An address for the i-th of something, in a block of its own. */
const address = (block: number, i: number): string => `10.${block + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;

function onFargate(i: number, context: BuildContext): readonly KubeObject[] {
  return rollout(`web-${i}`, i, {compute: 'fargate'}, PODS_OF_A_DEPLOYMENT, context, (name, labels, turn) =>
    fargatePod(
      {...common(name, i, labels), profile: 'apps-fp', age: '9d', ip: address(64, i * PODS_OF_A_DEPLOYMENT + turn)},
      context,
    ),
  );
}

function onEc2(i: number, context: BuildContext): readonly KubeObject[] {
  return rollout(`api-${i}`, i, {}, PODS_OF_A_DEPLOYMENT, context, (name, labels, turn) => {
    const at = Math.floor((i * PODS_OF_A_DEPLOYMENT + turn) / PODS_OF_A_NODE);
    const options = {...common(name, i, labels), age: '9d', node: ec2Name(at), ip: address(80, i * 10 + turn)};
    return fargatePod(options, context).map(withoutFargate);
  });
}

function hanging(i: number, context: BuildContext): readonly KubeObject[] {
  const trouble = TROUBLES[i % TROUBLES.length] ?? {};
  const made = rollout(`late-${i}`, i, {compute: 'fargate'}, STUCK_OF_A_DEPLOYMENT, context, (name, labels, turn) =>
    fargatePod(
      {
        ...common(name, i, labels),
        profile: 'apps-fp',
        age: '25m',
        ip: address(96, i * STUCK_OF_A_DEPLOYMENT + turn),
        ...trouble,
      },
      context,
    ),
  );
  const events = made.filter((o) => o.kind === 'Pod').flatMap((pod) => eventsOf(pod, trouble, context));
  return [...made, ...events];
}

function eventsOf(
  pod: KubeObject,
  {state, message}: Partial<PodOptions>,
  context: BuildContext,
): readonly KubeObject[] {
  const {namespace = '', name} = pod.metadata;
  const about = `Pod/${namespace}/${name}`;
  const by = {about, age: '2m', first: '20m', count: 9};
  if (state === 'image-pull') {
    return [event({...by, reason: 'Failed', from: 'kubelet', message: message ?? ''}, context)];
  }
  const words = message ?? `Pod provisioning timed out (will retry) for pod: ${namespace}/${name}`;
  return [event({...by, reason: 'FailedScheduling', from: 'fargate-scheduler', message: words}, context)];
}

const common = (name: string, i: number, labels: Readonly<Record<string, string>>) =>
  ({name, namespace: namespaceName(i), labels}) as const;

/** A Deployment with its ReplicaSet and pods, and with the status that its controllers would have written. */
function rollout(
  name: string,
  i: number,
  templateLabels: Readonly<Record<string, string>>,
  replicas: number,
  context: BuildContext,
  build: (name: string, labels: Readonly<Record<string, string>>, turn: number) => readonly KubeObject[],
): readonly KubeObject[] {
  const namespace = namespaceName(i);
  const set = replicaSetName(namespace, name);
  const spec = {containers: [{name: 'app', image: 'public.ecr.aws/nginx/nginx:1.29'}]};
  const workloads = deployment({name, namespace, replicas, age: '30d', templateLabels, spec}, context);
  const labels = {app: name, ...templateLabels, 'pod-template-hash': set.slice(name.length + 1)};
  const owner = {ownerReferences: [ownerRef('ReplicaSet', namespace, set)]};
  const made = Array.from({length: replicas}, (_, turn) => build(`${set}-${suffix(turn)}`, labels, turn)).flat();
  const pods = made.map((o) =>
    o.kind === 'Pod' ? {...o, metadata: {...o.metadata, ...owner, managedFields: MANAGED}} : o,
  );
  const ready = name.startsWith('late-') ? 0 : replicas;
  return [
    ...workloads.map((o) => ({...o, status: {replicas, readyReplicas: ready, availableReplicas: ready}})),
    ...pods,
  ];
}

const suffix = (turn: number): string => `x${'bcdfghjklm'[turn] ?? 'z'}2${turn}q`;

const ec2Name = (i: number): string => `ip-${address(112, i).replaceAll('.', '-')}.eu-central-1.compute.internal`;
const ec2Node = (i: number, context: BuildContext): KubeObject =>
  fargateNode({ip: address(112, i), age: '60d', name: ec2Name(i)}, context);

/** The same pod as the default scheduler would have placed it. */
function withoutFargate(pod: KubeObject): KubeObject {
  const {'eks.amazonaws.com/fargate-profile': _profile, ...labels} = pod.metadata.labels ?? {};
  const {priorityClassName: _class, ...spec} = pod['spec'] as Record<string, unknown>;
  const {annotations: _annotations, ...metadata} = pod.metadata;
  return {...pod, metadata: {...metadata, labels}, spec: {...spec, priority: 0, schedulerName: 'default-scheduler'}};
}

/** As much bookkeeping as the API server keeps of each pod: more than half of what it sends. */
const MANAGED = ['kube-controller-manager', 'kubelet'].map((manager) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: '2026-11-10T03:10:00Z',
  fieldsType: 'FieldsV1',
  fieldsV1: {
    'f:metadata': {'f:generateName': {}, 'f:labels': {'.': {}, 'f:app': {}, 'f:pod-template-hash': {}}},
    'f:spec': Object.fromEntries(
      ['containers', 'dnsPolicy', 'enableServiceLinks', 'restartPolicy', 'schedulerName', 'securityContext'].map(
        (f) => [
          `f:${f}`,
          {
            '.': {},
            'f:image': {},
            'f:imagePullPolicy': {},
            'f:name': {},
            'f:resources': {},
            'f:terminationMessagePath': {},
          },
        ],
      ),
    ),
    'f:status': Object.fromEntries(
      ['Initialized', 'PodReadyToStartContainers', 'ContainersReady', 'Ready'].map((type) => [
        `k:{"type":"${type}"}`,
        {'.': {}, 'f:lastProbeTime': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {}},
      ]),
    ),
  },
}));

/** The founding case in a VPC of many parts: 10 profiles over 30 subnets, 200 route tables, 5,000 network interfaces. */
export function wideWorld(world: World): World {
  return {...world, aws: widened(world.aws)};
}

const WIDE = {profiles: 10, subnets: 30, routeTables: 200, interfaces: 5000};
const id = (kind: string, i: number): string => `${kind}-0f${String(i).padStart(15, '0')}`;

function widened(aws: AwsWorld): AwsWorld {
  const [first = ''] = aws.cluster.subnets;
  const model = aws.subnets[first] as WorldSubnet;
  const [, table] = Object.entries(aws.routeTables).find(([, one]) => one.subnets.includes(first)) ?? [];
  const known = Object.keys(aws.subnets).length;
  const numbers = (from: number, to: number): readonly number[] => Array.from({length: to - from}, (_, i) => from + i);
  const subnets = numbers(known, WIDE.subnets).map((i): [string, WorldSubnet] => [
    id('subnet', i),
    {...model, cidr: `10.0.${110 + i}.0/24`, tags: {Name: `more-${i}`}},
  ]);
  const names = subnets.map(([name]) => name);
  const tables = numbers(Object.keys(aws.routeTables).length, WIDE.routeTables).map((i): [string, WorldRouteTable] => [
    id('rtb', i),
    {...(table as WorldRouteTable), subnets: names.filter((_, n) => n + 10 === i)},
  ]);
  const profiles = numbers(Object.keys(aws.profiles).length, WIDE.profiles).map((i): [string, WorldProfile] => [
    `team-${i}-fp`,
    {
      ...(aws.profiles['default-fp'] as WorldProfile),
      subnets: names.filter((_, n) => n % WIDE.profiles === i).slice(0, 5),
      selectors: [{namespace: `team-${i}`}],
    },
  ]);
  const interfaces = numbers(0, WIDE.interfaces).map((i): [string, WorldInterface] => [
    id('eni', i),
    {
      subnet: names[i % names.length] ?? first,
      ip: `10.0.${110 + (i % 100)}.${(i % 200) + 20}`,
      securityGroups: [aws.cluster.clusterSecurityGroup],
      description: 'aws-K8S-i-0',
      status: 'in-use',
    },
  ]);
  return {
    ...aws,
    subnets: {...aws.subnets, ...Object.fromEntries(subnets)},
    routeTables: {...aws.routeTables, ...Object.fromEntries(tables)},
    profiles: {...aws.profiles, ...Object.fromEntries(profiles)},
    networkInterfaces: {...aws.networkInterfaces, ...Object.fromEntries(interfaces)},
  };
}
