import {listText} from '../../domain/lists.ts';
import {podGroups} from '../../domain/pod-groups.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'pod-counts-on-no-other-groups',
  title: "The pod does not count on the cluster's additional security groups",
  topic: 'additional security groups',
  group: 'network',
  stage: 'ready',
  scope: 'pod',
  precedence: 'security-groups',
  needs: ['cluster', 'podSpec', 'pod'],
  consults: ['securityGroupPolicies'],
  causes: {
    'fargate-only-cluster-sg': {
      title: 'Fargate pods have only the cluster security group',
      why: 'The additional security groups of a cluster go on the interfaces of its control plane, and those of a node group on its nodes; a Fargate pod gets neither. What admits only these groups (a database, a file system, other nodes) keeps the pod out, unless a SecurityGroupPolicy gives them to it.',
      symptoms: ['The application times out at a database or file system that pods on EC2 nodes reach.'],
      proof:
        'The cluster has additional security groups, the pod has only the cluster security group, and it runs without becoming ready. Whether a closed door is why is for the log of the application to say.',
      severity: 'info',
      atMost: 'possible',
      fix: ['Admit the cluster security group there, or give the pod groups by a SecurityGroupPolicy'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html',
        'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1900',
        'https://github.com/aws/containers-roadmap/issues/2572',
      ],
    },
  },
  run({cluster, podSpec, pod, securityGroupPolicies}) {
    const own = cluster.clusterSecurityGroupId;
    const extra = cluster.securityGroupIds.filter((id) => id !== own);
    const ready = pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
    const hangs = pod.spec.nodeName !== undefined && pod.status.phase === 'Running' && !ready;
    if (!hangs || extra.length === 0 || own === undefined) return [];
    const groups = podGroups({
      cluster,
      pod: {is: 'known', value: pod},
      podSpec: {is: 'known', value: podSpec},
      securityGroupPolicies,
    });
    if (groups.from !== 'cluster') return [];
    return [
      {
        cause: 'fargate-only-cluster-sg',
        summary: `The pod has only the cluster security group ${own}, not ${listText(extra)}; what admits only ${extra.length > 1 ? 'these' : 'that'} keeps it out.`,
        certainty: 'possible',
        note: true,
        evidence: [
          {
            source: 'eks:DescribeCluster',
            ref: cluster.name,
            path: 'resourcesVpcConfig.securityGroupIds',
            value: extra.join(', '),
          },
        ],
        remedies: [],
      },
    ];
  },
});
