import {FARGATE_SERVICE_ROLE} from '../../domain/names.ts';
import {lastRefusal} from '../../domain/messages.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {lowered, testimony} from '../../domain/siblings.ts';
import {spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'fargate-service-role-exists',
  title: "Fargate's service-linked role exists",
  topic: 'service-linked role',
  group: 'iam',
  stage: 'provisioning',
  scope: 'pod',
  needs: ['fargateServiceLinkedRole', 'subject'],
  consults: ['pod', 'podEvents', 'fargatePods', 'clock'],
  causes: {
    'iam-slr-missing': {
      title: "Fargate's service-linked role is missing",
      why: 'With the role AWSServiceRoleForAmazonEKSForFargate EKS makes the network interface of each Fargate pod in the subnets of its profile. Without it no pod gets one. EKS makes the role when a profile is created, and nothing makes it again for a profile that is there.',
      symptoms: [
        'Pod provisioning timed out (will retry) for pod: NS/POD',
        'No network interface appears in the subnets of the profile.',
      ],
      proof: 'iam:GetRole answers NoSuchEntity for it. A Fargate pod that started within the hour speaks against it.',
      severity: 'error',
      atMost: 'likely',
      fix: ['aws iam create-service-linked-role --aws-service-name eks-fargate.amazonaws.com'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-fargate.html',
        'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSForFargateServiceRolePolicy.html',
      ],
    },
  },
  run({fargateServiceLinkedRole, subject, pod, podEvents, fargatePods, clock}) {
    if (fargateServiceLinkedRole.exists) return [];
    const live = valueOf(pod);
    const reference = live?.createdAt ?? valueOf(clock);
    const others = valueOf(fargatePods)?.filter((p) => p.namespace !== live?.namespace || p.name !== live.name);
    const {evidence, lowers} = testimony(reference === undefined ? undefined : others, {reference: reference ?? ''});
    const said = live && lastRefusal(live, valueOf(podEvents) ?? []);
    const timedOut = said?.clauses.some((clause) => clause.says === 'timeout') ? said : undefined;
    return [
      {
        cause: 'iam-slr-missing',
        summary: `The role ${FARGATE_SERVICE_ROLE}, with which EKS makes the network interfaces of Fargate pods, does not exist.`,
        certainty: lowers ? lowered('likely') : 'likely',
        // The next pod of a profile whose pods start is in no danger that we could name.
        ...(lowers && subject.kind === 'FargateProfile' ? {note: true, severity: 'warning' as const} : {}),
        evidence: [
          {source: 'iam:GetRole', ref: FARGATE_SERVICE_ROLE, value: 'NoSuchEntity'},
          ...(live && timedOut ? [spokenEvidence(live, timedOut)] : []),
          ...evidence,
        ],
        remedies: [
          {
            summary: 'Create the service-linked role again; AWS knows its policy and trust.',
            commands: ['aws iam create-service-linked-role --aws-service-name eks-fargate.amazonaws.com'],
            changes: 'aws',
            ...thenRecreate(subject),
          },
        ],
      },
    ];
  },
});
