import type {CausePage} from '../../model/check.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
];
const symptoms = [
  'Misconfigured Fargate Profile: … Failed to assume PodExecutionRole; Please make sure the role exists and trusts the eks-fargate-pods.amazonaws.com service principal.',
  'Pods of the profile hang in Pending, often some time after the trust policy was changed.',
];

export const causes = {
  'iam-trust-principal': {
    title: 'The trust policy does not let Fargate assume the pod execution role',
    why: "Fargate starts a pod as the service eks-fargate-pods.amazonaws.com, which has to be allowed sts:AssumeRole in the role's trust policy. ecs-tasks.amazonaws.com is ECS's principal and lets in nobody from EKS.",
    symptoms,
    proof:
      "The trust policy is evaluated for that principal: no statement allows it, or a Deny applies. If the policy could not be read, fargate-scheduler's own words are all that speaks for it, and the role may as well be missing.",
    severity: 'error',
    fix: [
      'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      'with a statement that allows Service eks-fargate-pods.amazonaws.com the action sts:AssumeRole',
    ],
    docs,
  },
  'iam-trust-sourcearn': {
    title: "The trust policy's aws:SourceArn does not match the profile",
    why: 'The condition aws:SourceArn limits the role to the profiles of one cluster. Fargate sends the ARN of the profile, arn:aws:eks:R:ACCOUNT:fargateprofile/CL/FP/UUID; with another cluster, Region, account or partition, or without the /* at its end, the condition never holds.',
    symptoms,
    proof:
      'The condition is evaluated with the ARN of the profile, as IAM does. A role that several clusters share needs a list of ARNs; the same key written twice leaves one.',
    severity: 'error',
    fix: [
      'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      'with "Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:eks:R:ACCOUNT:fargateprofile/CL/*"}}',
    ],
    docs,
  },
  'iam-trust-other-condition': {
    title: 'A condition of the trust policy keeps Fargate out',
    why: 'Conditions such as aws:SourceAccount of another account, sts:ExternalId or aws:PrincipalOrgID are not met by a request that Fargate makes: a service has no external id and is no member of an organization.',
    symptoms,
    proof:
      'Every condition is evaluated with what such a request holds. One that hangs on the time, an address or an operator that is not known here is called possible.',
    severity: 'error',
    atMost: 'likely',
    fix: [
      'aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument',
      'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
    ],
    docs,
  },
} satisfies Readonly<Record<string, CausePage>>;
