import type {CausePage} from '../../model/check.ts';

const symptoms = [
  'Failed to pull image …: 403 Forbidden, or: is not authorized to perform: ecr:BatchGetImage',
  'The pod has a node and hangs in ErrImagePull or ImagePullBackOff.',
];

export const causes = {
  'iam-policy-missing': {
    title: 'The pod execution role may not pull from ECR',
    why: 'On Fargate the pod execution role pulls the images, not the role of the service account. It needs ecr:GetAuthorizationToken, ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage, which AmazonEKSFargatePodExecutionRolePolicy allows. The node joins all the same: for that only the identity counts.',
    symptoms,
    proof:
      "The role's attached and inline policies are evaluated for the four actions and the repositories of the pod's images: wildcards, resources, conditions, and a Deny that wins. A repository's own policy, which could allow three of them within the account, is not read.",
    severity: 'error',
    atMost: 'likely',
    explains: ['image-denied'],
    fix: [
      'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy',
    ],
    docs: [
      'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html',
      'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSFargatePodExecutionRolePolicy.html',
    ],
  },
  'iam-permission-boundary-or-scp': {
    title: 'A permissions boundary or a service control policy keeps the role from ECR',
    why: 'A permissions boundary caps what a role may do: what it does not allow is denied, whatever policies are attached. A service control policy does the same for a whole account.',
    symptoms: [
      ...symptoms,
      '"with an explicit deny in a service control policy", "because no permissions boundary allows the … action"',
    ],
    proof:
      "The boundary's text is evaluated for the actions that the role's own policies allow. Service control policies can't be read from here: for them AWS's own words in the refusal speak.",
    severity: 'error',
    atMost: 'likely',
    explains: ['image-denied'],
    fix: [
      'aws iam get-role --role-name ROLE --query Role.PermissionsBoundary',
      'Let the owner of the boundary, or of the organization, allow the four ECR actions.',
    ],
    docs: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html',
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html',
    ],
  },
} satisfies Readonly<Record<string, CausePage>>;
