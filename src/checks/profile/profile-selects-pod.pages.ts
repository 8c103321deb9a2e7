import type {CausePage} from '../../model/check.ts';

const PROFILE_DOC = 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html';
const explains = ['sched-default-scheduler-fargate-only'];
const unmatched = [
  'The pod stays Pending with schedulerName default-scheduler and without the label eks.amazonaws.com/fargate-profile.',
  'The default scheduler says "untolerated taint {eks.amazonaws.com/compute-type: fargate}", "Too many pods" or "no nodes available".',
];

/** The causes of a pod that no Fargate profile selects. */
export const causes = {
  'profile-none': {
    title: 'No Fargate profile in the cluster',
    why: 'Only a Fargate profile sends pods to Fargate. Without one every pod is left to the default scheduler, and in a cluster without EC2 nodes it waits for ever.',
    symptoms: [...unmatched, 'CoreDNS hangs in Pending from the first minute of the cluster.'],
    proof: 'eks:ListFargateProfiles answers with an empty list, and the pod does not ask for EC2 nodes.',
    severity: 'error',
    explains,
    fix: ['eksctl create fargateprofile --cluster CL --name FP --namespace NS', 'kubectl delete pod POD -n NS'],
    docs: [PROFILE_DOC],
  },
  'profile-namespace-no-match': {
    title: 'No profile selects the namespace',
    why: 'A profile takes a pod only if one of its selectors fits the namespace. A pod in any other namespace is left to the default scheduler.',
    symptoms: unmatched,
    proof:
      "Every selector of every profile is held against the pod's namespace with the documented wildcards, and none fits. In a cluster with other nodes the pod may be meant for those: then it is not reported.",
    severity: 'error',
    explains,
    fix: [
      'aws eks create-fargate-profile --cluster-name CL --fargate-profile-name FP --pod-execution-role-arn ARN --subnets SUBNET --selectors namespace=NS',
      'kubectl delete pod POD -n NS',
    ],
    docs: [PROFILE_DOC],
  },
  'profile-labels-no-match': {
    title: 'The namespace fits, a label does not',
    why: 'Every label pair of a selector has to be on the pod itself. A label on the Deployment, but not on its pod template, never reaches the pod.',
    symptoms: unmatched,
    proof: 'A selector fits the namespace; the report names the pairs that the pod lacks and what it has instead.',
    severity: 'error',
    explains,
    fix: [
      `kubectl patch deployment D -n NS --type merge -p '{"spec":{"template":{"metadata":{"labels":{"KEY":"VALUE"}}}}}'`,
      'or create a profile whose selector does not ask for the label',
    ],
    docs: [PROFILE_DOC],
  },
  'profile-wildcard-misread': {
    title: 'A selector with a pattern that Fargate reads another way',
    why: 'In selectors * stands for any number of characters and ? for exactly one. Regular expressions, lists and negations are taken literally and match nothing.',
    symptoms: unmatched,
    proof: 'The selector does not fit as a wildcard pattern, but would fit if read as a regular expression.',
    severity: 'error',
    explains,
    fix: [
      'Create a profile with the pattern written with * and ?, then delete the old one: profiles cannot be changed.',
    ],
    docs: [`${PROFILE_DOC}#fargate-profile-wildcards`],
  },
  'profile-quota': {
    title: 'The limit of profiles may have kept the profile from being made',
    why: 'A cluster has ten Fargate profiles by default (quota L-33415657), each with up to five selectors. CreateFargateProfile fails beyond that, and the pods it was meant for match nothing.',
    symptoms: ['CreateFargateProfile ended with ResourceLimitExceededException.'],
    proof:
      'The cluster has at least ten profiles and none selects the pod. Whether another was tried is not visible here.',
    severity: 'error',
    atMost: 'possible',
    fix: [
      'aws service-quotas request-service-quota-increase --service-code eks --quota-code L-33415657 --desired-value 20',
      'or use wildcards in fewer profiles',
    ],
    docs: ['https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html'],
  },
} as const satisfies Record<string, CausePage>;
