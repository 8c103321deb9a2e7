import {ROLE_ANNOTATION} from '../../domain/names.ts';
import {boundForFargate} from '../../domain/spec-refusal.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';

/** The volume by which EKS's webhook gives a pod the token for Pod Identity. */
const TOKEN_VOLUME = 'eks-pod-identity-token';

export default defineCheck({
  id: 'pod-identity-is-not-relied-on',
  title: 'The pod does not rely on EKS Pod Identity',
  topic: 'Pod Identity',
  group: 'iam',
  stage: 'start',
  scope: 'pod',
  needs: ['podSpec'],
  consults: ['podIdentityAssociations', 'serviceAccount', 'profile', 'pod'],
  causes: {
    'pod-identity-on-fargate': {
      title: 'EKS Pod Identity does not work on Fargate',
      why: 'Pod Identity needs its agent on the node, a DaemonSet, which Fargate does not run. A pod with an association gets variables that lead nowhere, and they keep the credentials of IRSA out as well.',
      symptoms: ['The application finds no AWS credentials, or waits for 169.254.170.23.'],
      proof:
        "eks:ListPodIdentityAssociations has an association for the pod's service account, or the pod carries the token volume of Pod Identity. That the container fails for it is inferred.",
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: [
        'eksctl create iamserviceaccount --cluster CL --namespace NS --name NAME --attach-policy-arn ARN --approve',
        'aws eks delete-pod-identity-association --cluster-name CL --association-id ID',
      ],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html'],
    },
  },
  run({podSpec, podIdentityAssociations, serviceAccount, profile, pod}, doubt) {
    const node = valueOf(pod)?.spec.nodeName;
    if (boundForFargate({podSpec, profile}) !== 'yes' || (node !== undefined && !node.startsWith('fargate-')))
      return doubt.inapplicable('the pod is not on Fargate');
    const {namespace, spec} = podSpec;
    const name = spec.serviceAccountName || 'default';
    const evidence: readonly Evidence[] = [
      ...(valueOf(podIdentityAssociations) ?? []).map((a) => ({
        source: 'eks:ListPodIdentityAssociations',
        ref: a.id,
        value: `${a.namespace}/${a.serviceAccount}`,
      })),
      ...(spec.volumes.some((volume) => volume.name === TOKEN_VOLUME)
        ? [
            {
              source: `get pods -n ${namespace}`,
              ref: podSpec.ref,
              path: `${podSpec.pathPrefix}spec.volumes`,
              value: TOKEN_VOLUME,
            },
          ]
        : []),
    ];
    const [first, ...rest] = evidence;
    doubt.unsure('podIdentityAssociations');
    if (!first) return [];
    const irsa = valueOf(serviceAccount)?.annotations[ROLE_ANNOTATION];
    return [
      {
        cause: 'pod-identity-on-fargate',
        summary: `Service account ${namespace}/${name} has an association with EKS Pod Identity, which does not work on Fargate${irsa === undefined ? '' : `; it keeps the credentials of IRSA (${irsa}) out as well`}.`,
        certainty: 'likely',
        evidence: [first, ...rest],
        remedies: [
          {
            summary:
              irsa === undefined
                ? `Give the service account a role by IRSA (annotation ${ROLE_ANNOTATION}), delete the association, and recreate the pods.`
                : 'Delete the association and recreate the pods: the role of the annotation then counts.',
            commands: [],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});
