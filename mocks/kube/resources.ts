/** One row of the API's table of resources. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly verbs: readonly string[];
  /** Served from a CustomResourceDefinition: its list items keep `apiVersion` and `kind`. */
  readonly custom: boolean;
}

const READ_WRITE = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

interface Extras {
  readonly short?: readonly string[];
  readonly all?: true;
  readonly cluster?: true;
  readonly custom?: true;
  readonly verbs?: readonly string[];
}

function resource(groupVersion: string, plural: string, kind: string, extras: Extras = {}): Resource {
  const slash = groupVersion.indexOf('/');
  return {
    group: slash < 0 ? '' : groupVersion.slice(0, slash),
    version: groupVersion.slice(slash + 1),
    plural,
    singular: kind.toLowerCase(),
    kind,
    namespaced: extras.cluster !== true,
    shortNames: extras.short ?? [],
    categories: extras.all ? ['all'] : [],
    verbs: extras.verbs ?? READ_WRITE,
    custom: extras.custom === true,
  };
}

/** Everything the fake serves, groups in the order in which the API server prefers them. */
export const RESOURCES: readonly Resource[] = [
  resource('v1', 'configmaps', 'ConfigMap', {short: ['cm']}),
  resource('v1', 'endpoints', 'Endpoints', {short: ['ep']}),
  resource('v1', 'events', 'Event', {short: ['ev']}),
  resource('v1', 'limitranges', 'LimitRange', {short: ['limits']}),
  resource('v1', 'namespaces', 'Namespace', {short: ['ns'], cluster: true}),
  resource('v1', 'nodes', 'Node', {short: ['no'], cluster: true}),
  resource('v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', {short: ['pvc']}),
  resource('v1', 'persistentvolumes', 'PersistentVolume', {short: ['pv'], cluster: true}),
  resource('v1', 'pods', 'Pod', {short: ['po'], all: true}),
  resource('v1', 'replicationcontrollers', 'ReplicationController', {short: ['rc'], all: true}),
  resource('v1', 'resourcequotas', 'ResourceQuota', {short: ['quota']}),
  resource('v1', 'secrets', 'Secret'),
  resource('v1', 'serviceaccounts', 'ServiceAccount', {short: ['sa']}),
  resource('v1', 'services', 'Service', {short: ['svc'], all: true}),
  resource('apps/v1', 'daemonsets', 'DaemonSet', {short: ['ds'], all: true}),
  resource('apps/v1', 'deployments', 'Deployment', {short: ['deploy'], all: true}),
  resource('apps/v1', 'replicasets', 'ReplicaSet', {short: ['rs'], all: true}),
  resource('apps/v1', 'statefulsets', 'StatefulSet', {short: ['sts'], all: true}),
  resource('events.k8s.io/v1', 'events', 'Event', {short: ['ev']}),
  resource('authorization.k8s.io/v1', 'selfsubjectaccessreviews', 'SelfSubjectAccessReview', {
    cluster: true,
    verbs: ['create'],
  }),
  resource('batch/v1', 'cronjobs', 'CronJob', {short: ['cj'], all: true}),
  resource('batch/v1', 'jobs', 'Job', {all: true}),
  resource('certificates.k8s.io/v1', 'certificatesigningrequests', 'CertificateSigningRequest', {
    short: ['csr'],
    cluster: true,
  }),
  resource('networking.k8s.io/v1', 'ingresses', 'Ingress', {short: ['ing']}),
  resource('networking.k8s.io/v1', 'networkpolicies', 'NetworkPolicy', {short: ['netpol']}),
  resource('policy/v1', 'poddisruptionbudgets', 'PodDisruptionBudget', {short: ['pdb']}),
  resource('storage.k8s.io/v1', 'csidrivers', 'CSIDriver', {cluster: true}),
  resource('storage.k8s.io/v1', 'storageclasses', 'StorageClass', {short: ['sc'], cluster: true}),
  resource('admissionregistration.k8s.io/v1', 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
    cluster: true,
  }),
  resource('admissionregistration.k8s.io/v1', 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', {
    cluster: true,
  }),
  resource('scheduling.k8s.io/v1', 'priorityclasses', 'PriorityClass', {short: ['pc'], cluster: true}),
  resource('node.k8s.io/v1', 'runtimeclasses', 'RuntimeClass', {cluster: true}),
  resource('coordination.k8s.io/v1', 'leases', 'Lease'),
  resource('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice'),
  resource('vpcresources.k8s.aws/v1beta1', 'securitygrouppolicies', 'SecurityGroupPolicy', {
    short: ['sgp'],
    custom: true,
  }),
];

/** `v1`, `apps/v1`. */
export function groupVersion(item: {readonly group: string; readonly version: string}): string {
  return item.group === '' ? item.version : `${item.group}/${item.version}`;
}

/** `pods`, `deployments.apps`: how the API server names a resource in its messages. */
export function qualifiedName(item: {readonly group: string; readonly plural: string}): string {
  return item.group === '' ? item.plural : `${item.plural}.${item.group}`;
}

/** The key under which a resource's objects are stored. Both events APIs show one and the same set of objects. */
export function storageKey(item: Resource): string {
  return item.plural === 'events' ? 'events' : qualifiedName(item);
}

/** The resource that serves objects of this `apiVersion` and `kind`. */
export function resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
  return RESOURCES.find((item) => item.kind === kind && groupVersion(item) === apiVersion);
}

/** The resource that stores what an event is about, whose `apiVersion` may be missing or old. */
export function resourceInvolved(apiVersion: string, kind: string): Resource | undefined {
  return resourceOfKind(apiVersion, kind) ?? RESOURCES.find((item) => item.kind === kind);
}

/** The resource at this place in the API. */
export function resourceAt(group: string, version: string, plural: string): Resource | undefined {
  return RESOURCES.find((item) => item.group === group && item.version === version && item.plural === plural);
}
