import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {sh} from '../../domain/shell.ts';
import {thenRecreate} from '../../domain/remedies.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {KubeEvent, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'efs-volumes-mount',
  title: 'The EFS volumes of the pod can be mounted',
  topic: 'EFS mounts',
  group: 'storage',
  stage: 'mounts',
  scope: 'pod',
  needs: ['pod', 'subject'],
  consults: ['podEvents', 'target'],
  causes: {
    'storage-efs-mount-fails': {
      title: 'An EFS volume that cannot be mounted',
      why: 'The micro-VM finds a file system by its DNS name and mounts it over TCP 2049. Without a mount target in the zone of the pod the name does not resolve; without VPC DNS no name does; and a security group of the mount target that does not admit the pod lets the mount time out.',
      symptoms: [
        'FailedMount: "Failed to resolve \\"fs-….efs.….amazonaws.com\\""',
        'FailedMount: "Could not mount \\"fs-…\\""',
      ],
      proof: 'The kubelet says so. Which of the three it is takes a look at the mount targets.',
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
  run({pod, subject, podEvents, target}, doubt) {
    if (!waitsForMounts(pod)) return [];
    const events = valueOf(podEvents) ?? [];
    const [spoken] = spokenOf(pod, events, ['efs-unresolved', 'efs-mount']);
    if (!spoken) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    if (mountedSince(events, spoken.utterance.at)) return [];
    const {fs = '', volume} = spoken.clause.names;
    const which = volume === undefined ? `File system ${fs}` : `Volume ${volume} (${fs})`;
    const region = valueOf(target)?.region;
    return [
      {
        cause: 'storage-efs-mount-fails',
        summary:
          spoken.clause.says === 'efs-unresolved'
            ? `${which} cannot be mounted: its name does not resolve, so it has no mount target in the pod's zone and VPC, or the VPC's DNS is off.`
            : `${which} cannot be mounted.`,
        certainty: 'likely',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary:
              "See whether there is a mount target in the zone of each of the profile's subnets, and whether its security group admits TCP 2049 from the pod.",
            commands: [
              `aws efs describe-mount-targets${region === undefined ? '' : sh` --region ${region}`}${sh` --file-system-id ${fs}`}`,
            ],
            changes: 'aws',
            ...thenRecreate(subject),
          },
        ],
      },
    ];
  },
});

const waitsForMounts = (pod: Pod): boolean =>
  pod.spec.nodeName !== undefined &&
  pod.status.phase === 'Pending' &&
  pod.status.containers.every((c) => c.state.is === 'waiting' || c.state.is === 'unknown');

/** The kubelet pulls images only after the mounts are done. */
function mountedSince(events: readonly KubeEvent[], at: string | undefined): boolean {
  const then = Date.parse(at ?? '');
  return events.some(
    (e) => ['Pulling', 'Pulled', 'Created', 'Started'].includes(e.reason) && Date.parse(e.lastAt) > then,
  );
}
