import type {Answers} from './stub.ts';

// A small world in the APIs' own JSON: one Deployment on one Fargate profile.

export const T = (minute: number): string => `2026-11-20T03:${String(minute).padStart(2, '0')}:00Z`;

type Json = Record<string, unknown>;

export const meta = (name: string, uid: string, over: Json = {}): Json => ({
  name,
  namespace: 'default',
  uid,
  creationTimestamp: T(0),
  ...over,
});

export const owner = (kind: string, name: string, uid: string, apiVersion = 'apps/v1'): Json => ({
  ownerReferences: [{apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true}],
});

export const LABELS = {app: 'nginx', 'eks.amazonaws.com/fargate-profile': 'default-fp'};

export const podJson = (name: string, uid: string, over: Json = {}, status: Json = {phase: 'Pending'}): Json => ({
  metadata: meta(name, uid, {labels: LABELS, ...owner('ReplicaSet', 'nginx-6d4cf', 'uid-rs'), ...over}),
  spec: {
    schedulerName: 'fargate-scheduler',
    containers: [{name: 'app', image: 'nginx'}],
    volumes: [
      {name: 'b', persistentVolumeClaim: {claimName: 'data'}},
      {name: 'a', persistentVolumeClaim: {claimName: 'cache'}},
      {name: 'c', persistentVolumeClaim: {claimName: 'data'}},
    ],
  },
  status,
});

export const READY: Json = {phase: 'Running', conditions: [{type: 'Ready', status: 'True'}]};

export const eventJson = (name: string, kind: string, of: string, uid: string, minute: number): Json => ({
  metadata: {name, namespace: 'default', creationTimestamp: T(minute)},
  involvedObject: {kind, namespace: 'default', name: of, uid},
  type: 'Warning',
  reason: 'Because',
  message: `${kind} ${of}`,
  source: {component: 'stub'},
  firstTimestamp: T(minute),
  lastTimestamp: T(minute),
});

const NS = '/namespaces/default';
export const POD = `/api/v1${NS}/pods/nginx`;
export const DEPLOYMENT = `/apis/apps/v1${NS}/deployments/nginx`;
export const REPLICA_SET = `/apis/apps/v1${NS}/replicasets/nginx-6d4cf`;
export const event = (name: string): string => `/api/v1${NS}/events/${name}`;

const selector = {matchLabels: {app: 'nginx'}};
const template = {metadata: {labels: {app: 'nginx'}}, spec: {containers: [{name: 'app', image: 'nginx'}]}};

export const OBJECTS: Readonly<Record<string, unknown>> = {
  [POD]: podJson('nginx', 'uid-pod'),
  [REPLICA_SET]: {
    metadata: meta('nginx-6d4cf', 'uid-rs', {labels: {app: 'nginx'}, ...owner('Deployment', 'nginx', 'uid-deploy')}),
    spec: {replicas: 1, selector, template},
    status: {replicas: 1},
  },
  [DEPLOYMENT]: {metadata: meta('nginx', 'uid-deploy'), spec: {replicas: 1, selector, template}, status: {replicas: 1}},
  '/api/v1/namespaces/default': {metadata: {name: 'default', creationTimestamp: T(0)}},
  [`/api/v1${NS}/persistentvolumeclaims/data`]: {
    metadata: meta('data', 'uid-claim'),
    spec: {accessModes: ['ReadWriteMany'], storageClassName: '', volumeName: 'efs-1'},
    status: {phase: 'Bound'},
  },
  [event('e1')]: eventJson('e1', 'Pod', 'nginx', 'uid-pod', 5),
  [event('e2')]: eventJson('e2', 'Pod', 'nginx', 'uid-pod', 2),
  [event('e3')]: eventJson('e3', 'Pod', 'nginx', 'uid-former-pod', 1),
  [event('e4')]: eventJson('e4', 'ReplicaSet', 'nginx-6d4cf', 'uid-rs', 3),
  [event('e5')]: eventJson('e5', 'Deployment', 'nginx', 'uid-deploy', 1),
};

export const ROLE_ARN = 'arn:aws:iam::111122223333:role/eks/fargate-pod-execution';

export const profileJson = (name: string, over: Json = {}): Json => ({
  fargateProfileName: name,
  fargateProfileArn: `arn:aws:eks:eu-central-1:111122223333:fargateprofile/fargate-test/${name}/1`,
  createdAt: new Date(T(0)),
  podExecutionRoleArn: ROLE_ARN,
  subnets: ['subnet-b', 'subnet-a'],
  selectors: [{namespace: 'default', labels: {app: 'nginx'}}],
  status: 'ACTIVE',
  ...over,
});

export const CLUSTER: Json = {
  name: 'fargate-test',
  arn: 'arn:aws:eks:eu-central-1:111122223333:cluster/fargate-test',
  status: 'ACTIVE',
  version: '1.33',
  platformVersion: 'eks.9',
  createdAt: new Date('2026-11-01T00:00:00.500Z'),
  endpoint: 'https://example.gr7.eu-central-1.eks.amazonaws.com',
  roleArn: 'arn:aws:iam::111122223333:role/eks-cluster',
  resourcesVpcConfig: {
    vpcId: 'vpc-1',
    subnetIds: ['subnet-b', 'subnet-a'],
    clusterSecurityGroupId: 'sg-1',
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
    publicAccessCidrs: ['198.51.100.7/32'],
  },
  accessConfig: {authenticationMode: 'API_AND_CONFIG_MAP'},
  logging: {
    clusterLogging: [
      {types: ['api', 'audit'], enabled: true},
      {types: ['scheduler'], enabled: false},
    ],
  },
  encryptionConfig: [{resources: ['secrets'], provider: {keyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1'}}],
};

export const TRUST = '{"Version":"2012-10-17","Statement":[]}';

export const AWS: Answers = {
  DescribeCluster: () => ({cluster: CLUSTER}),
  ListFargateProfiles: () => ({fargateProfileNames: ['default-fp']}),
  DescribeFargateProfile: ({fargateProfileName}: {fargateProfileName: string}) => ({
    fargateProfile: profileJson(fargateProfileName),
  }),
  ListAccessEntries: () => ({accessEntries: ['arn:b', 'arn:a']}),
  DescribeAccessEntry: ({principalArn}: {principalArn: string}) => ({
    accessEntry: {principalArn, type: 'FARGATE_LINUX', username: 'u', kubernetesGroups: ['b', 'a']},
  }),
  DescribeAddon: () => ({addon: {addonName: 'coredns', addonVersion: 'v1', status: 'ACTIVE'}}),
  GetRole: ({RoleName}: {RoleName: string}) => ({
    Role: {
      RoleName,
      Arn: ROLE_ARN,
      Path: '/eks/',
      RoleId: 'AROAEXAMPLE',
      CreateDate: new Date(T(0)),
      AssumeRolePolicyDocument: encodeURIComponent(TRUST),
    },
  }),
  GetCallerIdentity: () => ({Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/jo'}),
  GetServiceQuota: () => ({Quota: {Value: 6}}),
  DescribeVpcs: () => ({Vpcs: [{VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-1'}]}),
  DescribeVpcAttribute: ({Attribute}: {Attribute: string}) =>
    Attribute === 'enableDnsSupport' ? {EnableDnsSupport: {Value: true}} : {EnableDnsHostnames: {Value: false}},
  DescribeDhcpOptions: () => ({
    DhcpOptions: [
      {
        DhcpOptionsId: 'dopt-1',
        DhcpConfigurations: [{Key: 'domain-name-servers', Values: [{Value: 'AmazonProvidedDNS'}]}],
      },
    ],
  }),
  DescribeSubnets: ({Filters}: {Filters: {Values: string[]}[]}) => ({
    Subnets: Filters[0]?.Values.map((SubnetId) => ({SubnetId, VpcId: 'vpc-1', AvailableIpAddressCount: 7})),
  }),
};
