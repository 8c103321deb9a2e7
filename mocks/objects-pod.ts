// Pods and their nodes, as EKS Fargate shows them at each stage of a pod's life.
import {podStatus} from './objects-status.ts';
import {object, ownerRef, replicaSetName, safeHash, uidOf, type BuildContext, type Labels} from './objects.ts';
import {isObject, mergePatch} from './merge.ts';
import {ageMs, before, resolveAges, rfc3339} from './time.ts';
import type {KubeObject} from './kube/object.ts';

/**
 * Where a pod stands. `new`: just created and mutated. `timed-out`: accepted and sized, no node. `unscheduled`: left to the
 * default scheduler. `refused`: by fargate-scheduler, with `reason` and `message`. `rejected`: by the kubelet. The others
 * have a node.
 */
export const POD_STATES = [
  'new',
  'timed-out',
  'unscheduled',
  'refused',
  'rejected',
  'creating',
  'image-pull',
  'crash',
  'not-ready',
  'running',
  'succeeded',
] as const;
export type PodState = (typeof POD_STATES)[number];

export interface PodOptions {
  readonly name: string;
  readonly namespace?: string;
  /** Since its creation: `14m`. */
  readonly age?: string;
  /** Default `running`. */
  readonly state?: PodState;
  /** The Fargate profile on its label; default `default-fp`. `unscheduled` has none. */
  readonly profile?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** Its controller in the same namespace: `Deployment/web` stands for the Deployment's ReplicaSet. */
  readonly owner?: string;
  readonly image?: string;
  readonly requests?: Labels;
  /** Default: the requests. */
  readonly limits?: Labels;
  /** Merge patch on the spec. */
  readonly spec?: unknown;
  /** Merge patch on the status; `ago 14m` stands for that time. */
  readonly status?: unknown;
  /** The annotation `CapacityProvisioned`. */
  readonly capacity?: string;
  /** What became of Fargate logging; default `enabled`. */
  readonly logging?: 'enabled' | 'disabled';
  /** Address of the pod and its micro-VM; decides the node's name. For pods with a node. */
  readonly ip?: string;
  /** Zone of the node. */
  readonly zone?: string;
  /** An existing node to sit on, in place of its own. */
  readonly node?: string;
  /** Of the state: `POD_UNSUPPORTED_ON_FARGATE`, `ImagePullBackOff`, … */
  readonly reason?: string;
  readonly message?: string;
  readonly restarts?: number;
  /** Since its deletion was asked for. */
  readonly deleted?: string;
  readonly finalizers?: readonly string[];
}

const LOGGING = {enabled: 'LoggingEnabled', disabled: 'LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND'} as const;
const WITHOUT_NODE: ReadonlySet<PodState> = new Set(['new', 'timed-out', 'unscheduled', 'refused']);

interface Spec {
  readonly hostNetwork?: boolean;
  readonly containers: readonly {
    readonly name: string;
    readonly image: string;
    readonly ports?: readonly {readonly containerPort: number; readonly hostPort?: number}[];
  }[];
}

/** The API server's default: on the network of its host a port of a pod is one of the host, and so it writes it down. */
function withHostPorts(spec: Spec): Spec {
  if (spec.hostNetwork !== true) return spec;
  const containers = spec.containers.map((container) => ({
    ...container,
    ...(container.ports === undefined
      ? {}
      : {ports: container.ports.map((port) => ({hostPort: port.containerPort, ...port}))}),
  }));
  return {...spec, containers};
}

/** The pod, with its Fargate node where it has one of its own. */
export function fargatePod(options: PodOptions, context: BuildContext): readonly KubeObject[] {
  const {name, namespace = 'default', age = '10m', state = 'running'} = options;
  const nodeName = WITHOUT_NODE.has(state)
    ? undefined
    : (options.node ?? fargateNodeName(ipOf(options), context.region));
  const spec = withHostPorts(mergePatch(podSpec(options, nodeName), options.spec ?? {}) as Spec);
  const standing = {...options, age, state, ip: ipOf(options), containers: spec.containers};
  const pod = object(
    'Pod',
    {
      name,
      namespace,
      age,
      ...(options.finalizers ? {finalizers: options.finalizers} : {}),
      ...(options.deleted === undefined
        ? {}
        : {deletionTimestamp: endOf(options.deleted, context.now), deletionGracePeriodSeconds: GRACE_SECONDS}),
      ...metadataOf(options, namespace, state),
    },
    context,
    {
      spec,
      status: mergePatch(podStatus(standing, context), resolveAges(options.status ?? {}, context.now)),
    },
  );
  const own = nodeName !== undefined && options.node === undefined && state !== 'succeeded';
  return own ? [pod, fargateNode({ip: ipOf(options), age, ...zoneOf(options)}, context)] : [pod];
}

/**
 * Options for a pod that takes the place of one of the same name: what they leave open (labels, owner, profile, address,
 * containers) stays as it was.
 */
export function inherit(options: PodOptions, old: KubeObject): PodOptions {
  const {'eks.amazonaws.com/fargate-profile': profile, ...labels} = old.metadata.labels ?? {};
  const owner = old.metadata.ownerReferences?.[0];
  const spec = isObject(old['spec']) ? old['spec'] : {};
  const status = isObject(old['status']) ? old['status'] : {};
  const ownContainers = options.image !== undefined || options.requests !== undefined || options.limits !== undefined;
  const kept = ownContainers
    ? ['serviceAccountName', 'dnsPolicy']
    : ['containers', 'volumes', 'serviceAccountName', 'dnsPolicy'];
  return {
    labels,
    ...(owner === undefined ? {} : {owner: `${owner.kind}/${owner.name}`}),
    ...(profile === undefined ? {} : {profile}),
    ...(typeof status['hostIP'] === 'string' ? {ip: status['hostIP']} : {}),
    ...options,
    spec: mergePatch(Object.fromEntries(kept.map((key) => [key, spec[key]])), options.spec ?? {}),
  };
}

const GRACE_SECONDS = 30;

/** The API server writes the time at which the pod is to be gone: the request's, with the grace period on top. */
const endOf = (asked: string, now: string): string => rfc3339(Date.parse(now) - ageMs(asked) + GRACE_SECONDS * 1000);

const zoneOf = (options: PodOptions): {zone?: string} => (options.zone === undefined ? {} : {zone: options.zone});

/** A stable address in the private subnet of zone a, where none is given. */
function ipOf(options: PodOptions): string {
  const last = Number.parseInt(uidOf('Pod', options.namespace ?? 'default', options.name).slice(0, 4), 16);
  return options.ip ?? `10.0.1.${(last % 150) + 20}`;
}

function metadataOf(options: PodOptions, namespace: string, state: PodState): Record<string, unknown> {
  const [ownerKind = '', ownerName = ''] = options.owner?.split('/') ?? [];
  const ofDeployment = ownerKind === 'Deployment';
  const replicaSet = ofDeployment ? replicaSetName(namespace, ownerName) : '';
  const mutated = state !== 'unscheduled';
  const sized = mutated && state !== 'new' && state !== 'refused';
  const labels = {
    ...(ownerKind === '' ? {run: options.name} : {}),
    ...(ofDeployment && options.labels === undefined ? {app: ownerName} : {}),
    ...(ofDeployment ? {'pod-template-hash': replicaSet.slice(ownerName.length + 1)} : {}),
    ...options.labels,
    ...(mutated ? {'eks.amazonaws.com/fargate-profile': options.profile ?? 'default-fp'} : {}),
  };
  const annotations = {
    ...options.annotations,
    ...(sized
      ? {CapacityProvisioned: options.capacity ?? '0.25vCPU 0.5GB', Logging: LOGGING[options.logging ?? 'enabled']}
      : {}),
  };
  const owner = ofDeployment
    ? ownerRef('ReplicaSet', namespace, replicaSet)
    : ownerRef(ownerKind, namespace, ownerName);
  return {labels, annotations, ...(ownerKind === '' ? {} : {ownerReferences: [owner]})};
}

function podSpec(options: PodOptions, nodeName: string | undefined): Record<string, unknown> {
  const requests = options.requests ?? {cpu: '250m', memory: '256Mi'};
  const token = `kube-api-access-${safeHash(`token/${options.name}`, 5)}`;
  const mutated = options.state !== 'unscheduled';
  const toleration = (key: string): unknown => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  });
  return {
    containers: [
      {
        name: 'app',
        image: options.image ?? 'public.ecr.aws/nginx/nginx:1.29',
        imagePullPolicy: 'IfNotPresent',
        ports: [{containerPort: 8080, protocol: 'TCP'}],
        resources: {requests, limits: options.limits ?? requests},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        volumeMounts: [{name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true}],
      },
    ],
    dnsPolicy: 'ClusterFirst',
    enableServiceLinks: true,
    ...(nodeName === undefined ? {} : {nodeName}),
    preemptionPolicy: 'PreemptLowerPriority',
    // The webhook gives every Fargate pod this class, since each has its node to itself.
    ...(mutated ? {priority: 2000001000, priorityClassName: 'system-node-critical'} : {priority: 0}),
    restartPolicy: 'Always',
    schedulerName: mutated ? 'fargate-scheduler' : 'default-scheduler',
    securityContext: {},
    serviceAccount: 'default',
    serviceAccountName: 'default',
    terminationGracePeriodSeconds: 30,
    tolerations: [toleration('not-ready'), toleration('unreachable')],
    volumes: [
      {
        name: token,
        projected: {
          defaultMode: 420,
          sources: [
            {serviceAccountToken: {expirationSeconds: 3607, path: 'token'}},
            {configMap: {name: 'kube-root-ca.crt', items: [{key: 'ca.crt', path: 'ca.crt'}]}},
          ],
        },
      },
    ],
  };
}

export interface NodeOptions {
  readonly ip: string;
  readonly age: string;
  readonly zone?: string;
  readonly ready?: 'True' | 'False' | 'Unknown';
  /** Default: a Fargate node of that address. Any other name makes an EC2 node. */
  readonly name?: string;
}

/** `us-east-1` alone has another domain than `REGION.compute.internal`. */
function nodeDomain(region: string): string {
  return region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
}

export function fargateNodeName(ip: string, region: string): string {
  return `fargate-ip-${ip.replaceAll('.', '-')}.${nodeDomain(region)}`;
}

/** A node: a Fargate pod's own micro-VM, or with a `name` an EC2 instance. */
export function fargateNode(options: NodeOptions, context: BuildContext): KubeObject {
  const {ip, age, ready = 'True'} = options;
  const zone = options.zone ?? `${context.region}${ip.startsWith('10.0.2.') ? 'b' : 'a'}`;
  const fargate = options.name === undefined;
  const name = options.name ?? fargateNodeName(ip, context.region);
  const at = before(context.now, age);
  const capacity = fargate
    ? {cpu: '2', memory: '3977400Ki', pods: '1', 'ephemeral-storage': '30787492Ki'}
    : {cpu: '2', memory: '7934464Ki', pods: '29', 'ephemeral-storage': '83873772Ki'};
  const hostname = `ip-${ip.replaceAll('.', '-')}.${nodeDomain(context.region)}`;
  return object(
    'Node',
    {
      name,
      age,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/os': 'linux',
        'kubernetes.io/hostname': hostname,
        'topology.kubernetes.io/region': context.region,
        'topology.kubernetes.io/zone': zone,
        ...(fargate
          ? {'eks.amazonaws.com/compute-type': 'fargate'}
          : {'node.kubernetes.io/instance-type': 'm6i.large'}),
      },
    },
    context,
    {
      spec: {
        providerID: `aws:///${zone}/${fargate ? `${safeHash(ip, 10)}/` : 'i-0'}${name}`,
        ...(fargate ? {taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}]} : {}),
      },
      status: {
        addresses: [
          {type: 'InternalIP', address: ip},
          {type: 'InternalDNS', address: hostname},
          {type: 'Hostname', address: hostname},
        ],
        capacity,
        allocatable: capacity,
        conditions: [
          {
            type: 'Ready',
            status: ready,
            reason: ready === 'True' ? 'KubeletReady' : 'NodeStatusUnknown',
            message: ready === 'True' ? 'kubelet is posting ready status' : 'Kubelet stopped posting node status.',
            lastHeartbeatTime: context.now,
            lastTransitionTime: at,
          },
        ],
        nodeInfo: {
          architecture: 'amd64',
          operatingSystem: 'linux',
          kubeletVersion: 'v1.33.5-eks-113cf36',
          kernelVersion: '5.10.245-241.976.amzn2.x86_64',
          osImage: 'Amazon Linux 2',
          containerRuntimeVersion: 'containerd://1.7.27',
        },
      },
    },
  );
}
