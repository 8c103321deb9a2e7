import type {FactId} from '../model/facts.ts';
import {isAwsRight, type KubeRight, type Right} from '../model/right.ts';
import {LIST_CHILDREN} from './probes/kube/children.ts';
import {LIST_PODS} from './probes/kube/requests.ts';
import {listWorkloads, WORKLOAD_APIS} from './probes/kube/workload-kinds.ts';
import {rightsOf} from './probes/rights.ts';
import {SCAN_RIGHTS} from './scan/listed.ts';
import {LIST_NAMESPACES} from './scan/pods.ts';

const GET_NAMESPACE: KubeRight = {...LIST_NAMESPACES, verb: 'get'};

/** What is read beside the facts: to find the cluster, and what a name means. */
const FINDING: readonly Right[] = [
  {action: 'eks:DescribeCluster'},
  {action: 'eks:ListClusters'},
  LIST_PODS,
  ...LIST_CHILDREN,
  ...WORKLOAD_APIS.map(listWorkloads),
  GET_NAMESPACE,
  LIST_NAMESPACES,
];

/** Every right that a run of any command may make use of to learn these facts; each once. */
export function rightsOfRun(facts: Iterable<FactId>): readonly Right[] {
  const key = (right: Right): string =>
    isAwsRight(right)
      ? right.action
      : JSON.stringify([right.verb, right.group, right.resource, right.name, right.namespace]);
  return [...new Map([...rightsOf(facts), ...FINDING, ...SCAN_RIGHTS].map((right) => [key(right), right])).values()];
}
