// Builders of Kubernetes objects for worlds and stories: what a controller, a kubelet or EKS would have written, with
// relative ages. Pods are in objects-pod.ts.
import {createHash} from 'node:crypto';
import type {KubeObject, ObjectMeta, OwnerReference} from './kube/object.ts';
import {before} from './time.ts';

/** Where and when objects are built. */
export interface BuildContext {
  /** RFC 3339. */
  readonly now: string;
  readonly region: string;
}

export type Labels = Readonly<Record<string, string>>;

const API_VERSIONS: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io/v1',
  StorageClass: 'storage.k8s.io/v1',
  CSIDriver: 'storage.k8s.io/v1',
  PodDisruptionBudget: 'policy/v1',
  CertificateSigningRequest: 'certificates.k8s.io/v1',
  SecurityGroupPolicy: 'vpcresources.k8s.aws/v1beta1',
  Ingress: 'networking.k8s.io/v1',
  RuntimeClass: 'node.k8s.io/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
};

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  'Namespace',
  'Node',
  'PersistentVolume',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'StorageClass',
  'CSIDriver',
  'CertificateSigningRequest',
  'RuntimeClass',
  'PriorityClass',
]);

export function apiVersionOf(kind: string): string {
  return API_VERSIONS[kind] ?? 'v1';
}

/** A story's way to name an object: `Pod/default/nginx`, `Node/fargate-ip-…`. */
export interface ObjectName {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Reads `Kind/namespace/name`, or `Kind/name` for what has no namespace. Throws where the form does not fit the kind. */
export function parseObjectName(text: string): ObjectName {
  const [kind = '', ...rest] = text.split('/');
  const wanted = CLUSTER_SCOPED.has(kind) ? 1 : 2;
  if (kind === '' || rest.length !== wanted || rest.includes(''))
    throw new Error(`"${text}" does not name an object; write Kind/namespace/name, or Kind/name without a namespace`);
  return wanted === 1 ? {kind, name: rest[0] ?? ''} : {kind, namespace: rest[0] ?? '', name: rest[1] ?? ''};
}

/** `Kind/namespace/name` of an object; the inverse of {@link parseObjectName}. */
export function objectName(object: Pick<KubeObject, 'kind' | 'metadata'>): string {
  const {namespace, name} = object.metadata;
  return namespace === undefined ? `${object.kind}/${name}` : `${object.kind}/${namespace}/${name}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The same UID for the same object in every run, so that events and owners can point at it. */
export function uidOf(kind: string, namespace: string | undefined, name: string): string {
  const h = digest(`${kind}/${namespace ?? ''}/${name}`);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

/** Letters that Kubernetes uses for hashes in names. */
export function safeHash(text: string, length: number): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = Buffer.from(digest(text), 'hex');
  return [...bytes.subarray(0, length)].map((b) => alphabet[b % alphabet.length]).join('');
}

export function ownerRef(kind: string, namespace: string, name: string): OwnerReference {
  const uid = uidOf(kind, namespace, name);
  return {apiVersion: apiVersionOf(kind), kind, name, uid, controller: true, blockOwnerDeletion: true};
}

/** An object with its metadata filled in; `rest` holds everything beside. */
export function object(
  kind: string,
  meta: ObjectMeta & {readonly age?: string},
  context: BuildContext,
  rest: Readonly<Record<string, unknown>>,
): KubeObject {
  const {age, ...given} = meta;
  const metadata: ObjectMeta = {
    ...given,
    uid: given.uid ?? uidOf(kind, given.namespace, given.name),
    creationTimestamp: given.creationTimestamp ?? before(context.now, age ?? '90d'),
  };
  return {apiVersion: apiVersionOf(kind), kind, metadata, ...rest};
}

export interface DeploymentOptions {
  readonly name: string;
  readonly namespace?: string;
  readonly age?: string;
  readonly replicas?: number;
  /** Of the Deployment itself. */
  readonly labels?: Labels;
  readonly annotations?: Labels;
  /** `spec.selector.matchLabels`; default `app: NAME`. */
  readonly selector?: Labels;
  /** Beside the selector's. */
  readonly templateLabels?: Labels;
  readonly templateAnnotations?: Labels;
  /** The template's pod spec. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What the API server writes into every template that leaves it out: a template's scheduler is never unset. */
const TEMPLATE_DEFAULTS = {
  dnsPolicy: 'ClusterFirst',
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: {},
  terminationGracePeriodSeconds: 30,
};

/** Suffixes in the healthy world, fixed so that stories can name its pods. */
const TEMPLATE_HASHES: Readonly<Record<string, string>> = {
  'default/web': '6d4cf56db6',
  'kube-system/coredns': '7d9c5f8b6d',
};

/** The name of a Deployment's ReplicaSet, whose suffix is the pods' label `pod-template-hash`. */
export function replicaSetName(namespace: string, deployment: string): string {
  const key = `${namespace}/${deployment}`;
  return `${deployment}-${TEMPLATE_HASHES[key] ?? safeHash(key, 10)}`;
}

/** A Deployment and its ReplicaSet. Their status is counted from the pods by `settle`. */
export function deployment(options: DeploymentOptions, context: BuildContext): readonly KubeObject[] {
  const {name, namespace = 'default', age = '30d', replicas = 1} = options;
  const matchLabels = options.selector ?? {app: name};
  const replicaSet = replicaSetName(namespace, name);
  const hash = replicaSet.slice(name.length + 1);
  const labels = {...matchLabels, ...options.templateLabels};
  const template = (more: Labels): unknown => ({
    metadata: {
      labels: {...labels, ...more},
      ...(options.templateAnnotations ? {annotations: options.templateAnnotations} : {}),
    },
    spec: {...TEMPLATE_DEFAULTS, ...options.spec},
  });
  const revision = {'deployment.kubernetes.io/revision': '1'};
  const withHash = {'pod-template-hash': hash};
  return [
    object(
      'Deployment',
      {
        name,
        namespace,
        age,
        generation: 1,
        labels: options.labels ?? matchLabels,
        annotations: {...revision, ...options.annotations},
      },
      context,
      {
        spec: {
          replicas,
          revisionHistoryLimit: 10,
          progressDeadlineSeconds: 600,
          selector: {matchLabels},
          strategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge: '25%', maxUnavailable: '25%'}},
          template: template({}),
        },
        status: {},
      },
    ),
    object(
      'ReplicaSet',
      {
        name: replicaSet,
        namespace,
        age,
        generation: 1,
        labels: {...labels, ...withHash},
        annotations: revision,
        ownerReferences: [ownerRef('Deployment', namespace, name)],
      },
      context,
      {
        spec: {replicas, selector: {matchLabels: {...matchLabels, ...withHash}}, template: template(withHash)},
        status: {},
      },
    ),
  ];
}

export interface EventOptions {
  /** `Pod/default/nginx`. */
  readonly about: string;
  readonly reason: string;
  /** The component that wrote it. */
  readonly from: string;
  readonly message: string;
  /** When it was last seen: `8m`. */
  readonly age: string;
  /** When it was first seen; default: `age`. */
  readonly first?: string;
  readonly count?: number;
  /** Default: `Normal` for the steps of a start, else `Warning`. */
  readonly type?: string;
  /** Of the object, where it is not the present one's. */
  readonly uid?: string;
}

const NORMAL_REASONS: ReadonlySet<string> = new Set([
  'Scheduled',
  'Pulling',
  'Pulled',
  'Created',
  'Started',
  'LoggingEnabled',
  'SuccessfulCreate',
  'ScalingReplicaSet',
  'Killing',
]);

/** An Event of core/v1. `default-scheduler` writes the newer form, with `eventTime` and `series` in place of the old times. */
export function event(options: EventOptions, context: BuildContext): KubeObject {
  const about = parseObjectName(options.about);
  const namespace = about.namespace ?? 'default';
  const firstAt = before(context.now, options.first ?? options.age);
  const lastAt = before(context.now, options.age);
  const count = options.count ?? 1;
  const micro = (time: string): string => time.replace('Z', '.000000Z');
  const newer = options.from === 'default-scheduler';
  const id = digest([options.about, options.reason, options.from, options.message, options.age].join('\n')).slice(
    0,
    15,
  );
  return object('Event', {name: `${about.name}.1${id}`, namespace, creationTimestamp: firstAt}, context, {
    involvedObject: {
      apiVersion: apiVersionOf(about.kind),
      kind: about.kind,
      ...(about.namespace === undefined ? {} : {namespace}),
      name: about.name,
      uid: options.uid ?? uidOf(about.kind, about.namespace, about.name),
    },
    reason: options.reason,
    message: options.message,
    type: options.type ?? (NORMAL_REASONS.has(options.reason) ? 'Normal' : 'Warning'),
    source: newer ? {} : {component: options.from},
    reportingComponent: options.from,
    reportingInstance: '',
    firstTimestamp: newer ? null : firstAt,
    lastTimestamp: newer ? null : lastAt,
    ...(newer ? {action: 'Scheduling'} : {count}),
    eventTime: newer ? micro(firstAt) : null,
    ...(newer && count > 1 ? {series: {count, lastObservedTime: micro(lastAt)}} : {}),
  });
}
