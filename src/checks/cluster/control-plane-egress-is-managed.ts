import {defineCheck} from '../../model/check.ts';

/** What each mode but AWS's own asks of the customer. */
const MODES = new Map([
  ['CUSTOMER_ROUTED', "the control plane's own way out is the VPC's"],
  ['CUSTOMER_ISOLATED', 'the control plane has no way out'],
]);

export default defineCheck({
  id: 'control-plane-egress-is-managed',
  title: 'EKS manages the way out of the control plane',
  topic: 'control-plane egress',
  group: 'cluster',
  stage: 'creation',
  scope: 'cluster',
  needs: ['cluster'],
  causes: {
    'cluster-egress-mode': {
      title: "The way out of the control plane is the customer's affair",
      why: 'With controlPlaneEgressMode CUSTOMER_ROUTED or CUSTOMER_ISOLATED the control plane reaches webhooks and OIDC providers only if the VPC lets it. A webhook that it does not reach can keep pods from being created. The way of the kubelet to the API server is another one.',
      symptoms: ['failed calling webhook …: context deadline exceeded', 'Logins by OIDC fail.'],
      proof:
        'resourcesVpcConfig.controlPlaneEgressMode of eks:DescribeCluster. What follows for Fargate is not documented.',
      severity: 'info',
      atMost: 'possible',
      fix: ["Give the cluster's own subnets a route to what the control plane must reach."],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/control-plane-egress.html'],
    },
  },
  run({cluster}) {
    const mode = cluster.controlPlaneEgressMode ?? '';
    const means = MODES.get(mode);
    if (means === undefined) return [];
    return [
      {
        cause: 'cluster-egress-mode',
        note: true,
        summary: `Cluster ${cluster.name} is in the egress mode ${mode}: ${means}, which webhooks and OIDC providers may need.`,
        certainty: 'possible',
        evidence: [
          {
            source: 'eks:DescribeCluster',
            ref: cluster.name,
            path: 'resourcesVpcConfig.controlPlaneEgressMode',
            value: mode,
          },
        ],
        remedies: [],
      },
    ];
  },
});
