// Which keys each part of the AWS half has, so that a typing error in a story is an error and not another world.
import {isObject, type Json} from './merge.ts';
import type * as W from './world-aws.ts';

/** `needed` for required members and `may` for optional ones; the compiler holds it to the type. */
type Keys<T> = {
  readonly [K in keyof Required<T>]: Record<never, never> extends Pick<T, K & keyof T> ? 'may' : 'needed';
};
type AnyKeys = Readonly<Record<string, 'needed' | 'may'>>;
type EntryOf<K extends keyof W.AwsWorld> = W.AwsWorld[K][keyof W.AwsWorld[K]];

const cluster: Keys<W.WorldCluster> = {
  name: 'needed',
  version: 'needed',
  platformVersion: 'needed',
  status: 'needed',
  createdAt: 'needed',
  roleArn: 'needed',
  authenticationMode: 'needed',
  ipFamily: 'needed',
  endpoint: 'needed',
  vpc: 'needed',
  subnets: 'needed',
  securityGroups: 'needed',
  clusterSecurityGroup: 'needed',
  healthIssues: 'needed',
  logging: 'needed',
  autoMode: 'needed',
  encryptionKeyArn: 'may',
  oidcIssuer: 'needed',
  remoteNodeCidrs: 'may',
  controlPlaneEgressMode: 'may',
  certificateAuthorities: 'may',
};
const endpoint: Keys<W.WorldEndpoint> = {
  public: 'needed',
  private: 'needed',
  cidrs: 'needed',
  url: 'may',
  caPem: 'may',
};
const profile: Keys<W.WorldProfile> = {
  role: 'needed',
  status: 'needed',
  createdAt: 'needed',
  subnets: 'needed',
  selectors: 'needed',
  healthIssues: 'needed',
};
const addon: Keys<W.WorldAddon> = {
  version: 'needed',
  status: 'needed',
  configurationValues: 'may',
  healthIssues: 'needed',
  createdAt: 'needed',
  modifiedAt: 'needed',
};
const accessEntry: Keys<W.WorldAccessEntry> = {
  type: 'needed',
  username: 'needed',
  groups: 'needed',
  createdAt: 'needed',
  modifiedAt: 'needed',
};
const nodegroup: Keys<W.WorldNodegroup> = {
  status: 'needed',
  role: 'needed',
  subnets: 'needed',
  instanceTypes: 'needed',
  desired: 'needed',
  createdAt: 'needed',
  healthIssues: 'needed',
};
const update: Keys<W.WorldUpdate> = {
  type: 'needed',
  status: 'needed',
  createdAt: 'needed',
  params: 'needed',
  errors: 'may',
};
const podIdentity: Keys<W.WorldPodIdentity> = {
  namespace: 'needed',
  serviceAccount: 'needed',
  role: 'needed',
  createdAt: 'needed',
};
const role: Keys<W.WorldRole> = {
  path: 'needed',
  id: 'needed',
  createdAt: 'needed',
  trust: 'needed',
  attached: 'needed',
  inline: 'needed',
  boundary: 'may',
};
const vpc: Keys<W.WorldVpc> = {
  cidrs: 'needed',
  ipv6Cidrs: 'needed',
  dnsSupport: 'needed',
  dnsHostnames: 'needed',
  dhcpOptions: 'needed',
  owner: 'may',
};
const subnet: Keys<W.WorldSubnet> = {
  vpc: 'needed',
  zone: 'needed',
  cidr: 'needed',
  ipv6Cidrs: 'needed',
  availableIps: 'needed',
  state: 'needed',
  mapPublicIp: 'needed',
  assignIpv6: 'may',
  outpostArn: 'may',
  tags: 'needed',
};
const nat: Keys<W.WorldNatGateway> = {
  subnet: 'may',
  vpc: 'needed',
  state: 'needed',
  type: 'needed',
  mode: 'may',
  routeTable: 'may',
  createdAt: 'needed',
  deletedAt: 'may',
  failureCode: 'may',
  failureMessage: 'may',
  addresses: 'needed',
};
const vpcEndpoint: Keys<W.WorldVpcEndpoint> = {
  vpc: 'needed',
  service: 'needed',
  type: 'needed',
  state: 'needed',
  privateDns: 'needed',
  subnets: 'needed',
  routeTables: 'needed',
  securityGroups: 'needed',
  policy: 'may',
  createdAt: 'needed',
};
const securityGroup: Keys<W.WorldSecurityGroup> = {
  vpc: 'needed',
  name: 'needed',
  description: 'needed',
  ingress: 'needed',
  egress: 'needed',
  tags: 'needed',
};
const eni: Keys<W.WorldInterface> = {
  subnet: 'needed',
  ip: 'needed',
  securityGroups: 'needed',
  description: 'needed',
  status: 'needed',
  type: 'may',
  attachedBy: 'may',
  attachedAt: 'may',
  instance: 'may',
  sourceDestCheck: 'may',
  publicIp: 'may',
};

/** Maps whose entries have fixed keys. */
const ENTRIES: Readonly<Partial<Record<keyof W.AwsWorld, AnyKeys>>> = {
  profiles: profile,
  addons: addon,
  accessEntries: accessEntry,
  nodegroups: nodegroup,
  updates: update,
  podIdentityAssociations: podIdentity,
  roles: role,
  vpcs: vpc,
  dhcpOptions: {domainName: 'may', domainNameServers: 'needed'} satisfies Keys<W.WorldDhcpOptions>,
  subnets: subnet,
  routeTables: {vpc: 'needed', main: 'needed', subnets: 'needed', routes: 'needed'} satisfies Keys<W.WorldRouteTable>,
  natGateways: nat,
  transitGatewayAttachments: {
    transitGateway: 'needed',
    vpc: 'needed',
    state: 'needed',
  } satisfies Keys<W.WorldTransitAttachment>,
  vpcEndpoints: vpcEndpoint,
  prefixLists: {name: 'needed', entries: 'needed'} satisfies Keys<EntryOf<'prefixLists'>>,
  securityGroups: securityGroup,
  networkAcls: {
    vpc: 'needed',
    default: 'needed',
    subnets: 'needed',
    entries: 'needed',
  } satisfies Keys<W.WorldNetworkAcl>,
  networkInterfaces: eni,
  zones: {id: 'needed', type: 'needed', optIn: 'may'} satisfies Keys<EntryOf<'zones'>>,
};

/** What is wrong with a patched AWS half, as `path: what`; empty where nothing is. `before` is the world before the patch. */
export function shapeProblems(aws: Json, before: Json): readonly string[] {
  const unknown = Object.keys(aws).filter((key) => !Object.hasOwn(before, key));
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(aws, key));
  const entries = Object.entries(ENTRIES).flatMap(([map, keys]) =>
    Object.entries(isObject(aws[map]) ? aws[map] : {}).flatMap(([id, entry]) =>
      keyProblems(`aws.${map}.${id}`, entry, keys),
    ),
  );
  const described = isObject(aws['cluster']) ? aws['cluster'] : {};
  return [
    ...unknown.map((key) => `aws.${key}: unknown key; there are ${Object.keys(before).join(', ')}`),
    ...gone.map((key) => `aws.${key}: must not be removed as a whole`),
    ...keyProblems('aws.cluster', described, cluster),
    ...keyProblems('aws.cluster.endpoint', described['endpoint'], endpoint),
    ...entries,
  ];
}

function keyProblems(path: string, value: unknown, keys: AnyKeys): readonly string[] {
  if (!isObject(value)) return [`${path}: must be a map with ${Object.keys(keys).join(', ')}`];
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(keys, key));
  const missing = Object.keys(keys).filter((key) => keys[key] === 'needed' && !Object.hasOwn(value, key));
  return [
    ...unknown.map((key) => `${path}.${key}: unknown key; there are ${Object.keys(keys).join(', ')}`),
    ...missing.map((key) => `${path}.${key}: is missing`),
  ];
}
