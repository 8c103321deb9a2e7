import type {Node} from '../model/kubernetes.ts';
import {COMPUTE_TYPE} from './names.ts';

/** Whether a node is a Fargate micro-VM: its label says so, or its name does. */
export const isFargateNode = ({name, labels}: Pick<Node, 'name' | 'labels'>): boolean =>
  labels[COMPUTE_TYPE] === 'fargate' || name.startsWith('fargate-ip-');
