import type * as Ec2 from '@aws-sdk/client-ec2';
import type {
  BlockPublicAccessExclusion,
  NetworkAcl,
  NetworkAclEntry,
  SecurityGroup,
  SecurityRule,
} from '../../../model/aws.ts';
import {some, sorted, sortedBy} from '../answers.ts';

/** Reads EC2's SecurityGroup; a permission of many peers becomes as many rules. */
export function mapSecurityGroup(group: Ec2.SecurityGroup): readonly SecurityGroup[] {
  if (group.GroupId === undefined) return [];
  return [
    {
      id: group.GroupId,
      vpcId: group.VpcId ?? '',
      name: group.GroupName ?? '',
      ingress: rules(group.IpPermissions),
      egress: rules(group.IpPermissionsEgress),
    },
  ];
}

function rules(permissions: readonly Ec2.IpPermission[] | undefined): readonly SecurityRule[] {
  const all = (permissions ?? []).flatMap((permission) => {
    const ports = some({fromPort: permission.FromPort, toPort: permission.ToPort});
    const peers = [
      ...(permission.IpRanges ?? []).map((range) => range.CidrIp),
      ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId),
      ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId),
    ];
    return peers.flatMap((peer) =>
      peer === undefined ? [] : [{protocol: (permission.IpProtocol ?? '').toLowerCase(), peer, ...ports}],
    );
  });
  return sortedBy(all, (rule) => `${rule.protocol} ${rule.fromPort ?? ''} ${rule.toPort ?? ''} ${rule.peer}`);
}

/** Reads EC2's NetworkAcl. Entries in the order in which they are evaluated. */
export function mapNetworkAcl(acl: Ec2.NetworkAcl): readonly NetworkAcl[] {
  if (acl.NetworkAclId === undefined) return [];
  return [
    {
      id: acl.NetworkAclId,
      default: acl.IsDefault ?? false,
      subnetIds: sorted((acl.Associations ?? []).flatMap((association) => association.SubnetId ?? [])),
      entries: (acl.Entries ?? [])
        .flatMap(mapEntry)
        .sort((a, b) => Number(a.egress) - Number(b.egress) || a.rule - b.rule || (a.cidr < b.cidr ? -1 : 1)),
    },
  ];
}

function mapEntry(entry: Ec2.NetworkAclEntry): readonly NetworkAclEntry[] {
  const cidr = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  if (cidr === undefined || entry.RuleNumber === undefined) return [];
  return [
    {
      rule: entry.RuleNumber,
      egress: entry.Egress ?? false,
      action: (entry.RuleAction ?? '').toLowerCase(),
      protocol: entry.Protocol ?? '-1',
      cidr,
      ...some({fromPort: entry.PortRange?.From, toPort: entry.PortRange?.To}),
    },
  ];
}

/** Exclusions that hold; one that is being deleted still does. */
export function mapExclusion(exclusion: Ec2.VpcBlockPublicAccessExclusion): readonly BlockPublicAccessExclusion[] {
  const state = exclusion.State ?? 'create-complete';
  const resourceId = (exclusion.ResourceArn ?? '').split('/').at(-1) ?? '';
  if (resourceId === '' || ['create-in-progress', 'create-failed', 'delete-complete'].includes(state)) return [];
  return [
    {
      id: exclusion.ExclusionId ?? '',
      resourceId,
      mode: exclusion.InternetGatewayExclusionMode ?? '',
    },
  ];
}
