import type {Node} from '../model/kubernetes.ts';
import {COMPUTE_TYPE} from './names.ts';

/** Whether a node is a Fargate micro-VM: its label says so, or its name does. */
export const isFargateNode = ({name, labels}: Pick<Node, 'name' | 'labels'>): boolean =>
  labels[COMPUTE_TYPE] === 'fargate' || isFargateNodeName(name);

/** Names of Fargate nodes: `fargate-ip-10-0-1-77.eu-central-1.compute.internal`. */
export const isFargateNodeName = (name: string): boolean => name.startsWith('fargate-');
