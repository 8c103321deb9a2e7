import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'region-has-fargate',
  title: 'EKS runs Fargate pods in this Region',
  topic: 'Region',
  group: 'cluster',
  stage: 'admission',
  scope: 'pod',
  precedence: 'cluster',
  needs: ['target'],
  consults: ['profiles', 'fargatePods', 'pod'],
  causes: {
    'region-govcloud': {
      title: 'Fargate for EKS is not available in AWS GovCloud (US)',
      why: 'In us-gov-east-1 and us-gov-west-1 EKS runs pods on EC2 nodes only; Fargate profiles are not offered there.',
      symptoms: ['create-fargate-profile is refused.', 'Pods that were to run on Fargate stay Pending.'],
      proof:
        'The Region of the cluster. A Fargate pod that has a node there proves the contrary, and an ACTIVE profile makes it doubtful: then AWS has opened it since this was written.',
      severity: 'error',
      explains: ['profile-none', 'profile-namespace-no-match', 'sched-default-scheduler-fargate-only'],
      fix: ['Run the pods on a managed node group, or in another partition.'],
      docs: ['https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-eks.html'],
    },
    'region-china': {
      title: 'Fargate in the China Regions',
      why: 'EKS runs Fargate pods in the partition aws-cn. ARNs begin with arn:aws-cn there and some endpoint services with cn., while the service that assumes the pod execution role has the same name as everywhere, without .cn.',
      symptoms: ['ARNs or names that were copied from another partition fit nothing.'],
      proof: "The cluster's partition.",
      severity: 'info',
      fix: ['Use arn:aws-cn:… in policies and eks-fargate-pods.amazonaws.com as the principal.'],
      docs: [
        'https://docs.amazonaws.cn/en_us/eks/latest/userguide/fargate.html',
        'https://github.com/aws/aws-cdk/issues/26613',
      ],
    },
  },
  run({target, profiles, fargatePods, pod}, doubt) {
    const {region, name} = target;
    const evidence = [{source: 'eks:DescribeCluster', ref: name, path: 'arn', value: region}] as const;
    if (target.partition === 'aws-cn' || region.startsWith('cn-')) {
      // Only who is looking for a fault wants to know.
      const waiting = valueOf(pod);
      if (waiting?.spec.nodeName !== undefined || !answered(pod)) return [];
      return [
        {
          cause: 'region-china',
          summary: `Cluster ${name} is in China: ARNs begin with arn:aws-cn, and the role's principal is eks-fargate-pods.amazonaws.com as everywhere.`,
          certainty: 'certain',
          note: true,
          evidence,
          remedies: [],
        },
      ];
    }
    if (!region.startsWith('us-gov-')) return [];
    if (valueOf(fargatePods)?.some((p) => p.nodeName !== undefined)) return [];
    const active = valueOf(profiles)?.filter((p) => p.status === 'ACTIVE') ?? [];
    const none = valueOf(profiles)?.length === 0;
    // Pods that could not be seen may run there.
    if (doubt.unsure('profiles', 'fargatePods') && !none) return [];
    const doubtful = active.length > 0;
    return [
      {
        cause: 'region-govcloud',
        summary: `EKS has no Fargate in ${region}${active.length > 0 ? `, as far as AWS has published; yet profile ${active[0]?.name ?? ''} is ACTIVE there` : ''}.`,
        certainty: doubtful ? 'possible' : 'certain',
        evidence,
        remedies: [
          {
            summary: 'Run the pod on EC2 nodes (a managed node group); no profile helps there.',
            commands: [],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
