import {refusedPods} from '../../domain/short-workload.ts';
import type {WorkloadKind} from '../../model/kubernetes.ts';
import {number} from '../probes/kube/json.ts';
import {conditions} from '../probes/kube/map-meta.ts';

/** Whether a workload has fewer ready pods than it wants, or is refused new ones. A CronJob wants none itself. */
export function wantsPods(kind: WorkloadKind, workload: unknown): boolean {
  const of = (...path: string[]): number => number(workload, ...path) ?? 0;
  switch (kind) {
    case 'DaemonSet':
      return of('status', 'numberReady') < of('status', 'desiredNumberScheduled');
    case 'Job':
      return !isOver(workload) && (of('status', 'ready') < of('status', 'active') || of('status', 'active') === 0);
    case 'CronJob':
      return false;
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return (
        of('status', 'readyReplicas') < (number(workload, 'spec', 'replicas') ?? 1) ||
        refusedPods({conditions: conditions(workload)}) !== undefined
      );
  }
}

const isOver = (job: unknown): boolean =>
  conditions(job).some((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True');
