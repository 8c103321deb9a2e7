import type {NetworkAcl, NetworkAclEntry, SecurityGroup, SecurityRule, VpcEndpoint} from '../../../src/model/aws.ts';
import type {FactId, FactMap} from '../../../src/model/facts.ts';
import type {Pod, SecurityGroupPolicy} from '../../../src/model/kubernetes.ts';
import {
  about,
  aclEntry,
  CLUSTER_GROUP,
  clusterGroup,
  container,
  ENDPOINT_GROUP,
  https,
  minutesAgo,
  networkAcl,
  pendingPod,
  pod,
  PUBLIC_A,
  PUBLIC_B,
  rule,
  securityGroup,
  spec,
  SUBNET_A,
  SUBNET_B,
  withFacts,
  type AllAnswers,
} from '../../fixture.ts';
import {FULL} from './subnets-route-out.fixtures.ts';
import {hanging, privateTables} from './worlds.ts';

// Worlds that differ in what filters traffic: security groups, network ACLs, endpoints and their policies.

export const REDIS = 'sg-0e1f2a3b4c5d60007';

/** A group for endpoints, that admits what these rules say. */
export const endpointGroup = (...ingress: readonly SecurityRule[]): SecurityGroup =>
  securityGroup(ENDPOINT_GROUP, {ingress});

/** An isolated VPC with all endpoints, whose group admits the VPC. */
export const isolated = (values: {readonly [K in FactId]?: FactMap[K]} = {}): AllAnswers =>
  hanging({
    routeTables: privateTables(),
    vpcEndpoints: FULL,
    securityGroups: [clusterGroup(), endpointGroup(https('10.0.0.0/16'))],
    ...values,
  });

/** An ACL with these entries and AWS's last ones; on both private subnets unless told otherwise. */
export const acl = (entries: readonly NetworkAclEntry[], over: Partial<NetworkAcl> = {}): NetworkAcl =>
  networkAcl({
    id: 'acl-0a1b2c3d4e5f60002',
    default: false,
    subnetIds: [SUBNET_A, SUBNET_B],
    entries: [...entries, ...[false, true].map((egress) => aclEntry(32_767, egress, {action: 'deny'}))],
    ...over,
  });

/** The default ACL on the public subnets only, beside another one. */
export const beside = (other: NetworkAcl): readonly NetworkAcl[] => [
  networkAcl({subnetIds: [SUBNET_A, SUBNET_B, PUBLIC_A, PUBLIC_B].filter((id) => !other.subnetIds.includes(id))}),
  other,
];

export const tcp = (from: number, to = from): Partial<NetworkAclEntry> => ({protocol: '6', fromPort: from, toPort: to});

export const policy = (over: Partial<SecurityGroupPolicy> = {}): SecurityGroupPolicy => ({
  name: 'redis',
  createdAt: minutesAgo(60 * 24),
  podSelector: {matchLabels: {app: 'nginx'}, matchExpressions: []},
  groupIds: [REDIS],
  ...over,
});

/** A pod in provisioning that has these groups by its annotation. */
export const withGroups = (...ids: readonly string[]): ReturnType<typeof about> =>
  about(annotated(pendingPod(), ...ids));

export const annotated = (p: Pod, ...ids: readonly string[]): Pod => ({
  ...p,
  annotations: {...p.annotations, 'fargate.amazonaws.com/pod-sg': ids.join(',')},
});

/** A pod in provisioning that pulls this image. */
export const pulling = (image: string): ReturnType<typeof about> =>
  about(pendingPod({spec: spec({containers: [container({image})]})}));

/** A pod whose image does not come. */
export const waitingForImage = (): ReturnType<typeof about> =>
  about(
    pod({
      status: {
        phase: 'Pending',
        podIP: '10.0.1.77',
        hostIP: '10.0.1.77',
        conditions: [{type: 'PodScheduled', status: 'True', at: minutesAgo(13)}],
        containers: [
          {
            name: 'app',
            init: false,
            ready: false,
            restarts: 0,
            image: 'nginx',
            state: {is: 'waiting', reason: 'ImagePullBackOff'},
          },
        ],
      },
    }),
  );

export const endpoints = (change: (endpoint: VpcEndpoint) => VpcEndpoint): readonly VpcEndpoint[] => FULL.map(change);

export {aclEntry, CLUSTER_GROUP, clusterGroup, https, rule, securityGroup, withFacts, FULL};
