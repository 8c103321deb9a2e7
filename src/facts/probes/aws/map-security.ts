import type * as Ec2 from '@aws-sdk/client-ec2';
import type {
  BlockPublicAccessExclusion,
  NetworkAcl,
  NetworkAclEntry,
  SecurityGroup,
  SecurityRule,
} from '../../../model/aws.ts';
import {lacking, some, sorted, sortedBy, wanted} from '../answers.ts';

/** Reads EC2's SecurityGroup; a permission of many peers becomes as many rules. */
export function mapSecurityGroup(group: Ec2.SecurityGroup): SecurityGroup {
  const id = wanted(group.GroupId, 'GroupId');
  return {
    id,
    vpcId: group.VpcId ?? '',
    name: group.GroupName ?? '',
    ...some({ingress: rules(group.IpPermissions, id), egress: rules(group.IpPermissionsEgress, id)}),
  };
}

function rules(permissions: readonly Ec2.IpPermission[] | undefined, id: string): readonly SecurityRule[] | undefined {
  const all = permissions?.flatMap((permission) => {
    const protocol = wanted(permission.IpProtocol, `IpProtocol of a rule of ${id}`).toLowerCase();
    const ports = some({fromPort: permission.FromPort, toPort: permission.ToPort});
    const peers = [
      ...(permission.IpRanges ?? []).map((range) => range.CidrIp),
      ...(permission.Ipv6Ranges ?? []).map((range) => range.CidrIpv6),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => pair.GroupId),
      ...(permission.PrefixListIds ?? []).map((list) => list.PrefixListId),
    ];
    // A rule is about somebody.
    if (peers.length === 0) lacking(`peer of a rule of ${id}`);
    return peers.map((peer) => ({protocol, peer: wanted(peer, `peer of a rule of ${id}`), ...ports}));
  });
  return all && sortedBy(all, (rule) => `${rule.protocol} ${rule.fromPort ?? ''} ${rule.toPort ?? ''} ${rule.peer}`);
}

/** Reads EC2's NetworkAcl. Entries in the order in which they are evaluated. */
export function mapNetworkAcl(acl: Ec2.NetworkAcl): NetworkAcl {
  const id = wanted(acl.NetworkAclId, 'NetworkAclId');
  return {
    id,
    default: acl.IsDefault ?? false,
    subnetIds: sorted((acl.Associations ?? []).flatMap((association) => association.SubnetId ?? [])),
    entries: wanted(acl.Entries, `Entries of ${id}`)
      .map((entry) => mapEntry(entry, id))
      .sort((a, b) => Number(a.egress) - Number(b.egress) || a.rule - b.rule || (a.cidr < b.cidr ? -1 : 1)),
  };
}

function mapEntry(entry: Ec2.NetworkAclEntry, id: string): NetworkAclEntry {
  const rule = wanted(entry.RuleNumber, `RuleNumber of an entry of ${id}`);
  const at = `of entry ${rule} of ${id}`;
  const action = wanted(entry.RuleAction, `RuleAction ${at}`).toLowerCase();
  // Neither to let pass nor to deny would be a guess.
  if (action !== 'allow' && action !== 'deny') throw new Error(`the answer has a RuleAction ${at} that nobody knows`);
  return {
    rule,
    egress: wanted(entry.Egress, `Egress ${at}`),
    action,
    protocol: wanted(entry.Protocol, `Protocol ${at}`),
    cidr: wanted(entry.CidrBlock ?? entry.Ipv6CidrBlock, `CidrBlock ${at}`),
    ...some({fromPort: entry.PortRange?.From, toPort: entry.PortRange?.To}),
  };
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
