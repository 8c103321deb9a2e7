import {listText} from '../../domain/lists.ts';
import {POD_GROUPS_ANNOTATION} from '../../domain/names.ts';
import {isMutated} from '../../domain/placement.ts';
import {groupsOf, policiesEvidence, selecting} from '../../domain/pod-groups.ts';
import {recreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {SecurityGroupPolicy} from '../../model/kubernetes.ts';

const docs = [
  'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
  'https://github.com/aws/amazon-vpc-resource-controller-k8s',
];
/** The webhook of the VPC resource controller, which EKS runs and registers. */
const WEBHOOK = 'vpc-resource-mutating-webhook';

export default defineCheck({
  id: 'security-group-policies-are-applied',
  title: 'The pod has the security groups of the one policy that selects it',
  topic: 'SecurityGroupPolicies',
  group: 'network',
  stage: 'ready',
  scope: 'pod',
  precedence: 'security-groups',
  needs: ['podSpec', 'subject'],
  maybe: ['securityGroupPolicies'],
  consults: ['pod', 'mutatingWebhooks'],
  causes: {
    'sgp-webhook-down': {
      title: 'SecurityGroupPolicy that was not applied to the pod',
      why: 'A webhook of the VPC resource controller writes the groups of the policies into an annotation when a pod is created, and Fargate reads them from there. It fails open: where it did not answer, the pod is created without, gets the cluster security group, and whatever admits only the groups of the policy keeps it out.',
      symptoms: ['The pod runs, but databases and the like that admit the groups of the policy time out.'],
      proof:
        'A policy older than the pod selects it by its labels, and the pod, which is on Fargate, has no annotation fargate.amazonaws.com/pod-sg. It keeps no pod from starting.',
      severity: 'warning',
      atMost: 'likely',
      fix: ['kubectl get mutatingwebhookconfiguration vpc-resource-mutating-webhook', 'kubectl delete pod POD -n NS'],
      docs,
    },
    'sgp-conflict': {
      title: 'Several SecurityGroupPolicies select the pod',
      why: 'All policies that select a pod give it their groups, together: rules only ever allow, so that the pod may do what any of them lets it. One that was meant to replace another does not.',
      symptoms: ['The pod reaches more than one of its policies allows.'],
      proof: 'More than one policy of the namespace selects the pod by its labels. It keeps no pod from starting.',
      severity: 'info',
      fix: ['kubectl get securitygrouppolicies -n NS -o yaml'],
      docs,
    },
  },
  run({podSpec, subject, securityGroupPolicies, pod, mutatingWebhooks}, doubt) {
    if (securityGroupPolicies.is === 'absent')
      return doubt.inapplicable('no SecurityGroupPolicies are there that could concern the pod');
    const {sure} = selecting(securityGroupPolicies.value, podSpec);
    const several: readonly Problem[] =
      sure.length < 2
        ? []
        : [
            {
              cause: 'sgp-conflict',
              summary: `SecurityGroupPolicies ${listText(sure.map(({name}) => name))} select the pod; it gets the groups of all of them (${listText(groupsOf(sure))}).`,
              certainty: 'certain',
              evidence: [policiesEvidence(sure, podSpec.namespace)],
              remedies: [],
            },
          ];
    if (!answered(pod)) doubt.unsure('pod');
    const there = valueOf(pod);
    if (!there || !isMutated(podSpec) || podSpec.annotations[POD_GROUPS_ANNOTATION] !== undefined) return several;
    const older = sure.filter(({createdAt}) => Date.parse(createdAt) < Date.parse(there.createdAt));
    const [policy] = older;
    if (!policy) return several;
    const ready = there.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
    const placed = there.spec.nodeName !== undefined;
    return [
      ...several,
      {
        cause: 'sgp-webhook-down',
        summary: `SecurityGroupPolic${older.length > 1 ? 'ies' : 'y'} ${listText(older.map(({name}) => name))} ${older.length > 1 ? 'select' : 'selects'} the pod, which was created without ${listText(groupsOf(older))}: the webhook that hands out the groups did not act.`,
        certainty: 'likely',
        ...(placed && !ready ? {} : {note: true}),
        evidence: [
          policiesEvidence(older, podSpec.namespace),
          annotationMissing(podSpec.ref, podSpec.namespace, policy),
          ...webhookSeen(valueOf(mutatingWebhooks)),
        ],
        remedies: [remake(subject, there.owner !== undefined)],
      },
    ];
  },
});

/** The same as for any other new pod, for another reason. */
const remake = (subject: Parameters<typeof recreate>[0], owned: boolean): Remedy => ({
  ...recreate(subject, owned),
  summary: `${owned ? 'Recreate the pod' : 'Delete the pod and create it again from its manifest (it has no owner)'}: groups are handed out only when a pod is created.`,
});

const annotationMissing = (ref: string, namespace: string, policy: SecurityGroupPolicy): Evidence => ({
  source: `get pods -n ${namespace}`,
  ref,
  path: `metadata.annotations['${POD_GROUPS_ANNOTATION}']`,
  value: `not set, though ${policy.name} was there before the pod`,
  at: policy.createdAt,
});

function webhookSeen(webhooks: readonly {readonly name: string}[] | undefined): readonly Evidence[] {
  if (!webhooks) return [];
  const there = webhooks.some(({name}) => name === WEBHOOK);
  return [
    {source: 'list mutatingwebhookconfigurations', ref: WEBHOOK, value: there ? 'is registered' : 'is not there'},
  ];
}
