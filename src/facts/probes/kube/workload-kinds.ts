import type {WorkloadKind} from '../../../model/kubernetes.ts';
import type {KubeRight} from '../../../model/right.ts';

/** Where a kind of workload lives in the API, and the words by which kubectl knows it. */
export interface WorkloadApi {
  readonly kind: WorkloadKind;
  readonly group: 'apps' | 'batch';
  /** The plural, lower-cased. */
  readonly resource: string;
  readonly short: string | undefined;
}

/** The kinds whose template makes pods, in the order in which a bare name is looked for. */
export const WORKLOAD_APIS: readonly WorkloadApi[] = [
  {kind: 'Deployment', group: 'apps', resource: 'deployments', short: 'deploy'},
  {kind: 'StatefulSet', group: 'apps', resource: 'statefulsets', short: 'sts'},
  {kind: 'DaemonSet', group: 'apps', resource: 'daemonsets', short: 'ds'},
  {kind: 'CronJob', group: 'batch', resource: 'cronjobs', short: 'cj'},
  {kind: 'Job', group: 'batch', resource: 'jobs', short: undefined},
  {kind: 'ReplicaSet', group: 'apps', resource: 'replicasets', short: 'rs'},
];

/** The API of a kind by its name; undefined for kinds that we don't read, such as custom resources. */
export const workloadApi = (kind: string): WorkloadApi | undefined => WORKLOAD_APIS.find((api) => api.kind === kind);

export const getWorkload = (api: WorkloadApi): KubeRight => ({
  verb: 'get',
  group: api.group,
  resource: api.resource,
  namespace: 'SUBJECT',
});

export const listWorkloads = (api: WorkloadApi): KubeRight => ({...getWorkload(api), verb: 'list'});

/** The rights to follow any pod to the top of its owners. */
export const GET_WORKLOADS: readonly KubeRight[] = WORKLOAD_APIS.map(getWorkload);
