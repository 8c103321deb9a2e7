import {regionOf} from '../../domain/cluster-arn.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'cluster-security-group-exists',
  title: 'The cluster security group exists',
  topic: 'cluster security group',
  group: 'network',
  stage: 'provisioning',
  scope: 'cluster',
  precedence: 'security-groups',
  needs: ['cluster', 'securityGroups'],
  causes: {
    'cluster-sg-missing': {
      title: 'Cluster security group that was deleted',
      why: 'The network interface of every Fargate pod gets the cluster security group, which EKS made with the cluster. Once it is gone no interface can be made, and the interfaces of the control plane can not be replaced. It can not be made again under its id.',
      symptoms: [
        'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
        'The cluster has the health issue Ec2SecurityGroupNotFound.',
      ],
      proof:
        'The group that the cluster names is not among those of its VPC. An answer without any group is taken for one that could not be read, since every VPC has its default one.',
      severity: 'error',
      explains: ['cluster-health-issue'],
      fix: ['aws ec2 describe-security-groups --group-ids SG', 'Then ask AWS Support, or make the cluster anew'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html',
      ],
    },
  },
  run({cluster, securityGroups}, doubt) {
    const id = cluster.clusterSecurityGroupId;
    if (id === undefined) return doubt.inapplicable('the cluster has no cluster security group');
    if (securityGroups.some((group) => group.id === id)) return [];
    if (securityGroups.length === 0) {
      return doubt.unreadable(
        'securityGroups',
        `no security group of ${cluster.vpcId} is visible, not even its default`,
      );
    }
    const issue = cluster.healthIssues.find(({code}) => /^ec2_?security_?group_?not_?found$/i.test(code));
    return [
      {
        cause: 'cluster-sg-missing',
        summary: `The cluster security group ${id} does not exist any more, so no Fargate pod can get a network interface.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'ec2:DescribeSecurityGroups',
            ref: cluster.vpcId,
            value: `${id} is not among its security groups (${securityGroups.length} seen)`,
          },
          {
            source: 'eks:DescribeCluster',
            ref: cluster.name,
            path: 'resourcesVpcConfig.clusterSecurityGroupId',
            value: id,
          },
          ...(issue
            ? [
                {
                  source: 'eks:DescribeCluster',
                  ref: cluster.name,
                  path: 'health.issues',
                  value: `${issue.code}: ${issue.message}`,
                },
              ]
            : []),
        ],
        remedies: [
          {
            summary: `Make sure that ${id} is gone; then it takes AWS Support, or a new cluster: the group can't be made again under its id.`,
            commands: [sh`aws ec2 describe-security-groups --region ${regionOf(cluster)} --group-ids ${id}`],
            changes: 'aws',
          },
        ],
      },
    ];
  },
});
