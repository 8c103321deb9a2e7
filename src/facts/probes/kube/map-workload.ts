import type {OwnerRef, SpecifiedPod, Workload, WorkloadKind} from '../../../model/kubernetes.ts';
import {some} from '../answers.ts';
import {at, dictionary, flag, number, objects} from './json.ts';
import {annotations, conditions, createdAt, labels, nameOf, namespaceOf} from './map-meta.ts';
import {mapPodSpec} from './map-pod-spec.ts';

/** What is known of a workload beside the object itself. */
export interface WorkloadPlace {
  /** The objects between the pod and it, the nearest first. */
  readonly via: readonly OwnerRef[];
  /** A controller of a kind that we don't read. */
  readonly managedBy?: OwnerRef;
}

/** Reads an apps/v1 or batch/v1 object with a pod template. */
export function mapWorkload(kind: WorkloadKind, workload: unknown, place: WorkloadPlace = {via: []}): Workload {
  const templatePath = kind === 'CronJob' ? 'spec.jobTemplate.spec.template' : 'spec.template';
  const template = at(workload, ...templatePath.split('.'));
  return {
    kind,
    namespace: namespaceOf(workload),
    name: nameOf(workload),
    createdAt: createdAt(workload),
    labels: labels(workload),
    annotations: annotations(workload),
    template: {labels: labels(template), annotations: annotations(template), spec: mapPodSpec(at(template, 'spec'))},
    templatePath,
    replicas: replicas(kind, workload),
    conditions: conditions(workload),
    via: place.via,
    selector: dictionary(workload, 'spec', 'selector', 'matchLabels'),
    ...some({managedBy: place.managedBy}),
  };
}

function replicas(kind: WorkloadKind, workload: unknown): Workload['replicas'] {
  const of = (...path: string[]): number => number(workload, ...path) ?? 0;
  switch (kind) {
    case 'DaemonSet':
      return {
        desired: of('status', 'desiredNumberScheduled'),
        current: of('status', 'currentNumberScheduled'),
        ready: of('status', 'numberReady'),
      };
    case 'Job':
      return {
        desired: wantedByJob(workload),
        current: of('status', 'active'),
        ready: of('status', 'ready'),
      };
    case 'CronJob': {
      // It wants no pods itself; its running Jobs are counted.
      const active = objects(workload, 'status', 'active').length;
      return {desired: active, current: active, ready: 0};
    }
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return {
        desired: number(workload, 'spec', 'replicas') ?? 1,
        current: of('status', 'replicas'),
        ready: of('status', 'readyReplicas'),
        ...(kind === 'Deployment' ? {updated: of('status', 'updatedReplicas')} : {}),
      };
  }
}

/** Pods that a Job still wants at once: none while it is suspended, and none once it is over. */
function wantedByJob(job: unknown): number {
  const over = conditions(job).some((c) => ['Complete', 'Failed', 'Suspended'].includes(c.type) && c.status === 'True');
  if (over || flag(job, 'spec', 'suspend') === true || at(job, 'status', 'completionTime') !== undefined) return 0;
  const parallelism = number(job, 'spec', 'parallelism') ?? 1;
  const completions = number(job, 'spec', 'completions');
  const left = completions === undefined ? parallelism : completions - (number(job, 'status', 'succeeded') ?? 0);
  return Math.max(0, Math.min(parallelism, left));
}

/** The workload's template as the thing that was specified. */
export function specifiedByTemplate(workload: Workload): SpecifiedPod {
  return {
    from: 'template',
    ref: `${workload.kind.toLowerCase()}/${workload.name}`,
    pathPrefix: `${workload.templatePath}.`,
    namespace: workload.namespace,
    labels: workload.template.labels,
    annotations: workload.template.annotations,
    ownerKind: workload.kind,
    spec: workload.template.spec,
  };
}
