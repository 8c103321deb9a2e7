import type {PodSpec} from '../model/kubernetes.ts';
import {ecrImage, type EcrImage} from './ecr-image.ts';

/** What a role has to be allowed to pull an image from ECR, and nothing more. */
export const PULL_ACTIONS = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
] as const;
export type PullAction = (typeof PULL_ACTIONS)[number];

/** The only one that is asked for no repository, and that a repository's own policy can't grant. */
export const TOKEN_ACTION: PullAction = 'ecr:GetAuthorizationToken';

const EXECUTION_POLICY = 'AmazonEKSFargatePodExecutionRolePolicy';

/** The managed policy that AWS made for pod execution roles. */
export const executionPolicyArn = (partition: string): string => `arn:${partition}:iam::aws:policy/${EXECUTION_POLICY}`;

/**
 * The text of the managed policy that AWS made for pod execution roles, which is public; undefined for any other.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSFargatePodExecutionRolePolicy.html
 */
export function knownPolicy(arn: string): string | undefined {
  const own = /^arn:aws[a-z-]{0,20}:iam::aws:policy\/(\w{1,128})$/.exec(arn)?.[1];
  if (own !== EXECUTION_POLICY) return undefined;
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Action: PULL_ACTIONS, Resource: '*'}],
  });
}

/** An image of a pod that ECR holds. */
export interface EcrPull extends EcrImage {
  /** As the pod's spec has it. */
  readonly image: string;
  readonly container: string;
  /** `spec.containers[0].image`. */
  readonly path: string;
  /** The repository's ARN. */
  readonly arn: string;
}

/** The images that a pod pulls from ECR, in the order of its spec. */
export function ecrPulls(spec: PodSpec): readonly EcrPull[] {
  const placed = [
    ...spec.initContainers.map((c, i) => ({...c, path: `spec.initContainers[${i}].image`})),
    ...spec.containers.map((c, i) => ({...c, path: `spec.containers[${i}].image`})),
  ];
  return placed.flatMap(({name, image, path}) => {
    const parts = ecrImage(image);
    if (!parts) return [];
    const arn = `arn:${partitionOf(parts.region)}:ecr:${parts.region}:${parts.account}:repository/${parts.repository}`;
    return [{...parts, image, container: name, path, arn}];
  });
}

const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
