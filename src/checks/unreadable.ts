import type {UnreadableCause} from '../model/check.ts';

/** Causes of the catalogue that no API shows, with the reason; printed in `docs/checks.md` and by `explain`. */
export const UNREADABLE: readonly UnreadableCause[] = [
  {
    id: 'spec-nofile-nproc',
    reason: "Only the application's own log shows that it ran out of file descriptors or processes.",
  },
  {
    id: 'profile-immutable-edit',
    reason:
      'It needs the state that the profile was expected to have, and only the person who changed the code knows that.',
  },
  {
    id: 'profile-name-reserved',
    reason: 'EKS refuses such a name when a profile is created, so no existing profile can show it.',
  },
  {
    id: 'profile-json-duplicate-namespace',
    reason:
      'JSON keeps one of two equal keys before EKS ever sees the other, so that the profile only shows the namespace that was kept; where a pod misses its profile for it, profile-namespace-no-match says so.',
  },
  {
    id: 'profile-subnets-invalid',
    reason:
      'It is the name for a profile whose subnets are wrong in some way; the ids subnet-* say of each subnet in which.',
  },
  {
    id: 'profile-eksctl-old-cluster',
    reason: 'Every cluster that EKS still runs is newer than the versions that this was about.',
  },
  {
    id: 'sched-uneven-spread',
    reason: 'No API tells how Fargate meant to spread pods over subnets, so an uneven spread proves nothing.',
  },
  {
    id: 'endpoint-private-unreachable-for-doctor',
    reason:
      'It concerns the doctor and no pod: where the API server is out of reach, the first lines of the report and the checks that did not run say so.',
  },
  {
    id: 'coredns-too-small',
    reason: 'No threshold is published from which on CoreDNS on Fargate is too small.',
  },
  {
    id: 'logging-fluentbit-failed',
    reason: "Only Fluent Bit's own log events in CloudWatch show it, and the doctor reads no logs.",
  },
  {
    id: 'start-oom',
    reason: 'It is retired: size-oom is the id for a container that was killed for its memory.',
  },
  {
    id: 'storage-private-efs-image',
    reason: 'It concerns the EFS driver on EC2 nodes; on Fargate AWS brings the driver along.',
  },
  {
    id: 'lb-target-type-instance',
    reason:
      'It keeps traffic from a pod and never a pod from running; seeing it takes every Service and Ingress, a read in each run that no diagnosis of a start needs.',
  },
  {
    id: 'network-policy-not-enforced',
    reason:
      'Fargate ignores network policies, so that they never keep a pod from running; seeing them takes a read in each run that no diagnosis of a start needs.',
  },
  {
    id: 'cni-alternate',
    reason:
      'Fargate always uses its built-in VPC CNI; another one shows as pods of a DaemonSet that hang on Fargate nodes, and is named there (sched-daemonset-on-fargate-node).',
  },
  {
    id: 'custom-networking-ignored',
    reason:
      'Fargate takes its subnets from the profile and ignores every ENIConfig, so that one changes nothing for a pod; the subnets themselves are checked.',
  },
  {
    id: 'vpc-shared-subnet',
    reason:
      "A shared VPC is no fault in itself; where its owner's route tables, gateways and ACLs are not visible, the checks that need them say so instead of calling them missing.",
  },
];
