// Kubernetes objects as facts: only what some check may need, in our own names. Environment values, Secret contents and
// pod logs have no place here, so that they can never reach a report or a bundle.

/** What a diagnosis is about: a pod, a workload whose pods were never created, or the next pod of a Fargate profile. */
export interface Subject {
  readonly kind: 'Pod' | WorkloadKind | 'FargateProfile';
  /** Empty for a Fargate profile. */
  readonly namespace: string;
  readonly name: string;
  /** It is only written down, in a manifest: nothing of it is in the cluster yet. */
  readonly planned?: true;
}

/** A pod that hangs in the same way as a subject, for which the diagnosis of that subject holds too. */
export interface AlikePod {
  readonly subject: Subject;
  /** Since when, in seconds. */
  readonly seconds: number;
}

export type WorkloadKind =
  'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob';

/** `ns/name` for pods, `kind ns/name` for the rest: the key under which a subject's facts are kept. */
export function subjectKey(subject: Readonly<Record<'kind' | 'namespace' | 'name', string>>): string {
  return subject.kind === 'Pod'
    ? `${subject.namespace}/${subject.name}`
    : `${subject.kind} ${subject.namespace}/${subject.name}`;
}

export type Labels = Readonly<Record<string, string>>;

export interface OwnerRef {
  readonly kind: string;
  readonly name: string;
}

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** Set once deletion was asked for, RFC 3339. */
  readonly deletedAt?: string;
  readonly finalizers: readonly string[];
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The controlling owner (`controller: true`), else the first owner. */
  readonly owner?: OwnerRef;
  readonly spec: PodSpec;
  readonly status: PodStatus;
}

/** What decides a pod's placement and validity, whether or not it was ever created. */
export interface SpecifiedPod {
  readonly from: 'pod' | 'template';
  /** `pod/nginx`, `deployment/web`: for evidence. */
  readonly ref: string;
  /** Before a field's path in that object: empty for a pod, `spec.template.` for a Deployment's. */
  readonly pathPrefix: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** The direct owner's kind for a pod; the workload's own kind for a template. */
  readonly ownerKind?: string;
  /** Somebody says that Fargate is to run it, and there is no cluster whose profiles could tell. */
  readonly meantForFargate?: true;
  readonly spec: PodSpec;
}

/** The part of a pod spec, or of a pod template's spec, that decides where and whether it runs. */
export interface PodSpec {
  /** Empty where a template does not set it. */
  readonly schedulerName: string;
  readonly nodeName?: string;
  readonly serviceAccountName: string;
  readonly nodeSelector: Labels;
  /** `affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`; one must hold. */
  readonly nodeAffinityTerms: readonly NodeSelectorTerm[];
  /** Which kinds of affinity are set: `nodeAffinity`, `podAffinity`, `podAntiAffinity`. */
  readonly affinityKinds: readonly string[];
  readonly tolerations: readonly Toleration[];
  readonly topologySpreadKeys: readonly string[];
  readonly hostNetwork: boolean;
  readonly hostPID: boolean;
  readonly hostIPC: boolean;
  /** `spec.os.name`. */
  readonly os?: string;
  readonly runtimeClassName?: string;
  readonly priorityClassName?: string;
  readonly restartPolicy?: string;
  readonly readinessGates: readonly string[];
  readonly volumes: readonly Volume[];
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  /** Ephemeral debug containers; only their ports and security matter. */
  readonly ephemeralContainers: readonly Container[];
  /** Resource overhead that a RuntimeClass adds. */
  readonly overhead: ResourceList;
  /** What it wants of its kernel, its names and its hosts file that is not the usual, in the order of the specification. */
  readonly overrides: readonly PodOverride[];
}

/** A setting beside the containers that few pods have, with what it is set to: `spec.hostUsers`, `false`. */
export interface PodOverride {
  /** `spec.securityContext.sysctls`, `spec.containers[0].securityContext.seccompProfile`. */
  readonly path: string;
  readonly value: string;
}

export interface NodeSelectorTerm {
  readonly expressions: readonly NodeSelectorRequirement[];
  /** `matchFields`, such as `metadata.name In [fargate-ip-…]`, which the DaemonSet controller writes. */
  readonly fields: readonly NodeSelectorRequirement[];
}

export interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Toleration {
  /** Empty: every key. */
  readonly key: string;
  readonly operator: string;
  readonly value?: string;
  readonly effect?: string;
}

/** Kubernetes quantities as written: `cpu: "250m"`, `memory: "1Gi"`. */
export type ResourceList = Readonly<Record<string, string>>;

export interface Container {
  readonly name: string;
  readonly image: string;
  /** For init containers: `Always` makes it a sidecar. */
  readonly restartPolicy?: string;
  readonly requests: ResourceList;
  readonly limits: ResourceList;
  readonly ports: readonly ContainerPort[];
  readonly privileged?: boolean;
  readonly allowPrivilegeEscalation?: boolean;
  readonly capabilitiesAdd: readonly string[];
  /** Names of raw block `volumeDevices`. */
  readonly volumeDevices: readonly string[];
  /** Arguments and command words that set a port (`--secure-port=10250`); the rest is not kept. */
  readonly portFlags: readonly string[];
}

export interface ContainerPort {
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
  readonly name?: string;
}

export interface Volume {
  readonly name: string;
  /** The one key beside `name`: `emptyDir`, `hostPath`, `persistentVolumeClaim`, `csi`, … */
  readonly type: string;
  /** For `persistentVolumeClaim`. */
  readonly claimName?: string;
}

export interface PodStatus {
  /** `Pending | Running | Succeeded | Failed | Unknown`. */
  readonly phase: string;
  readonly reason?: string;
  readonly message?: string;
  readonly podIP?: string;
  readonly hostIP?: string;
  readonly startTime?: string;
  readonly conditions: readonly Condition[];
  readonly containers: readonly ContainerStatus[];
}

export interface Condition {
  readonly type: string;
  /** `True | False | Unknown`. */
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** `lastTransitionTime`. */
  readonly at?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  readonly image: string;
  readonly state: ContainerState;
  /** `lastState`, if it terminated before. */
  readonly last?: ContainerState;
}

export interface ContainerState {
  readonly is: 'waiting' | 'running' | 'terminated' | 'unknown';
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
  /** When it started or finished. */
  readonly at?: string;
}

/** The object whose template the pod was made from: the top of its chain of owners. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly template: PodTemplate;
  /** Where the template's fields are in the object: `spec.template`, or `spec.jobTemplate.spec.template`. */
  readonly templatePath: string;
  readonly replicas: {
    readonly desired: number;
    readonly current: number;
    readonly ready: number;
    /** Pods of the present template (`status.updatedReplicas`), where the kind counts them. */
    readonly updated?: number;
  };
  readonly conditions: readonly Condition[];
  /** The objects between the pod and this one, the nearest first, e.g. the ReplicaSet. */
  readonly via: readonly OwnerRef[];
  /** `spec.selector.matchLabels`. */
  readonly selector: Labels;
  /** A controller of a kind that we don't read (an Argo Rollout, an operator's resource), which may undo changes to it. */
  readonly managedBy?: OwnerRef;
}

export interface PodTemplate {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: PodSpec;
}

/** One event, of the old or the new events API. */
export interface KubeEvent {
  /** `Normal | Warning`. */
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  /** `source.component`, else `reportingComponent`: `fargate-scheduler`, `default-scheduler`, `kubelet`. */
  readonly component: string;
  /** What it is about. */
  readonly object: OwnerRef;
  readonly uid?: string;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface Node {
  readonly name: string;
  readonly createdAt: string;
  readonly labels: Labels;
  readonly taints: readonly {readonly key: string; readonly value?: string; readonly effect: string}[];
  /** Condition `Ready`; `not told` where there is none, or with a status that Kubernetes does not have. */
  readonly ready: 'True' | 'False' | 'Unknown' | 'not told';
  /** Since when it is so (`lastTransitionTime`), and in the words of the node controller or the kubelet why. */
  readonly readySince?: string;
  readonly readyMessage?: string;
  readonly unschedulable: boolean;
  readonly kubeletVersion: string;
  readonly internalIP?: string;
}

/** A pod that carries the Fargate profile label: what is told of healthy siblings. */
export interface FargatePod {
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: string;
  readonly deletedAt?: string;
  readonly profile: string;
  readonly owner?: OwnerRef;
  readonly phase: string;
  readonly ready: boolean;
  readonly nodeName?: string;
  /** The address of its micro-VM, which lies in the subnet that it started in. */
  readonly hostIP?: string;
  /** The annotation `CapacityProvisioned`: `0.25vCPU 0.5GB`. */
  readonly capacity?: string;
}

export interface ConfigMap {
  readonly namespace: string;
  readonly name: string;
  readonly data: Labels;
  readonly createdAt: string;
  /** The latest time in `managedFields`, if it has any. */
  readonly modifiedAt?: string;
}

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
  readonly createdAt: string;
  readonly annotations: Labels;
}

/** A node's request for the certificate with which its kubelet serves logs and exec. */
export interface KubeletCsr {
  readonly name: string;
  readonly createdAt: string;
  /** Who asked: `system:node:fargate-ip-10-0-1-77.eu-central-1.compute.internal`. */
  readonly username: string;
  /** `pending`: nobody has decided yet. */
  readonly state: 'pending' | 'approved' | 'denied' | 'failed';
}

export interface Namespace {
  readonly name: string;
  readonly labels: Labels;
  readonly createdAt: string;
}

/** The kube-dns Service's backends, summed over its EndpointSlices. */
export interface DnsEndpoints {
  readonly slices: number;
  readonly ready: number;
  readonly notReady: number;
}

export interface WebhookConfiguration {
  readonly name: string;
  readonly createdAt: string;
  readonly webhooks: readonly Webhook[];
}

export interface Webhook {
  readonly name: string;
  readonly failurePolicy?: string;
  readonly namespaceSelector: LabelSelector;
  readonly objectSelector: LabelSelector;
  /** `operations`, `apiGroups`, `resources` of its rules, each list flattened: `CREATE /pods`. */
  readonly rules: readonly WebhookRule[];
}

export interface WebhookRule {
  readonly operations: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

export interface LabelSelector {
  readonly matchLabels: Labels;
  readonly matchExpressions: readonly NodeSelectorRequirement[];
}

/** A claim that the pod names, with what it is bound to. `volume` is set where the bound volume could be read. */
export interface Claim {
  readonly name: string;
  /** False: the pod names it, and there is none. */
  readonly exists: boolean;
  /** `Pending | Bound | Lost`; empty where it does not exist. */
  readonly phase: string;
  readonly volumeName?: string;
  readonly storageClassName?: string;
  readonly createdAt?: string;
  readonly accessModes: readonly string[];
}

/** vpcresources.k8s.aws SecurityGroupPolicy: which pods of its namespace get which security groups. */
export interface SecurityGroupPolicy {
  readonly name: string;
  readonly createdAt: string;
  /** Both selectors must hold where both are set; one without any is invalid and selects nothing. */
  readonly podSelector?: LabelSelector;
  readonly serviceAccountSelector?: LabelSelector;
  readonly groupIds: readonly string[];
}

/** A PersistentVolume that a claim names. */
export interface ClaimVolume {
  readonly name: string;
  /** False: the claim names it, and there is none. */
  readonly exists: boolean;
  /** `Available | Bound | Released | Failed`; empty where it does not exist. */
  readonly phase: string;
  /** The kind of its source: `csi`, `nfs`, `awsElasticBlockStore`, …; empty where it has none. */
  readonly source: string;
  /** `spec.csi.driver`. */
  readonly driver?: string;
  /** `spec.csi.volumeHandle`: for EFS `fs-…`, or `fs-…::fsap-…`. */
  readonly handle?: string;
  /** Empty: it belongs to no class. */
  readonly storageClassName: string;
  readonly accessModes: readonly string[];
  /** `spec.capacity.storage`. */
  readonly capacity?: string;
  /** The claim that has it, or that it is reserved for: `namespace/name`. */
  readonly claim?: string;
}

/** A StorageClass that an unbound claim asks for. */
export interface StorageClass {
  readonly name: string;
  /** False: the claim names it, and there is none. */
  readonly exists: boolean;
  /** `efs.csi.aws.com`, `ebs.csi.aws.com`, `kubernetes.io/no-provisioner`, …; empty where it does not exist. */
  readonly provisioner: string;
  /** `Immediate | WaitForFirstConsumer`. */
  readonly bindingMode: string;
}

/** A CSI driver that is registered with the cluster. */
export interface CsiDriver {
  readonly name: string;
}

export interface PodDisruptionBudget {
  readonly name: string;
  /** As written: `1`, `100%`. */
  readonly minAvailable?: string;
  readonly maxUnavailable?: string;
  readonly selector: LabelSelector;
  /** Of `status`: how many pods it counts, how many of them must stay healthy, how many are, and how many may go now. */
  readonly expectedPods?: number;
  readonly desiredHealthy?: number;
  readonly currentHealthy?: number;
  readonly disruptionsAllowed?: number;
}

/** A Job, as far as its cleaning up goes. */
export interface Job {
  readonly namespace: string;
  readonly name: string;
  /** `spec.ttlSecondsAfterFinished`. */
  readonly ttlSeconds?: number;
  /** The CronJob that made it. */
  readonly owner?: OwnerRef;
}
