import {metadataOnly, shown} from '../negotiate.ts';
import type {KubeObject} from '../object.ts';
import type {Resource} from '../resources.ts';
import {badRequest} from '../status.ts';
import {EVENTS, NAMESPACES, NODES, SIGNING_REQUESTS} from './cluster.ts';
import type {Column, TableShape} from './columns.ts';
import {ENDPOINT_SLICES, ENDPOINTS, INGRESSES, NETWORK_POLICIES, SECURITY_GROUP_POLICIES, SERVICES} from './network.ts';
import {PODS} from './pods.ts';
import {
  DISRUPTION_BUDGETS,
  LIMIT_RANGES,
  PLAIN,
  PRIORITY_CLASSES,
  QUOTAS,
  RUNTIME_CLASSES,
  SERVICE_ACCOUNTS,
  WEBHOOKS,
} from './policy.ts';
import {CLAIMS, CONFIG_MAPS, CSI_DRIVERS, SECRETS, STORAGE_CLASSES, VOLUMES} from './storage.ts';
import {
  CRON_JOBS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  REPLICA_SETS,
  REPLICATION_CONTROLLERS,
  STATEFUL_SETS,
} from './workloads.ts';

const SHAPES: Readonly<Record<string, TableShape>> = {
  pods: PODS,
  nodes: NODES,
  events: EVENTS,
  namespaces: NAMESPACES,
  services: SERVICES,
  endpoints: ENDPOINTS,
  configmaps: CONFIG_MAPS,
  secrets: SECRETS,
  persistentvolumeclaims: CLAIMS,
  persistentvolumes: VOLUMES,
  serviceaccounts: SERVICE_ACCOUNTS,
  resourcequotas: QUOTAS,
  limitranges: LIMIT_RANGES,
  replicationcontrollers: REPLICATION_CONTROLLERS,
  deployments: DEPLOYMENTS,
  replicasets: REPLICA_SETS,
  statefulsets: STATEFUL_SETS,
  daemonsets: DAEMON_SETS,
  jobs: JOBS,
  cronjobs: CRON_JOBS,
  endpointslices: ENDPOINT_SLICES,
  storageclasses: STORAGE_CLASSES,
  csidrivers: CSI_DRIVERS,
  poddisruptionbudgets: DISRUPTION_BUDGETS,
  mutatingwebhookconfigurations: WEBHOOKS,
  validatingwebhookconfigurations: WEBHOOKS,
  certificatesigningrequests: SIGNING_REQUESTS,
  ingresses: INGRESSES,
  networkpolicies: NETWORK_POLICIES,
  runtimeclasses: RUNTIME_CLASSES,
  priorityclasses: PRIORITY_CLASSES,
  securitygrouppolicies: SECURITY_GROUP_POLICIES,
};

/** How much of each object rides along with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** Reads the `includeObject` parameter; 400 for anything else. */
export function includeObject(query: URLSearchParams): IncludeObject {
  const asked = query.get('includeObject') || 'Metadata';
  if (asked === 'None' || asked === 'Metadata' || asked === 'Object') return asked;
  throw badRequest(`unrecognized includeObject value: "${asked.slice(0, 100)}"`);
}

function shapeOf(resource: Resource): TableShape {
  return SHAPES[resource.plural] ?? PLAIN;
}

/** The columns of a resource's table. */
export function tableColumns(resource: Resource): readonly Column[] {
  return shapeOf(resource).columns;
}

/** One row of a resource's table. `now` in ms. */
export function tableRow(resource: Resource, object: KubeObject, include: IncludeObject, now: number): unknown {
  const cells = shapeOf(resource).row(object, now);
  if (include === 'None') return {cells};
  return {cells, object: include === 'Object' ? shown(resource, object) : metadataOnly(object)};
}
