import type {AwsWorld, WorldAclEntry, WorldInterface, WorldRule, WorldSecurityGroup} from '../world-aws.ts';
import {derivedId, ec2Time, tagSet, type Ec2List} from './ec2-list.ts';
import {natInterfaceId} from './ec2-network.ts';
import {endpointInterfaceId} from './ec2-vpc.ts';
import type {XmlRecord} from './xml.ts';

/** Security groups, network ACLs and network interfaces. */
export const SECURITY_LISTS: Readonly<Record<string, Ec2List>> = {
  DescribeSecurityGroups: {
    set: 'securityGroupInfo',
    items: securityGroups,
    ids: {param: 'GroupId', path: 'groupId', prefix: 'sg-', code: 'InvalidGroup', noun: 'The security group'},
    filters: {
      'group-id': 'groupId',
      'group-name': 'groupName',
      'vpc-id': 'vpcId',
      'owner-id': 'ownerId',
      description: 'groupDescription',
      'ip-permission.cidr': 'ipPermissions.ipRanges.cidrIp',
      'ip-permission.from-port': 'ipPermissions.fromPort',
      'ip-permission.group-id': 'ipPermissions.groups.groupId',
      'ip-permission.protocol': 'ipPermissions.ipProtocol',
      'ip-permission.to-port': 'ipPermissions.toPort',
      'egress.ip-permission.cidr': 'ipPermissionsEgress.ipRanges.cidrIp',
      'egress.ip-permission.group-id': 'ipPermissionsEgress.groups.groupId',
    },
  },
  DescribeSecurityGroupRules: {
    set: 'securityGroupRuleSet',
    items: securityGroupRules,
    ids: {
      param: 'SecurityGroupRuleId',
      path: 'securityGroupRuleId',
      prefix: 'sgr-',
      code: 'InvalidSecurityGroupRuleId',
      noun: 'The security group rule ID',
    },
    filters: {'group-id': 'groupId', 'security-group-rule-id': 'securityGroupRuleId', 'tag-key': 'tagSet.key'},
  },
  DescribeNetworkAcls: {
    set: 'networkAclSet',
    items: networkAcls,
    ids: {
      param: 'NetworkAclId',
      path: 'networkAclId',
      prefix: 'acl-',
      code: 'InvalidNetworkAclID',
      noun: 'The networkAcl ID',
    },
    filters: {
      'network-acl-id': 'networkAclId',
      'vpc-id': 'vpcId',
      'owner-id': 'ownerId',
      default: 'default',
      'association.association-id': 'associationSet.networkAclAssociationId',
      'association.network-acl-id': 'associationSet.networkAclId',
      'association.subnet-id': 'associationSet.subnetId',
      'entry.cidr': 'entrySet.cidrBlock',
      'entry.protocol': 'entrySet.protocol',
      'entry.rule-action': 'entrySet.ruleAction',
      'entry.egress': 'entrySet.egress',
      'entry.rule-number': 'entrySet.ruleNumber',
    },
  },
  DescribeNetworkInterfaces: {
    set: 'networkInterfaceSet',
    items: (world) => Object.entries(allInterfaces(world)).map(([id, eni]) => networkInterface(world, id, eni)),
    ids: {
      param: 'NetworkInterfaceId',
      path: 'networkInterfaceId',
      prefix: 'eni-',
      code: 'InvalidNetworkInterfaceID',
      noun: 'The networkInterface ID',
    },
    filters: {
      'network-interface-id': 'networkInterfaceId',
      'vpc-id': 'vpcId',
      'subnet-id': 'subnetId',
      'availability-zone': 'availabilityZone',
      description: 'description',
      'group-id': 'groupSet.groupId',
      'interface-type': 'interfaceType',
      'owner-id': 'ownerId',
      'private-ip-address': 'privateIpAddress',
      'addresses.private-ip-address': 'privateIpAddressesSet.privateIpAddress',
      'association.public-ip': 'association.publicIp',
      'attachment.instance-id': 'attachment.instanceId',
      'attachment.instance-owner-id': 'attachment.instanceOwnerId',
      'attachment.status': 'attachment.status',
      'requester-id': 'requesterId',
      'requester-managed': 'requesterManaged',
      'source-dest-check': 'sourceDestCheck',
      status: 'status',
    },
  },
};

/** `443` and `1024-65535` as EC2's pair of numbers. */
function portsOf(ports: string | undefined): {readonly from?: number; readonly to?: number} {
  if (ports === undefined) return {};
  const [from = '', to = from] = ports.split('-');
  return {from: Number(from), to: Number(to)};
}

function securityGroups(world: AwsWorld): readonly XmlRecord[] {
  return Object.entries(world.securityGroups).map(([id, group]) => ({
    groupId: id,
    securityGroupArn: `arn:${world.partition}:ec2:${world.region}:${world.account}:security-group/${id}`,
    groupName: group.name,
    groupDescription: group.description,
    ownerId: world.account,
    vpcId: group.vpc,
    ipPermissions: permissions(world, group.ingress),
    ipPermissionsEgress: permissions(world, group.egress),
    tagSet: tagSet(group.tags),
  }));
}

/** EC2 gathers the peers of one protocol and port range into one permission. */
function permissions(world: AwsWorld, rules: readonly WorldRule[]): readonly XmlRecord[] {
  const keyOf = (rule: WorldRule): string => `${rule.protocol}/${rule.ports ?? ''}`;
  return [...new Set(rules.map(keyOf))].map((key) => {
    const same = rules.filter((rule) => keyOf(rule) === key);
    const peers = (wanted: string): readonly WorldRule[] => same.filter((rule) => peerKind(rule.peer) === wanted);
    const {from, to} = portsOf(same[0]?.ports);
    const described = (rule: WorldRule): XmlRecord => ({description: rule.description});
    return {
      ipProtocol: same[0]?.protocol,
      fromPort: from,
      toPort: to,
      groups: peers('group').map((r) => ({groupId: r.peer, userId: world.account, ...described(r)})),
      ipRanges: peers('ipv4').map((r) => ({cidrIp: r.peer, ...described(r)})),
      ipv6Ranges: peers('ipv6').map((r) => ({cidrIpv6: r.peer, ...described(r)})),
      prefixListIds: peers('list').map((r) => ({prefixListId: r.peer, ...described(r)})),
    };
  });
}

function peerKind(peer: string): 'group' | 'list' | 'ipv6' | 'ipv4' {
  if (peer.startsWith('sg-')) return 'group';
  if (peer.startsWith('pl-')) return 'list';
  return peer.includes(':') ? 'ipv6' : 'ipv4';
}

function securityGroupRules(world: AwsWorld): readonly XmlRecord[] {
  const rulesOf = (id: string, group: WorldSecurityGroup, isEgress: boolean): readonly XmlRecord[] =>
    (isEgress ? group.egress : group.ingress).map((rule, n) => {
      const {from = -1, to = -1} = portsOf(rule.ports);
      const kind = peerKind(rule.peer);
      return {
        securityGroupRuleId: derivedId('sgr', `${id}/${String(isEgress)}/${n}`),
        groupId: id,
        groupOwnerId: world.account,
        isEgress,
        ipProtocol: rule.protocol,
        fromPort: from,
        toPort: to,
        cidrIpv4: kind === 'ipv4' ? rule.peer : undefined,
        cidrIpv6: kind === 'ipv6' ? rule.peer : undefined,
        prefixListId: kind === 'list' ? rule.peer : undefined,
        referencedGroupInfo: kind === 'group' ? {groupId: rule.peer, userId: world.account} : undefined,
        description: rule.description,
        tagSet: [],
      };
    });
  return Object.entries(world.securityGroups).flatMap(([id, group]) => [
    ...rulesOf(id, group, false),
    ...rulesOf(id, group, true),
  ]);
}

function networkAcls(world: AwsWorld): readonly XmlRecord[] {
  const named = new Set(Object.values(world.networkAcls).flatMap((acl) => acl.subnets));
  return Object.entries(world.networkAcls).map(([id, acl]) => {
    const implied = Object.entries(world.subnets)
      .filter(([subnet, {vpc}]) => acl.default && vpc === acl.vpc && !named.has(subnet))
      .map(([subnet]) => subnet);
    return {
      networkAclId: id,
      vpcId: acl.vpc,
      ownerId: world.account,
      default: acl.default,
      associationSet: [...acl.subnets, ...implied].map((subnetId) => ({
        networkAclAssociationId: derivedId('aclassoc', subnetId),
        networkAclId: id,
        subnetId,
      })),
      entrySet: [...acl.entries.map(aclEntry), ...[true, false].map(lastEntry)],
      tagSet: [],
    };
  });
}

function aclEntry(entry: WorldAclEntry): XmlRecord {
  const {from, to} = portsOf(entry.ports);
  return {
    ruleNumber: entry.rule,
    egress: entry.egress,
    ruleAction: entry.action,
    protocol: entry.protocol,
    [entry.cidr.includes(':') ? 'ipv6CidrBlock' : 'cidrBlock']: entry.cidr,
    portRange: from === undefined ? undefined : {from, to},
  };
}

/** The rule `*`, which every network ACL ends with and which nobody can remove. */
const lastEntry = (egress: boolean): XmlRecord =>
  aclEntry({rule: 32767, egress, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0'});

/** The world's interfaces, and those that AWS makes for NAT gateways and interface endpoints. */
function allInterfaces(world: AwsWorld): Readonly<Record<string, WorldInterface>> {
  const nats = Object.entries(world.natGateways).flatMap(([id, nat]) =>
    nat.subnet === undefined || nat.state === 'deleted'
      ? []
      : nat.addresses.map((a, n): [string, WorldInterface] => [
          natInterfaceId(id, n),
          {
            subnet: nat.subnet ?? '',
            ip: a.privateIp ?? '',
            securityGroups: [],
            description: `Interface for NAT Gateway ${id}`,
            status: 'in-use',
            type: 'nat_gateway',
            attachedBy: 'amazon-aws',
            attachedAt: nat.createdAt,
            sourceDestCheck: false,
            ...(a.publicIp === undefined ? {} : {publicIp: a.publicIp}),
          },
        ]),
  );
  const endpoints = Object.entries(world.vpcEndpoints).flatMap(([id, e]) =>
    e.type !== 'Interface'
      ? []
      : e.subnets.map((subnet, n): [string, WorldInterface] => [
          endpointInterfaceId(id, n),
          {
            subnet,
            ip: (world.subnets[subnet]?.cidr ?? '').replace(/\d+\/\d+$/, '240'),
            securityGroups: e.securityGroups,
            description: `VPC Endpoint Interface ${id}`,
            status: 'in-use',
            type: 'vpc_endpoint',
            attachedBy: 'amazon-aws',
            attachedAt: e.createdAt,
          },
        ]),
  );
  return {...world.networkInterfaces, ...Object.fromEntries([...nats, ...endpoints])};
}

function networkInterface(world: AwsWorld, id: string, eni: WorldInterface): XmlRecord {
  const subnet = world.subnets[eni.subnet];
  const association = eni.publicIp === undefined ? undefined : {publicIp: eni.publicIp, ipOwnerId: world.account};
  return {
    networkInterfaceId: id,
    subnetId: eni.subnet,
    vpcId: subnet?.vpc,
    availabilityZone: subnet?.zone,
    description: eni.description,
    ownerId: world.account,
    requesterId: eni.attachedBy,
    requesterManaged: eni.attachedBy !== undefined,
    status: eni.status,
    interfaceType: eni.type ?? 'interface',
    privateIpAddress: eni.ip,
    privateIpAddressesSet: [{privateIpAddress: eni.ip, primary: true, association}],
    sourceDestCheck: eni.sourceDestCheck ?? true,
    groupSet: eni.securityGroups.map((g) => ({groupId: g, groupName: world.securityGroups[g]?.name ?? g})),
    association,
    attachment:
      eni.attachedBy === undefined && eni.instance === undefined
        ? undefined
        : {
            attachmentId: derivedId('eni-attach', id),
            instanceId: eni.instance,
            instanceOwnerId: eni.attachedBy ?? world.account,
            deviceIndex: 1,
            status: 'attached',
            attachTime: eni.attachedAt === undefined ? undefined : ec2Time(eni.attachedAt),
            deleteOnTermination: true,
          },
    tagSet: [],
  };
}
