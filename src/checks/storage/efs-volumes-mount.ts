import {mountedSince, mountFailure, waitsForMounts, type MountFailure} from '../../domain/mounts.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';

export default defineCheck({
  id: 'efs-volumes-mount',
  title: 'The EFS volumes of the pod can be mounted',
  topic: 'EFS mounts',
  group: 'storage',
  stage: 'mounts',
  scope: 'pod',
  needs: ['pod', 'subject'],
  consults: ['podEvents', 'target', 'claimVolumes', 'vpcDnsSupport', 'vpcDnsHostnames', 'cluster'],
  causes: {
    'storage-efs-mount-fails': {
      title: 'An EFS volume that cannot be mounted',
      why: "The micro-VM finds a file system by its DNS name and mounts it over TCP 2049. Without a mount target in the pod's VPC, or without VPC DNS, the name does not resolve; a security group of the mount target that does not admit the pod lets the mount time out; a file system policy or an access point may deny it; and a path that is not there can't be mounted.",
      symptoms: [
        'FailedMount: "Failed to resolve \\"fs-….efs.….amazonaws.com\\""',
        'FailedMount: "Could not mount \\"fs-…\\"", "Connection timed out", "access denied by server"',
        'FailedMount: "Unable to attach or mount volumes: … timed out waiting for the condition"',
      ],
      proof:
        "The kubelet says so, in words that tell these cases apart; the bound volume names the file system. The mount targets and their security groups are EFS's to show, and are not read.",
      severity: 'error',
      atMost: 'likely',
      fix: [
        'aws efs create-mount-target --file-system-id fs-… --subnet-id subnet-… --security-groups sg-…',
        "Admit TCP 2049 from the pod's security group in that of the mount target.",
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html',
        'https://docs.aws.amazon.com/efs/latest/ug/troubleshooting-efs-mounting.html',
      ],
    },
  },
  run({pod, subject, podEvents, target, claimVolumes, vpcDnsSupport, vpcDnsHostnames, cluster}, doubt) {
    if (!waitsForMounts(pod)) return [];
    const events = valueOf(podEvents) ?? [];
    const failure = mountFailure(events, valueOf(claimVolumes));
    if (!failure) {
      const claims = pod.spec.volumes.some((volume) => volume.claimName !== undefined);
      doubt.unsure('podEvents', ...(claims ? (['claimVolumes'] as const) : []));
      return [];
    }
    const {event, fault, volume, fileSystem} = failure;
    // A driver that isn't registered is another cause.
    if (fault === 'unregistered' || mountedSince(events, event.lastAt)) return [];
    const dnsIsOn = valueOf(vpcDnsSupport) === true && valueOf(vpcDnsHostnames) === true;
    const seen: readonly Evidence[] = volume
      ? [
          {
            source: `get persistentvolumes/${volume.name}`,
            ref: `persistentvolume/${volume.name}`,
            path: 'spec.csi.volumeHandle',
            value: volume.handle ?? 'none',
          },
        ]
      : [];
    const region = valueOf(target)?.region;
    const group = valueOf(cluster)?.clusterSecurityGroupId;
    return [
      {
        cause: 'storage-efs-mount-fails',
        summary: `${nameOf(failure)} cannot be mounted${why(failure, dnsIsOn)}.`,
        certainty: 'likely',
        evidence: [{source: 'event', ref: event.component, value: event.message, at: event.lastAt}, ...seen],
        remedies: [
          {
            summary: `${deed(failure)}${fault === 'denied' || fault === 'no-path' ? '' : ` Its security group has to admit TCP 2049 from ${group ? `the cluster's, ${group}` : "the pod's"}.`}`,
            commands:
              fileSystem === undefined
                ? []
                : [
                    `aws efs ${command(failure)}${region === undefined ? '' : sh` --region ${region}`}${sh` --file-system-id ${fileSystem}`}`,
                  ],
            changes: 'aws',
            ...thenRecreate(subject),
          },
        ],
      },
    ];
  },
});

function nameOf({volume, fileSystem}: MountFailure): string {
  if (volume) return `Volume ${volume.name}${fileSystem === undefined ? '' : ` (${fileSystem})`}`;
  return `File system ${fileSystem ?? ''}`;
}

function why({fault}: MountFailure, dnsIsOn: boolean): string {
  switch (fault) {
    case 'unresolved':
      return dnsIsOn
        ? ": its name does not resolve, though the VPC's DNS is on, so it has no mount target in this VPC"
        : ": its name does not resolve, so it has no mount target in the pod's VPC, or the VPC's DNS is off";
    case 'denied':
      return ': the file system denies access, by its policy or by its access point';
    case 'no-path':
      return ': the path, or the access point, that the volume names is not there';
    case 'timeout':
      return ': it does not answer, as where the security group of its mount target does not admit TCP 2049';
    case 'unregistered':
    case 'other':
      return '';
  }
}

function deed({fault}: MountFailure): string {
  if (fault === 'denied') return 'Read the policy of the file system: mounts without TLS or IAM may be denied there.';
  if (fault === 'no-path')
    return 'See which access points there are; the volume must name one of them, or an existing path.';
  return "See whether there is a mount target in the zone of each of the profile's subnets.";
}

function command({fault}: MountFailure): string {
  if (fault === 'denied') return 'describe-file-system-policy';
  return fault === 'no-path' ? 'describe-access-points' : 'describe-mount-targets';
}
