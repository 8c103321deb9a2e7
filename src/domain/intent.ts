import {answered, valueOf, type Fact} from '../model/fact.ts';
import type {Cluster} from '../model/aws.ts';
import type {KubeEvent, Node, SpecifiedPod} from '../model/kubernetes.ts';
import {isFargateNode} from './fargate-node.ts';
import {COMPUTE_TYPE, PROFILE_LABEL} from './names.ts';
import type {Placement} from './placement.ts';
import {looksLikeFargateScheduler} from './scheduler-name.ts';

/** Whether a pod is meant for Fargate. `because` is a clause that follows "it is not meant for Fargate:". */
export type Intent =
  | {readonly is: 'fargate'}
  | {readonly is: 'elsewhere'; readonly because: string}
  /**
   * No profile matches, or it asks for other nodes than Fargate's, and whether there are such nodes or will be can't be seen
   * for lack of these facts.
   */
  | {readonly is: 'unclear'; readonly lacks: readonly ('nodes' | 'cluster' | 'podEvents')[]};

/** What the intent is read from, beside the pod and its placement. */
export interface IntentEvidence {
  readonly nodes: Fact<readonly Node[]>;
  readonly cluster: Fact<Cluster>;
  readonly podEvents: Fact<readonly KubeEvent[]>;
  /** The latest word of the default scheduler, from the PodScheduled condition. */
  readonly condition?: string;
}

/** Labels that only EC2 nodes carry: a pod that asks for one is not meant for Fargate. */
const EC2_ONLY = [
  'eks.amazonaws.com/nodegroup',
  'eks.amazonaws.com/capacityType',
  'alpha.eksctl.io/nodegroup-name',
  'karpenter.sh/nodepool',
  'karpenter.sh/capacity-type',
  'karpenter.k8s.aws/instance-category',
  'node.kubernetes.io/instance-type',
  'beta.kubernetes.io/instance-type',
];

/** Whether only EC2 nodes carry a pair of a nodeSelector. */
export const isEc2Only = (key: string, value: string): boolean =>
  EC2_ONLY.includes(key) || (key === COMPUTE_TYPE && value !== 'fargate');

/** The label by which a pod asks for EC2 nodes, if it does. A hand-made label doesn't tell. */
export function asksForEc2(pod: SpecifiedPod): string | undefined {
  const selected = Object.entries(pod.spec.nodeSelector).find(([key, value]) => isEc2Only(key, value));
  if (selected) return `its nodeSelector asks for ${selected[0]}=${selected[1]}`;
  const terms = pod.spec.nodeAffinityTerms;
  const wanted = terms.map((term) =>
    term.expressions.find(
      (e) =>
        (EC2_ONLY.includes(e.key) && ['In', 'Exists'].includes(e.operator)) ||
        (e.key === COMPUTE_TYPE && e.operator === 'NotIn' && e.values.includes('fargate')) ||
        (e.key === COMPUTE_TYPE && e.operator === 'DoesNotExist'),
    ),
  );
  // Terms are alternatives: every one of them has to exclude Fargate.
  const [first] = wanted;
  return first && wanted.every((w) => w !== undefined) ? `its node affinity asks for ${first.key}` : undefined;
}

/** Whether the pod asks for Fargate's nodes in so many words. */
function asksForFargate({spec}: SpecifiedPod): boolean {
  const terms = spec.nodeAffinityTerms;
  const every = terms.every((term) =>
    term.expressions.some((e) => e.key === COMPUTE_TYPE && e.operator === 'In' && e.values.join() === 'fargate'),
  );
  return spec.nodeSelector[COMPUTE_TYPE] === 'fargate' || (terms.length > 0 && every);
}

/** Components that bring EC2 nodes for pending pods, so that a cluster without such nodes now is not Fargate-only. */
const NODE_PROVISIONERS = ['karpenter', 'cluster-autoscaler', 'eks-auto-mode/compute'];

/** Whether all that the default scheduler says of the nodes is that there are none, or none but Fargate's. */
function onlyFargateNodesBy(said: readonly string[]): boolean {
  const counted = said.flatMap((message) => {
    if (message.includes('no nodes available to schedule pods')) return [true];
    const total = /(\d{1,6})\/(\d{1,6}) nodes are available/.exec(message)?.[2];
    if (total === undefined) return [];
    const tainted =
      /(\d{1,6}) node\(s\) had (?:untolerated )?taint \{eks\.amazonaws\.com\/compute-type: fargate\}/.exec(message);
    return [tainted?.[1] === total];
  });
  return counted.length > 0 && counted.every((only) => only);
}

/**
 * A pod that asks for EC2 nodes is not ours, unless a profile would take it and nothing but Fargate is there: then its wish
 * is what keeps it from running.
 */
function askedForEc2(because: string, pod: SpecifiedPod, placement: Placement, evidence: IntentEvidence): Intent {
  // What is only written down may still be brought a node when it comes.
  const waits = pod.from === 'pod' && pod.spec.nodeName === undefined;
  const others =
    valueOf(evidence.nodes)?.some((node) => !isFargateNode(node)) === true ||
    valueOf(evidence.cluster)?.autoMode === true ||
    provisionerIn(valueOf(evidence.podEvents) ?? []) !== undefined;
  if (placement.matching.length === 0 || !waits || others) return {is: 'elsewhere', because};
  const lacks = (['nodes', 'cluster', 'podEvents'] as const).filter((fact) => !answered<unknown>(evidence[fact]));
  return lacks.length > 0 ? {is: 'unclear', lacks} : {is: 'fargate'};
}

const provisionerIn = (events: readonly KubeEvent[]): KubeEvent | undefined =>
  events.find((e) => NODE_PROVISIONERS.includes(e.component));

/**
 * Decides whether a pod is ours (product contract 7.10): a matching profile, the webhook's marks, a label, scheduler or
 * node selector that asks for Fargate, or a cluster in which there is nothing but Fargate.
 */
export function intentOf(pod: SpecifiedPod, placement: Placement, evidence: IntentEvidence): Intent {
  if (placement.mutated || pod.labels[PROFILE_LABEL] !== undefined) return {is: 'fargate'};
  if (looksLikeFargateScheduler(pod.spec.schedulerName)) return {is: 'fargate'};
  if (asksForFargate(pod)) return {is: 'fargate'};
  const ec2 = asksForEc2(pod);
  if (ec2 !== undefined) return askedForEc2(ec2, pod, placement, evidence);
  if (pod.from === 'pod' && pod.ownerKind === 'DaemonSet') {
    return {is: 'elsewhere', because: 'it belongs to a DaemonSet, which Fargate does not run'};
  }
  if (placement.matching.length > 0) return {is: 'fargate'};
  if (pod.spec.nodeName !== undefined && !pod.spec.nodeName.startsWith('fargate-')) {
    return {is: 'elsewhere', because: `no Fargate profile matches it, and it is on node ${pod.spec.nodeName}`};
  }
  const cluster = valueOf(evidence.cluster);
  if (cluster?.autoMode) {
    return {is: 'elsewhere', because: 'no Fargate profile matches it, and EKS Auto Mode provides nodes for such pods'};
  }
  const events = valueOf(evidence.podEvents) ?? [];
  const provisioner = provisionerIn(events);
  if (provisioner) {
    return {
      is: 'elsewhere',
      because: `no Fargate profile matches it, and ${provisioner.component} provides nodes for such pods`,
    };
  }
  const nodes = valueOf(evidence.nodes);
  const others = nodes?.filter((node) => !isFargateNode(node)) ?? [];
  if (others.length > 0) {
    const [have, are] = others.length === 1 ? ['node that is', "not Fargate's"] : ['nodes that are', "not Fargate's"];
    return {
      is: 'elsewhere',
      because: `no Fargate profile matches it, and the cluster has ${others.length} ${have} ${are}`,
    };
  }
  const said = [
    ...events.filter((e) => e.component === 'default-scheduler').map((e) => e.message),
    evidence.condition ?? '',
  ];
  if (!nodes && !onlyFargateNodesBy(said)) return {is: 'unclear', lacks: ['nodes']};
  // Auto Mode brings nodes for such pods, and only the cluster's description tells; Karpenter's word is an event.
  const lacks = (['cluster', 'podEvents'] as const).filter((fact) => !answered<unknown>(evidence[fact]));
  return lacks.length > 0 ? {is: 'unclear', lacks} : {is: 'fargate'};
}
