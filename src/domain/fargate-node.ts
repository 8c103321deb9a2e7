import type {Node, Pod} from '../model/kubernetes.ts';
import {COMPUTE_TYPE} from './names.ts';
import {NORMAL_SECONDS} from './stages.ts';

/** Whether a node is a Fargate micro-VM: its label says so, or its name does. */
export const isFargateNode = ({name, labels}: Pick<Node, 'name' | 'labels'>): boolean =>
  labels[COMPUTE_TYPE] === 'fargate' || name.startsWith('fargate-ip-');

/** The Fargate node that a pod is on. */
export const fargateNodeOf = (pod: Pod, nodes: readonly Node[]): Node | undefined =>
  nodes.find((node) => node.name === pod.spec.nodeName && isFargateNode(node));

/** Whether a node has joined and is not ready, for more than the minute that it takes to come up. */
export const isLost = (node: Node, now: string): boolean =>
  (node.ready === 'False' || node.ready === 'Unknown') &&
  !(Date.parse(now) - Date.parse(node.createdAt) < NORMAL_SECONDS * 1000);
