import type {Condition, Workload} from '../model/kubernetes.ts';

type Counted = Pick<Workload, 'conditions' | 'replicas'>;

/** That the API server refuses pods of the workload, as its controller writes it down; gone once one was made. */
export const refusedPods = ({conditions}: Pick<Workload, 'conditions'>): Condition | undefined =>
  conditions.find((c) => c.type === 'ReplicaFailure' && c.status === 'True');

/** Whether pods are missing: fewer than wanted, or the pods of a new template, while those of the old one stay. */
export const lacksPods = (workload: Counted): boolean =>
  workload.replicas.current < workload.replicas.desired || refusedPods(workload) !== undefined;
