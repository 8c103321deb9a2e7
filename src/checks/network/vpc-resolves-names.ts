import {regionOf} from '../../domain/cluster-arn.ts';
import {recentlyHealthy} from '../../domain/dns.ts';
import {lowered} from '../../domain/siblings.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'vpc-resolves-names',
  title: 'The VPC has DNS resolution switched on',
  topic: 'VPC DNS',
  group: 'network',
  stage: 'provisioning',
  scope: 'cluster',
  precedence: 'dns',
  needs: ['cluster', 'vpcDnsSupport', 'clock'],
  consults: ['fargatePods'],
  causes: {
    'vpc-dns-support-off': {
      title: 'DNS resolution is off in the VPC',
      why: "Fargate requires DNS resolution and DNS hostnames in the cluster's VPC. With enableDnsSupport off the VPC's own resolver does not answer, so a node finds neither the API server nor ECR and never registers.",
      symptoms: ['fargate-scheduler repeats "Pod provisioning timed out (will retry)".', 'No fargate- node appears.'],
      proof: "The VPC's attribute enableDnsSupport is false.",
      severity: 'error',
      explains: ['endpoint-private-dns-broken'],
      fix: ['aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-support'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html',
      ],
    },
  },
  run({cluster, vpcDnsSupport, clock, fargatePods}) {
    if (vpcDnsSupport) return [];
    const siblings = recentlyHealthy(fargatePods, clock);
    return [
      {
        cause: 'vpc-dns-support-off',
        summary: `DNS resolution is off in ${cluster.vpcId}, so a Fargate node can't find the API server or ECR by name.`,
        certainty: siblings.lowers ? lowered('certain') : 'certain',
        evidence: [
          {
            source: 'ec2:DescribeVpcAttribute',
            ref: cluster.vpcId,
            path: 'enableDnsSupport',
            value: 'false',
            needed: 'true',
          },
          ...siblings.evidence,
        ],
        remedies: [
          {
            summary: 'Switch DNS resolution on.',
            commands: [
              sh`aws ec2 modify-vpc-attribute --region ${regionOf(cluster)} --vpc-id ${cluster.vpcId} --enable-dns-support`,
            ],
            changes: 'aws',
            then: 'Recreate the pods that hang.',
          },
        ],
      },
    ];
  },
});
