import {regionOf} from '../../domain/cluster-arn.ts';
import {recentlyHealthy} from '../../domain/dns.ts';
import {lowered} from '../../domain/siblings.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'vpc-gives-hostnames',
  title: 'The VPC has DNS hostnames switched on',
  topic: 'VPC hostnames',
  group: 'network',
  stage: 'provisioning',
  scope: 'cluster',
  precedence: 'dns',
  needs: ['cluster', 'vpcDnsHostnames', 'clock'],
  consults: ['fargatePods', 'vpcDnsSupport'],
  causes: {
    'vpc-dns-hostnames-off': {
      title: 'DNS hostnames are off in the VPC',
      why: "Fargate requires DNS hostnames and DNS resolution in the cluster's VPC; without them its nodes can't register. The private name of the cluster endpoint needs both too. VPCs that are made by API or Terraform have hostnames off unless asked otherwise.",
      symptoms: ['fargate-scheduler repeats "Pod provisioning timed out (will retry)".', 'No fargate- node appears.'],
      proof: "The VPC's attribute enableDnsHostnames is false.",
      severity: 'error',
      explains: ['endpoint-private-dns-broken'],
      fix: ['aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-hostnames'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
      ],
    },
  },
  run({cluster, vpcDnsHostnames, clock, fargatePods, vpcDnsSupport}) {
    if (vpcDnsHostnames) return [];
    const siblings = recentlyHealthy(fargatePods, clock);
    const region = regionOf(cluster);
    const noSupport = valueOf(vpcDnsSupport) === false;
    return [
      {
        cause: 'vpc-dns-hostnames-off',
        summary: `DNS hostnames are off in ${cluster.vpcId}, and Fargate nodes can't register without them.`,
        certainty: siblings.lowers ? lowered('certain') : 'certain',
        evidence: [
          {
            source: 'ec2:DescribeVpcAttribute',
            ref: cluster.vpcId,
            path: 'enableDnsHostnames',
            value: 'false',
            needed: 'true',
          },
          ...siblings.evidence,
        ],
        remedies: [
          {
            summary: noSupport
              ? 'Switch DNS resolution on, then DNS hostnames; AWS refuses these before.'
              : 'Switch DNS hostnames on; this needs DNS resolution to be on.',
            commands: [
              ...(noSupport
                ? [sh`aws ec2 modify-vpc-attribute --region ${region} --vpc-id ${cluster.vpcId} --enable-dns-support`]
                : []),
              sh`aws ec2 modify-vpc-attribute --region ${region} --vpc-id ${cluster.vpcId} --enable-dns-hostnames`,
            ],
            changes: 'aws',
            then: 'Recreate the pods that hang.',
          },
        ],
      },
    ];
  },
});
