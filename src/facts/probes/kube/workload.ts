import {defineProbe} from '../probe.ts';
import {readWorkload} from './read-workload.ts';
import {GET_WORKLOADS} from './workload-kinds.ts';

/**
 * `metadata.ownerReferences` of the pod, followed upwards (ReplicaSet to Deployment, Job to CronJob), one GET each in
 * apps/v1 or batch/v1.
 */
export default defineProbe({
  fact: 'workload',
  reads: GET_WORKLOADS,
  after: [],
  afterMaybe: ['pod'],
  api: 'kubernetes',
  ask: (_given, {kube, subject}) => readWorkload(kube, subject),
});
