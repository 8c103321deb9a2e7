import {before} from './time.ts';
import type {AwsWorld, WorldRole} from './world-aws.ts';
import {healthyNetwork} from './world-network.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const ISSUER = `https://oidc.eks.${REGION}.amazonaws.com/id/3F2A9C41D07B4E6688A1B5C3D9E0F712`;
export const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy';

/** The AWS half of the healthy world. */
export function healthyAws(now: string): AwsWorld {
  const built = before(now, '90d');
  const network = healthyNetwork(now, REGION);
  const fargateRole = `arn:aws:iam::${ACCOUNT}:role/fargate-pod-execution`;
  const profile = {
    role: 'fargate-pod-execution',
    status: 'ACTIVE',
    createdAt: before(now, '89d'),
    subnets: network.privateSubnets,
    healthIssues: [],
  };
  return {
    region: REGION,
    account: ACCOUNT,
    partition: 'aws',
    caller: {arn: `arn:aws:sts::${ACCOUNT}:assumed-role/on-call/alex`, id: 'AROAY2QF5XWJH4DKN7ONC:alex'},
    cluster: {
      name: 'fargate-test',
      version: '1.33',
      platformVersion: 'eks.9',
      status: 'ACTIVE',
      createdAt: built,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/eks-cluster`,
      authenticationMode: 'API_AND_CONFIG_MAP',
      ipFamily: 'ipv4',
      endpoint: {public: true, private: true, cidrs: ['0.0.0.0/0']},
      vpc: network.vpc,
      subnets: network.privateSubnets,
      securityGroups: [],
      clusterSecurityGroup: network.clusterSecurityGroup,
      healthIssues: [],
      logging: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      autoMode: false,
      encryptionKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/5b1f6c0e-52a3-4d0a-9f0e-7d2f1c0b8a64`,
      oidcIssuer: ISSUER,
    },
    otherClusters: [],
    profiles: {
      'coredns-fp': {...profile, selectors: [{namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}}]},
      'default-fp': {...profile, selectors: [{namespace: 'default'}]},
    },
    addons: {
      coredns: {
        version: 'v1.12.1-eksbuild.2',
        status: 'ACTIVE',
        configurationValues: '{"computeType":"Fargate"}',
        healthIssues: [],
        createdAt: before(now, '89d'),
        modifiedAt: before(now, '30d'),
      },
    },
    accessEntries: {
      [fargateRole]: {
        type: 'FARGATE_LINUX',
        username: 'system:node:{{SessionName}}',
        groups: ['system:nodes'],
        createdAt: before(now, '89d'),
        modifiedAt: before(now, '89d'),
      },
      [`arn:aws:iam::${ACCOUNT}:role/on-call`]: {
        type: 'STANDARD',
        username: `arn:aws:sts::${ACCOUNT}:assumed-role/on-call/{{SessionName}}`,
        groups: ['on-call'],
        createdAt: before(now, '80d'),
        modifiedAt: before(now, '80d'),
      },
    },
    nodegroups: {},
    updates: {},
    podIdentityAssociations: {},
    roles: healthyRoles(now, built),
    policies: POLICIES,
    ...network.aws,
    quotas: {vcpu: {applied: 64, default: 6}},
  };
}

function healthyRoles(now: string, built: string): Record<string, WorldRole> {
  const trust = (service: string, condition?: unknown): unknown => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {Service: service},
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : {Condition: condition}),
      },
    ],
  });
  const role = (id: string, path: string, trusts: unknown, attached: readonly string[]): WorldRole => ({
    path,
    id,
    createdAt: built,
    trust: trusts,
    attached,
    inline: {},
  });
  const own = 'arn:aws:iam::aws:policy';
  return {
    'fargate-pod-execution': {
      ...role(
        'AROAY2QF5XWJPODEXEC01',
        '/',
        trust('eks-fargate-pods.amazonaws.com', {
          ArnLike: {'aws:SourceArn': `arn:aws:eks:${REGION}:${ACCOUNT}:fargateprofile/fargate-test/*`},
        }),
        [EXECUTION_POLICY],
      ),
      inline: {'fluent-bit': LOGS_POLICY},
    },
    'eks-cluster': role('AROAY2QF5XWJCLUSTER01', '/', trust('eks.amazonaws.com'), [`${own}/AmazonEKSClusterPolicy`]),
    'on-call': {
      ...role('AROAY2QF5XWJH4DKN7ONC', '/', ACCOUNT_TRUST, [`${own}/ReadOnlyAccess`]),
      createdAt: before(now, '80d'),
    },
    AWSServiceRoleForAmazonEKS: role(
      'AROAY2QF5XWJSLREKS001',
      '/aws-service-role/eks.amazonaws.com/',
      trust('eks.amazonaws.com'),
      [`${own}/aws-service-role/AmazonEKSServiceRolePolicy`],
    ),
    AWSServiceRoleForAmazonEKSForFargate: role(
      'AROAY2QF5XWJSLRFARG01',
      '/aws-service-role/eks-fargate.amazonaws.com/',
      trust('eks-fargate.amazonaws.com'),
      [`${own}/aws-service-role/AmazonEKSForFargateServiceRolePolicy`],
    ),
  };
}

const allow = (...actions: readonly string[]): unknown => ({
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Action: actions, Resource: '*'}],
});

const ACCOUNT_TRUST = {
  Version: '2012-10-17',
  Statement: [{Effect: 'Allow', Principal: {AWS: `arn:aws:iam::${ACCOUNT}:root`}, Action: 'sts:AssumeRole'}],
};

const LOGS_POLICY = allow(
  'logs:CreateLogStream',
  'logs:CreateLogGroup',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:PutRetentionPolicy',
);

const POLICIES: Readonly<Record<string, unknown>> = {
  [EXECUTION_POLICY]: allow(
    'ecr:GetAuthorizationToken',
    'ecr:BatchCheckLayerAvailability',
    'ecr:GetDownloadUrlForLayer',
    'ecr:BatchGetImage',
  ),
  'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy': allow('ec2:Describe*', 'elasticloadbalancing:*', 'kms:DescribeKey'),
  'arn:aws:iam::aws:policy/ReadOnlyAccess': allow(
    'ec2:Describe*',
    'eks:Describe*',
    'eks:List*',
    'iam:Get*',
    'iam:List*',
  ),
  'arn:aws:iam::aws:policy/aws-service-role/AmazonEKSServiceRolePolicy': allow('ec2:CreateNetworkInterface'),
  'arn:aws:iam::aws:policy/aws-service-role/AmazonEKSForFargateServiceRolePolicy': allow(
    'ec2:CreateNetworkInterface',
    'ec2:CreateNetworkInterfacePermission',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcs',
    'ec2:DescribeDhcpOptions',
    'ec2:DescribeRouteTables',
  ),
};
