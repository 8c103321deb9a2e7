import type {
  AccessEntry,
  Addon,
  AttachedPolicy,
  AvailabilityZone,
  BlockPublicAccess,
  CallerIdentity,
  CertificateAuthority,
  Cluster,
  ClusterTarget,
  ClusterUpdate,
  DhcpOptions,
  FargateProfile,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  PodIdentityAssociation,
  PolicyDocument,
  PrefixList,
  Role,
  RouteTable,
  SecurityGroup,
  ServiceLinkedRole,
  Subnet,
  VcpuQuota,
  Vpc,
  VpcEndpoint,
} from './aws.ts';
import type {Fact} from './fact.ts';
import type {
  Claim,
  ClaimVolume,
  ConfigMap,
  CsiDriver,
  DnsEndpoints,
  FargatePod,
  Job,
  KubeEvent,
  KubeletCsr,
  Namespace,
  Node,
  Pod,
  PodDisruptionBudget,
  SecurityGroupPolicy,
  ServiceAccount,
  SpecifiedPod,
  StorageClass,
  Subject,
  WebhookConfiguration,
  Workload,
} from './kubernetes.ts';

/** Facts that differ from subject to subject. */
export interface SubjectFacts {
  /** What the diagnosis is about. Always known. */
  readonly subject: Subject;
  /** The pod. Absent for a workload whose pods were never created, and for a profile's next pod. */
  readonly pod: Pod;
  /** The pod as specified: the pod itself, else the workload's template. Absent for a profile's next pod. */
  readonly podSpec: SpecifiedPod;
  /**
   * The Fargate profile whose network and role the pod meets, or would meet once it is matched (`prospectOf` in
   * `domain/placement.ts`); absent where there is none.
   */
  readonly profile: FargateProfile;
  /** Events on the pod, oldest first; only those of this very pod (same uid). */
  readonly podEvents: readonly KubeEvent[];
  /** The top of the pod's chain of owners, or the workload itself; absent for a bare pod. */
  readonly workload: Workload;
  /** Events on the workload and on the ReplicaSets and Jobs between it and its pods, oldest first. */
  readonly workloadEvents: readonly KubeEvent[];
  /** The claims that the pod's volumes name, each once. Empty where it names none. */
  readonly claims: readonly Claim[];
  /** The volumes that those claims are bound to, or name, each once. */
  readonly claimVolumes: readonly ClaimVolume[];
  /** The classes of those claims that are not bound, each once. */
  readonly storageClasses: readonly StorageClass[];
  /**
   * The driver `efs.csi.aws.com`; absent where it isn't registered, and, unasked, where the pod has no claims or waits for
   * no mount (`waitsForMounts` in `domain/mounts.ts`).
   */
  readonly efsDriver: CsiDriver;
  /** The budgets in the pod's namespace. Empty, and not asked for, where no pod of the subject's runs on Fargate. */
  readonly disruptionBudgets: readonly PodDisruptionBudget[];
  /** The pod execution role of the profile that takes the pod; absent where IAM says NoSuchEntity, or no profile takes it. */
  readonly executionRole: Role;
  /** The access entry of that role; absent where there is none, or the cluster's mode has no access entries. */
  readonly accessEntry: AccessEntry;
  /**
   * Principals of all access entries; absent where the cluster's authentication mode has none, and not asked for a pod that
   * has its node.
   */
  readonly accessEntryArns: readonly string[];
  /**
   * Managed policies of that role. Absent where IAM says NoSuchEntity, and where nothing hangs on the role's rights: the
   * pod has started, and Fargate has not turned logging on for it. So for the next two.
   */
  readonly attachedPolicies: readonly AttachedPolicy[];
  /** Names of that role's inline policies. */
  readonly inlinePolicyNames: readonly string[];
  /** That role's inline policies with their texts. */
  readonly inlinePolicies: readonly PolicyDocument[];
  /** The managed policies with their texts; of AWS's own for this purpose the text is known and not asked for. */
  readonly managedPolicies: readonly PolicyDocument[];
  /** That role's permissions boundary with its text; absent where it has none. */
  readonly permissionsBoundary: PolicyDocument;
  /** Fargate's service-linked role. Absent (not asked) for a pod that has a node. */
  readonly fargateServiceLinkedRole: ServiceLinkedRole;
  /** The pod's service account; absent where there is none, and (not asked) where the pod does not fail after its start. */
  readonly serviceAccount: ServiceAccount;
  /** The role that the service account's annotation names; absent where IAM says NoSuchEntity, or there is no annotation. */
  readonly serviceAccountRole: Role;
  /** ARNs of the account's OIDC providers; absent (not asked) where the service account has no role. */
  readonly oidcProviderArns: readonly string[];
  /** Pod Identity associations of the pod's service account; absent (not asked) where the pod does not fail after its start. */
  readonly podIdentityAssociations: readonly PodIdentityAssociation[];
  /** The Region's zones, local and Wavelength zones included. Absent (not asked) for a pod that has its node. */
  readonly availabilityZones: readonly AvailabilityZone[];
  /** Fargate On-Demand vCPUs, quota `L-3032A538`. Absent (not asked) for a pod that has its node. */
  readonly vcpuQuota: VcpuQuota;
  /**
   * Changes of the cluster's configuration, sorted by id: the ten that EKS lists first. Absent (not asked) but for a pod
   * that has waited for its Fargate node for longer than is normal.
   */
  readonly clusterUpdates: readonly ClusterUpdate[];
  /**
   * Serving-certificate requests of the pod's Fargate node. Absent (not asked) where it has none, or for more than a day,
   * and where an access entry of Fargate's type gives it its name.
   */
  readonly kubeletCsrs: readonly KubeletCsr[];
  /**
   * The SecurityGroupPolicies of the pod's namespace, sorted by name. Absent where the cluster does not know the kind,
   * and, without a call, for a profile's next pod and for a pod that is ready and has no groups of its own.
   */
  readonly securityGroupPolicies: readonly SecurityGroupPolicy[];
  /**
   * The prefix lists that rules of the security groups of the pod, of the cluster and of the VPC's endpoints name, sorted
   * by id. Empty, without a call, where they name none.
   */
  readonly prefixLists: readonly PrefixList[];
}

/** Facts that are the same for the whole cluster. */
export interface ClusterFacts {
  /** The time of the diagnosis, RFC 3339. Always known: a bundle read next week must give the same answer. */
  readonly clock: string;
  /** Which cluster this is. Absent where nothing tells. */
  readonly target: ClusterTarget;
  /** The cluster as EKS describes it. */
  readonly cluster: Cluster;
  /** Names of all Fargate profiles, sorted. */
  readonly profileNames: readonly string[];
  /** All Fargate profiles, sorted by name: which is also EKS's order of precedence. */
  readonly profiles: readonly FargateProfile[];
  /** The CoreDNS add-on; absent where CoreDNS is not a managed add-on. */
  readonly corednsAddon: Addon;
  /** Whose credentials these are. Absent (not asked) where the account is known already. */
  readonly callerIdentity: CallerIdentity;
  /** Every subnet that a Fargate profile names and that exists. */
  readonly profileSubnets: readonly Subnet[];
  /** All route tables of the cluster's VPC. */
  readonly routeTables: readonly RouteTable[];
  /** All NAT gateways of the cluster's VPC, deleted ones included while AWS still shows them. */
  readonly natGateways: readonly NatGateway[];
  /** The internet gateways attached to the cluster's VPC. */
  readonly internetGateways: readonly InternetGateway[];
  /** The cluster's VPC. */
  readonly vpc: Vpc;
  /** VPC attribute `enableDnsSupport`. */
  readonly vpcDnsSupport: boolean;
  /** VPC attribute `enableDnsHostnames`. */
  readonly vpcDnsHostnames: boolean;
  /** The VPC's DHCP options; absent where it has none (`default`). */
  readonly dhcpOptions: DhcpOptions;
  /** All endpoints of the cluster's VPC. */
  readonly vpcEndpoints: readonly VpcEndpoint[];
  /** The subnets in which the control plane and the VPC's interface endpoints have their interfaces, as far as they are visible, sorted by id. */
  readonly interfaceSubnets: readonly Subnet[];
  /** All security groups of the cluster's VPC, sorted by id. */
  readonly securityGroups: readonly SecurityGroup[];
  /** All network ACLs of the cluster's VPC, sorted by id. */
  readonly networkAcls: readonly NetworkAcl[];
  /** VPC Block Public Access; absent, without a call, where no route leads to an internet gateway or it is known to be off. */
  readonly blockPublicAccess: BlockPublicAccess;
  /** The cluster's certificate authorities; absent (not asked) where EKS itself activated the one in use. */
  readonly certificateAuthorities: readonly CertificateAuthority[];
  /** All nodes. */
  readonly nodes: readonly Node[];
  /** All pods that carry the label `eks.amazonaws.com/fargate-profile`. */
  readonly fargatePods: readonly FargatePod[];
  /** All Jobs. Empty, and not asked for, where no finished Fargate pod belongs to one. */
  readonly jobs: readonly Job[];
  /** `kube-system/aws-auth`. */
  readonly awsAuth: ConfigMap;
  /** The namespace `aws-observability`. */
  readonly loggingNamespace: Namespace;
  /** `aws-observability/aws-logging`. */
  readonly awsLogging: ConfigMap;
  /** `deployment/coredns` in kube-system. */
  readonly corednsDeployment: Workload;
  /** Pods with `k8s-app=kube-dns` in kube-system. */
  readonly corednsPods: readonly Pod[];
  /** `configmap/coredns` in kube-system. */
  readonly corefile: ConfigMap;
  /** The backends of the kube-dns Service; absent where it has no EndpointSlice. */
  readonly dnsEndpoints: DnsEndpoints;
  /** All mutating webhook configurations. */
  readonly mutatingWebhooks: readonly WebhookConfiguration[];
}

/** Every question that can be put to the world, with the shape of its answer. */
export interface FactMap extends SubjectFacts, ClusterFacts {}

export type FactId = keyof FactMap;
export type SubjectFactId = keyof SubjectFacts;
export type ClusterFactId = keyof ClusterFacts;

/** Answers, one for each fact that was asked. */
export type Facts<K extends FactId = FactId> = {readonly [I in K]: Fact<FactMap[I]>};

const SUBJECT_FACTS: Readonly<Record<SubjectFactId, true>> = {
  subject: true,
  pod: true,
  podSpec: true,
  profile: true,
  podEvents: true,
  workload: true,
  workloadEvents: true,
  claims: true,
  claimVolumes: true,
  storageClasses: true,
  efsDriver: true,
  disruptionBudgets: true,
  executionRole: true,
  accessEntry: true,
  accessEntryArns: true,
  attachedPolicies: true,
  inlinePolicyNames: true,
  inlinePolicies: true,
  managedPolicies: true,
  permissionsBoundary: true,
  fargateServiceLinkedRole: true,
  serviceAccount: true,
  serviceAccountRole: true,
  oidcProviderArns: true,
  podIdentityAssociations: true,
  kubeletCsrs: true,
  availabilityZones: true,
  clusterUpdates: true,
  vcpuQuota: true,
  securityGroupPolicies: true,
  prefixLists: true,
};

/** Whether the fact is asked for each subject, or once for the cluster. */
export function isSubjectFact(id: FactId): id is SubjectFactId {
  return Object.hasOwn(SUBJECT_FACTS, id);
}
