// Names that EKS gives to things, in one place.

/** Label that the webhook sets on a pod it hands to Fargate; on a template it asks for that profile. */
export const PROFILE_LABEL = 'eks.amazonaws.com/fargate-profile';
/** Annotation, and on nodes label and taint, that names the kind of compute. */
export const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';
export const FARGATE_SCHEDULER = 'fargate-scheduler';
export const DEFAULT_SCHEDULER = 'default-scheduler';
/** Annotation with the size that the pod was given and is billed for: `0.25vCPU 0.5GB`. */
export const CAPACITY_ANNOTATION = 'CapacityProvisioned';
/** Annotation with what became of logging: `LoggingDisabled: LOGGING_CONFIGMAP_NOT_FOUND`. */
export const LOGGING_ANNOTATION = 'Logging';
export const FARGATE_WEBHOOK = '0500-amazon-eks-fargate-mutation.amazonaws.com';
/** Annotation with the security groups of SecurityGroupPolicies, by comma, which the VPC resource controller's webhook sets. */
export const POD_GROUPS_ANNOTATION = 'fargate.amazonaws.com/pod-sg';
/** Annotation of a service account that names the role of its pods (IRSA). */
export const ROLE_ANNOTATION = 'eks.amazonaws.com/role-arn';
/** The role with which EKS makes the network interfaces of Fargate pods. */
export const FARGATE_SERVICE_ROLE = 'AWSServiceRoleForAmazonEKSForFargate';
