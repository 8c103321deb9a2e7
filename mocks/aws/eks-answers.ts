import {createHash} from 'node:crypto';
import type {
  AwsWorld,
  WorldAccessEntry,
  WorldAddon,
  WorldCluster,
  WorldHealthIssue,
  WorldNodegroup,
  WorldPodIdentity,
  WorldProfile,
  WorldUpdate,
} from '../world-aws.ts';

/** EKS writes times as seconds since the epoch, with milliseconds as a fraction. */
const epoch = (rfc3339: string): number => Date.parse(rfc3339) / 1000;

const issues = (all: readonly WorldHealthIssue[]): unknown => ({
  issues: all.map((issue) => ({...issue, resourceIds: issue.resourceIds ?? []})),
});

function arn(world: AwsWorld, resource: string): string {
  return `arn:${world.partition}:eks:${world.region}:${world.account}:${resource}`;
}

/** The random part at the end of EKS's ARNs, the same in every answer. */
function uuid(of: string): string {
  const h = createHash('sha256').update(of).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20, 32)}`;
}

/** A full ARN stays as it is; a name is completed with the role's path, where the role is there. */
function roleArn(world: AwsWorld, role: string): string {
  if (role.startsWith('arn:')) return role;
  const path = Object.hasOwn(world.roles, role) ? (world.roles[role]?.path ?? '/') : '/';
  return `arn:${world.partition}:iam::${world.account}:role${path}${role}`;
}

/** The host name that EKS gives to an API server: its id is that of the OIDC issuer. */
export function endpointUrl(world: AwsWorld): string {
  const {endpoint, oidcIssuer} = world.cluster;
  const domain = world.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return (
    endpoint.url ?? `https://${oidcIssuer.slice(oidcIssuer.lastIndexOf('/') + 1)}.gr7.${world.region}.eks.${domain}`
  );
}

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

export function clusterAnswer(world: AwsWorld): unknown {
  const c = world.cluster;
  const off = LOG_TYPES.filter((type) => !c.logging.includes(type));
  return {
    name: c.name,
    arn: arn(world, `cluster/${c.name}`),
    createdAt: epoch(c.createdAt),
    version: c.version,
    endpoint: endpointUrl(world),
    roleArn: c.roleArn,
    resourcesVpcConfig: {
      subnetIds: c.subnets,
      securityGroupIds: c.securityGroups,
      clusterSecurityGroupId: c.clusterSecurityGroup,
      vpcId: c.vpc,
      endpointPublicAccess: c.endpoint.public,
      endpointPrivateAccess: c.endpoint.private,
      publicAccessCidrs: c.endpoint.cidrs,
      ...(c.controlPlaneEgressMode === undefined ? {} : {controlPlaneEgressMode: c.controlPlaneEgressMode}),
    },
    ...(c.remoteNodeCidrs === undefined
      ? {}
      : {remoteNetworkConfig: {remoteNodeNetworks: [{cidrs: c.remoteNodeCidrs}]}}),
    kubernetesNetworkConfig: {
      ...(c.ipFamily === 'ipv6' ? {serviceIpv6Cidr: 'fd12:3456:789a::/108'} : {serviceIpv4Cidr: '172.20.0.0/16'}),
      ipFamily: c.ipFamily,
      elasticLoadBalancing: {enabled: c.autoMode},
    },
    logging: {
      clusterLogging: [
        ...(c.logging.length > 0 ? [{types: c.logging, enabled: true}] : []),
        ...(off.length > 0 ? [{types: off, enabled: false}] : []),
      ],
    },
    identity: {oidc: {issuer: c.oidcIssuer}},
    status: c.status,
    certificateAuthority: {data: Buffer.from(c.endpoint.caPem ?? '').toString('base64'), ...activeAuthority(c)},
    platformVersion: c.platformVersion,
    tags: {},
    ...(c.encryptionKeyArn === undefined
      ? {}
      : {encryptionConfig: [{resources: ['secrets'], provider: {keyArn: c.encryptionKeyArn}}]}),
    health: issues(c.healthIssues),
    accessConfig: {bootstrapClusterCreatorAdminPermissions: null, authenticationMode: c.authenticationMode},
    upgradePolicy: {supportType: 'EXTENDED'},
    computeConfig: {enabled: c.autoMode, nodePools: c.autoMode ? ['general-purpose', 'system'] : []},
    storageConfig: {blockStorage: {enabled: c.autoMode}},
    deletionProtection: false,
  };
}

/** Only a certificate authority that a customer brought in is told apart. */
function activeAuthority({certificateAuthorities = {}}: WorldCluster): object {
  const [id] = Object.keys(certificateAuthorities).filter((key) => certificateAuthorities[key]?.signing === 'IN_USE');
  return id === undefined ? {} : {active: {id, activatedBy: 'CUSTOMER'}};
}

export function authorityAnswers(world: AwsWorld): readonly unknown[] {
  return Object.entries(world.cluster.certificateAuthorities ?? {}).map(([id, ca]) => ({
    id,
    createdBy: 'CUSTOMER',
    activatedBy: 'CUSTOMER',
    signingStatus: ca.signing,
    distributionStatus: ca.distribution,
  }));
}

export function profileAnswer(world: AwsWorld, name: string, profile: WorldProfile): unknown {
  return {
    fargateProfileName: name,
    fargateProfileArn: arn(world, `fargateprofile/${world.cluster.name}/${name}/${uuid(`profile/${name}`)}`),
    clusterName: world.cluster.name,
    createdAt: epoch(profile.createdAt),
    podExecutionRoleArn: roleArn(world, profile.role),
    subnets: profile.subnets,
    selectors: profile.selectors,
    status: profile.status,
    tags: {},
    health: issues(profile.healthIssues),
  };
}

export function accessEntryAnswer(world: AwsWorld, principalArn: string, entry: WorldAccessEntry): unknown {
  const [, , , , account = '', resource = ''] = principalArn.split(':');
  const role = resource.slice(resource.lastIndexOf('/') + 1);
  return {
    clusterName: world.cluster.name,
    principalArn,
    kubernetesGroups: entry.groups,
    accessEntryArn: arn(world, `access-entry/${world.cluster.name}/role/${account}/${role}/${uuid(principalArn)}`),
    createdAt: epoch(entry.createdAt),
    modifiedAt: epoch(entry.modifiedAt),
    tags: {},
    username: entry.username,
    type: entry.type,
  };
}

export function addonAnswer(world: AwsWorld, name: string, addon: WorldAddon): unknown {
  return {
    addonName: name,
    clusterName: world.cluster.name,
    status: addon.status,
    addonVersion: addon.version,
    health: issues(addon.healthIssues),
    addonArn: arn(world, `addon/${world.cluster.name}/${name}/${uuid(`addon/${name}`)}`),
    createdAt: epoch(addon.createdAt),
    modifiedAt: epoch(addon.modifiedAt),
    tags: {},
    ...(addon.configurationValues === undefined ? {} : {configurationValues: addon.configurationValues}),
  };
}

export function updateAnswer(id: string, update: WorldUpdate): unknown {
  return {
    id,
    status: update.status,
    type: update.type,
    params: Object.entries(update.params).map(([type, value]) => ({type, value})),
    createdAt: epoch(update.createdAt),
    errors: update.errors ?? [],
  };
}

export function nodegroupAnswer(world: AwsWorld, name: string, group: WorldNodegroup): unknown {
  return {
    nodegroupName: name,
    nodegroupArn: arn(world, `nodegroup/${world.cluster.name}/${name}/${uuid(`nodegroup/${name}`)}`),
    clusterName: world.cluster.name,
    version: world.cluster.version,
    createdAt: epoch(group.createdAt),
    modifiedAt: epoch(group.createdAt),
    status: group.status,
    capacityType: 'ON_DEMAND',
    scalingConfig: {minSize: 0, maxSize: group.desired + 2, desiredSize: group.desired},
    instanceTypes: group.instanceTypes,
    subnets: group.subnets,
    amiType: 'AL2023_x86_64_STANDARD',
    nodeRole: roleArn(world, group.role),
    health: issues(group.healthIssues),
    tags: {},
  };
}

export function podIdentitySummary(
  world: AwsWorld,
  id: string,
  association: WorldPodIdentity,
): Record<string, unknown> {
  return {
    clusterName: world.cluster.name,
    namespace: association.namespace,
    serviceAccount: association.serviceAccount,
    associationArn: arn(world, `podidentityassociation/${world.cluster.name}/${id}`),
    associationId: id,
  };
}

export function podIdentityAnswer(world: AwsWorld, id: string, association: WorldPodIdentity): unknown {
  return {
    ...podIdentitySummary(world, id, association),
    roleArn: roleArn(world, association.role),
    createdAt: epoch(association.createdAt),
    modifiedAt: epoch(association.createdAt),
    tags: {},
  };
}
