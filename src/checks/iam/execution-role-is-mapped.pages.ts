import type {CausePage} from '../../model/check.ts';

const BLOCKED =
  'Misconfigured Fargate Profile: … blocked for new launches due to: Pod execution role is not found in auth config or does not have all required permissions for launching fargate pods.';
const TIMEOUT = 'Pod provisioning timed out (will retry): the node never registers.';
const MAPPING =
  "eksctl create iamidentitymapping --cluster CL --arn ROLE --username 'system:node:{{SessionName}}' --group system:bootstrappers --group system:nodes --group system:node-proxier --no-duplicate-arns";
const ENTRY = 'aws eks create-access-entry --cluster-name CL --principal-arn ROLE --type FARGATE_LINUX';
const CONFIGMAP_DOC = 'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html';
const ENTRY_DOC = 'https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html';
const WHO =
  "A Fargate node registers with the profile's pod execution role, so Kubernetes has to know that role as a node.";

export const causes = {
  'auth-configmap-entry-missing': {
    title: 'aws-auth has no entry for the pod execution role',
    why: `${WHO} EKS writes the entry into the ConfigMap aws-auth when a profile is created; a tool that later writes its own version of the ConfigMap wipes it out.`,
    symptoms: [BLOCKED, TIMEOUT],
    proof:
      "data.mapRoles is parsed and compared with the profile's role, its path left out; no access entry stands in for it. If the proof could not be read, fargate-scheduler's own words make it likely.",
    severity: 'error',
    fix: [MAPPING, `or, where the mode allows access entries: ${ENTRY}`],
    docs: [CONFIGMAP_DOC, 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2912'],
  },
  'auth-configmap-entry-wrong': {
    title: "aws-auth's entry for the pod execution role is wrong",
    why: `${WHO} The entry needs the role's ARN without a path, the username system:node:{{SessionName}} and the groups system:bootstrappers, system:nodes and system:node-proxier. {{EC2PrivateDNSName}} is for EC2 nodes.`,
    symptoms: [BLOCKED, TIMEOUT],
    proof: "The entry's rolearn, username and groups are compared with those that EKS writes.",
    severity: 'error',
    fix: ['eksctl delete iamidentitymapping --cluster CL --arn ROLE --all', MAPPING],
    docs: [CONFIGMAP_DOC, 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1819'],
  },
  'auth-configmap-malformed': {
    title: "aws-auth's mapRoles can't be parsed",
    why: 'data.mapRoles is a YAML list in a string. If a tab, an indent or a quote breaks it, the whole list is dropped, and no node that depends on it can join.',
    symptoms: [BLOCKED, 'New nodes of all kinds stop joining after aws-auth was edited.'],
    proof:
      'The text is parsed, as leniently as the authenticator does it. Where an access entry maps the role it is only a note.',
    severity: 'error',
    explains: ['auth-configmap-entry-missing'],
    fix: ['kubectl edit configmap aws-auth -n kube-system'],
    docs: [CONFIGMAP_DOC],
  },
  'auth-configmap-missing': {
    title: 'The ConfigMap aws-auth is missing',
    why: `${WHO} In the mode CONFIG_MAP only the ConfigMap aws-auth can tell it.`,
    symptoms: [BLOCKED, 'No node can join.'],
    proof: 'There is no ConfigMap aws-auth in kube-system, and the cluster knows no access entries.',
    severity: 'error',
    fix: [MAPPING],
    docs: [CONFIGMAP_DOC],
  },
  'auth-configmap-duplicate': {
    title: 'aws-auth has several entries for the pod execution role, and they differ',
    why: 'The authenticator keeps one entry for a role, the last. Which of them is used elsewhere is not written anywhere.',
    symptoms: ['Nodes join at times, or lack rights; kubelet certificate requests stay Pending.'],
    proof: "Two items of mapRoles have the role's ARN, one of them right and one wrong.",
    severity: 'error',
    atMost: 'likely',
    fix: ['kubectl edit configmap aws-auth -n kube-system', 'and leave one item for the role.'],
    docs: [CONFIGMAP_DOC, 'https://github.com/awslabs/amazon-eks-ami/issues/610'],
  },
  'auth-mode-api-no-entry': {
    title: 'The pod execution role has no access entry, and the cluster takes nothing else',
    why: `${WHO} In the mode API the ConfigMap aws-auth is ignored, so the role needs an access entry of type FARGATE_LINUX. Whether EKS creates it by itself in this mode is not documented.`,
    symptoms: [BLOCKED, TIMEOUT],
    proof: "The cluster's authentication mode is API and eks:DescribeAccessEntry finds no entry for the role.",
    severity: 'error',
    fix: [ENTRY],
    docs: [ENTRY_DOC],
  },
  'auth-access-entry-wrong-type': {
    title: "The pod execution role's access entry is of another type than FARGATE_LINUX",
    why: `${WHO} Only the type FARGATE_LINUX makes it one; and an access entry overrides aws-auth, right or wrong.`,
    symptoms: [BLOCKED, TIMEOUT],
    proof: 'eks:DescribeAccessEntry shows the type.',
    severity: 'error',
    fix: ['aws eks delete-access-entry --cluster-name CL --principal-arn ROLE', ENTRY],
    docs: [ENTRY_DOC],
  },
} satisfies Readonly<Record<string, CausePage>>;
