import {isMutated} from '../../domain/placement.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'unmatched-pods-wait-for-fargate',
  title: 'No EKS Auto Mode takes pods that miss their profile',
  topic: 'Auto Mode',
  group: 'cluster',
  stage: 'admission',
  scope: 'pod',
  needs: ['cluster', 'podSpec'],
  consults: ['profiles'],
  causes: {
    'cluster-auto-mode': {
      title: 'EKS Auto Mode beside Fargate profiles',
      why: 'Both can be on in one cluster. A pod that no profile matches then does not stay Pending, as it would in a cluster of Fargate alone: Auto Mode starts an EC2 node for it.',
      symptoms: ['A pod that was meant for Fargate runs on an EC2 node of Auto Mode.'],
      proof:
        'computeConfig.enabled of eks:DescribeCluster, the profiles of the cluster, and a pod that was not handed to Fargate.',
      severity: 'info',
      fix: ["Mend the profile's selectors or the pod's labels, and recreate the pod."],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/automode.html'],
    },
  },
  run({cluster, podSpec, profiles}) {
    const all = valueOf(profiles) ?? [];
    if (!cluster.autoMode || all.length === 0 || isMutated(podSpec)) return [];
    return [
      {
        cause: 'cluster-auto-mode',
        note: true,
        summary: `EKS Auto Mode is on in cluster ${cluster.name}: a pod that none of its ${all.length} Fargate ${all.length === 1 ? 'profile' : 'profiles'} matches goes to an EC2 node.`,
        certainty: 'certain',
        evidence: [
          {source: 'eks:DescribeCluster', ref: cluster.name, path: 'computeConfig.enabled', value: 'true'},
          {source: 'eks:ListFargateProfiles', ref: cluster.name, value: all.map((p) => p.name).join(', ')},
        ],
        remedies: [],
      },
    ];
  },
});
