import {COMPUTE_TYPE} from '../../domain/names.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'endpoint-suits-hybrid-nodes',
  title: 'The endpoint suits the hybrid nodes of the cluster',
  topic: 'hybrid nodes',
  group: 'cluster',
  stage: 'ready',
  scope: 'cluster',
  needs: ['cluster'],
  consults: ['nodes'],
  causes: {
    'cluster-hybrid-endpoint': {
      title: 'Public and private endpoint access in a cluster with hybrid nodes',
      why: 'For Fargate both kinds of access together are the usual advice. Hybrid nodes outside AWS then resolve the public address always, and AWS advises one kind of access for them. Fargate alone needs no change.',
      symptoms: ['Hybrid nodes reach the API server over the internet, or not at all.'],
      proof: 'Both kinds of access are on, and the cluster has hybrid nodes or networks for them.',
      severity: 'info',
      fix: ['Decide by where the hybrid nodes are; with private access alone Fargate pods keep working.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/hybrid-nodes-cluster-prep.html'],
    },
  },
  run({cluster, nodes}) {
    const {name, endpointPublicAccess, endpointPrivateAccess, remoteNodeCidrs = []} = cluster;
    const hybrid = (valueOf(nodes) ?? []).filter((node) => node.labels[COMPUTE_TYPE] === 'hybrid');
    const there = remoteNodeCidrs.length > 0 || hybrid.length > 0;
    if (!there || !endpointPublicAccess || !endpointPrivateAccess) return [];
    return [
      {
        cause: 'cluster-hybrid-endpoint',
        note: true,
        summary: `Cluster ${name} has hybrid nodes${remoteNodeCidrs.length > 0 ? ` (${remoteNodeCidrs.join(', ')})` : ''} and both kinds of endpoint access: right for Fargate, while AWS advises one kind for hybrid nodes.`,
        certainty: 'certain',
        evidence: [
          {
            source: 'eks:DescribeCluster',
            ref: name,
            path: 'resourcesVpcConfig',
            value: 'endpoint: private on, public on',
          },
          remoteNodeCidrs.length > 0
            ? {
                source: 'eks:DescribeCluster',
                ref: name,
                path: 'remoteNetworkConfig.remoteNodeNetworks',
                value: remoteNodeCidrs.join(', '),
              }
            : {
                source: 'list nodes',
                ref: `node/${hybrid[0]?.name ?? ''}`,
                path: `metadata.labels['${COMPUTE_TYPE}']`,
                value: 'hybrid',
              },
        ],
        remedies: [],
      },
    ];
  },
});
