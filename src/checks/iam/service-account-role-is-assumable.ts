import {parseRoleArn} from '../../domain/arn.ts';
import {accountOf, regionOf} from '../../domain/cluster-arn.ts';
import {evaluateWebIdentity} from '../../domain/irsa.ts';
import {ROLE_ANNOTATION} from '../../domain/names.ts';
import {recreateCommand} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import type {Cluster, Role} from '../../model/aws.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {ServiceAccount, SpecifiedPod} from '../../model/kubernetes.ts';

/** The volume by which EKS's webhook gives a pod its token. */
const TOKEN_VOLUME = 'aws-iam-token';

export default defineCheck({
  id: 'service-account-role-is-assumable',
  title: "The pod can assume its service account's role",
  topic: 'IRSA',
  group: 'iam',
  stage: 'start',
  scope: 'pod',
  needs: ['serviceAccount', 'podSpec', 'cluster', 'subject'],
  maybe: ['serviceAccountRole', 'oidcProviderArns'],
  causes: {
    'irsa-broken': {
      title: "The pod can't assume the role of its service account",
      why: "On Fargate an application's AWS rights come from the role that its service account names (IRSA); the pod execution role is never theirs. It needs the annotation, the cluster's OIDC provider in IAM, a trust policy for this service account, and a pod made after the annotation.",
      symptoms: [
        'Not authorized to perform sts:AssumeRoleWithWebIdentity',
        'No OpenIDConnect provider found in your account',
        'Unable to locate credentials',
      ],
      proof:
        'Role, OIDC provider and trust policy are held against the service account, and the pod against its token volume. That the container fails for it is inferred.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: [
        'eksctl utils associate-iam-oidc-provider --cluster CL --approve',
        'aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html',
      ],
    },
  },
  run({serviceAccount, podSpec, cluster, subject, serviceAccountRole, oidcProviderArns}, doubt) {
    const annotated = serviceAccount.annotations[ROLE_ANNOTATION];
    if (annotated === undefined) return doubt.inapplicable('the service account names no role');
    const found = (what: string, evidence: readonly Evidence[], remedies: readonly Remedy[]): readonly Problem[] => [
      {
        cause: 'irsa-broken',
        summary: `Service account ${serviceAccount.name} names role ${annotated}, which its pods can't assume: ${what}.`,
        certainty: 'likely',
        evidence: [annotationSeen(serviceAccount, annotated), ...evidence],
        remedies,
      },
    ];
    const role = parseRoleArn(annotated);
    if (!role) return found('it is not the ARN of a role', [], annotate(serviceAccount));
    const issuer = cluster.oidcIssuer?.replace('https://', '');
    // Of a role in another account nothing can be read here: provider and trust policy are there.
    if (role.account === accountOf(cluster) && issuer !== undefined) {
      if (serviceAccountRole.is === 'absent') {
        return found('it does not exist', [{source: 'iam:GetRole', ref: role.name, value: 'NoSuchEntity'}], []);
      }
      const providers = oidcProviderArns.is === 'known' ? oidcProviderArns.value : undefined;
      if (providers && !providers.some((arn) => arn.endsWith(`:oidc-provider/${issuer}`))) {
        return found(
          `IAM has no OIDC provider for ${issuer}`,
          [
            {
              source: 'iam:ListOpenIDConnectProviders',
              ref: role.account,
              value: providers.map((arn) => arn.slice(arn.indexOf('/') + 1)).join(', ') || 'none',
            },
          ],
          provide(cluster),
        );
      }
      const wrong = untrusting(serviceAccountRole.value, issuer, serviceAccount);
      if (wrong) return found(wrong.why, [wrong.evidence], wrong.remedies);
    }
    if (podSpec.from === 'pod' && !podSpec.spec.volumes.some((volume) => volume.name === TOKEN_VOLUME)) {
      const command = recreateCommand(subject);
      return found(
        `the pod has no volume ${TOKEN_VOLUME}, so it was made before the annotation, or EKS's webhook did not act`,
        [volumesSeen(podSpec)],
        command === undefined
          ? []
          : [
              {
                summary: 'Recreate the pod: the token is given when a pod is created.',
                commands: [command],
                changes: 'pod',
              },
            ],
      );
    }
    return [];
  },
});

const annotationSeen = ({namespace, name}: ServiceAccount, value: string): Evidence => ({
  source: `get serviceaccounts -n ${namespace}`,
  ref: `serviceaccount/${name}`,
  path: `metadata.annotations['${ROLE_ANNOTATION}']`,
  value,
});

const volumesSeen = ({namespace, ref, spec}: SpecifiedPod): Evidence => ({
  source: `get pods -n ${namespace}`,
  ref,
  path: 'spec.volumes',
  value: spec.volumes.map((volume) => volume.name).join(', ') || 'none',
});

interface Untrusting {
  readonly why: string;
  readonly evidence: Evidence;
  readonly remedies: readonly Remedy[];
}

function untrusting(role: Role, issuer: string, {namespace, name}: ServiceAccount): Untrusting | undefined {
  const verdict = evaluateWebIdentity(role.trustPolicy, {issuer, namespace, serviceAccount: name});
  if (verdict.is !== 'untrusting') return undefined;
  const {miss, statement} = verdict;
  return {
    why: `in the trust policy of ${role.name}, ${verdict.why}`,
    evidence: {
      source: 'iam:GetRole',
      ref: role.name,
      path: `AssumeRolePolicyDocument.Statement${statement === undefined ? '' : `[${statement}].Condition`}`,
      value: miss ? `${miss.operator} ${miss.key} ${miss.wanted.join(', ')}` : 'no statement for this provider',
    },
    remedies: [
      {
        summary: `Let system:serviceaccount:${namespace}:${name} of this cluster assume ${role.name}; keep the statements that others rely on.`,
        commands: [sh`aws iam get-role --role-name ${role.name} --query Role.AssumeRolePolicyDocument`],
        changes: 'aws',
      },
    ],
  };
}

const annotate = ({namespace, name}: ServiceAccount): readonly Remedy[] => [
  {
    summary: 'Give the annotation the ARN of the role, then recreate the pods.',
    commands: [sh`kubectl edit serviceaccount ${name} -n ${namespace}`],
    changes: 'cluster',
  },
];

function provide(cluster: Cluster): readonly Remedy[] {
  const region = regionOf(cluster);
  if (region === '') return [];
  return [
    {
      summary: "Make the cluster's OIDC provider known to IAM.",
      commands: [sh`eksctl utils associate-iam-oidc-provider --region ${region} --cluster ${cluster.name} --approve`],
      changes: 'aws',
    },
  ];
}
