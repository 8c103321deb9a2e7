import {usesKubernetesFilter} from '../../domain/log-destinations.ts';
import {defineCheck} from '../../model/check.ts';

/** The first minor version whose log router takes the filter. */
const SINCE = 23;

export default defineCheck({
  id: 'log-filters-fit-version',
  title: "The cluster's version takes the filters of aws-logging",
  topic: 'logging version',
  group: 'logging',
  stage: 'start',
  scope: 'cluster',
  needs: ['awsLogging', 'cluster'],
  causes: {
    'logging-version': {
      title: 'A Kubernetes filter for logs, on a version that lacks it',
      why: `The filter that adds the names of pod and namespace to log lines works on Fargate from Kubernetes 1.${SINCE} on. On older clusters logging is turned off by it, or the lines come without the names.`,
      symptoms: ['Log lines lack the Kubernetes metadata.'],
      proof:
        'filters.conf has a FILTER named kubernetes, and the cluster is older. EKS has ended support for such versions.',
      severity: 'info',
      fix: [`aws eks update-cluster-version --name CL --kubernetes-version 1.${SINCE}`],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
    },
  },
  run({awsLogging, cluster}, doubt) {
    if (!usesKubernetesFilter(awsLogging)) return doubt.inapplicable('no filter named kubernetes');
    const minor = /^1\.([0-9]{1,3})$/.exec(cluster.version)?.[1];
    if (minor === undefined) return doubt.unreadable('cluster', `version ${cluster.version} is not of a known form`);
    if (Number(minor) >= SINCE) return [];
    return [
      {
        cause: 'logging-version',
        note: true,
        summary: `The kubernetes filter in aws-logging wants Kubernetes 1.${SINCE} or newer; the cluster has ${cluster.version}.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'get configmaps/aws-logging -n aws-observability',
            ref: 'configmap/aws-logging',
            path: "data['filters.conf']",
            value: 'FILTER kubernetes',
          },
          {source: 'eks:DescribeCluster', ref: cluster.name, path: 'version', value: cluster.version},
        ],
        remedies: [
          {
            summary: 'Take the filter out until the cluster is upgraded; it counts for pods that are made afterwards.',
            commands: ['kubectl edit configmap aws-logging -n aws-observability'],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
