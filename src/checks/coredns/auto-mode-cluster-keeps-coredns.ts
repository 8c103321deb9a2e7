import {stageOfNames} from '../../domain/wants-names.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'auto-mode-cluster-keeps-coredns',
  title: 'A cluster with Auto Mode and Fargate still has CoreDNS',
  topic: 'DNS beside Auto Mode',
  group: 'coredns',
  stage: 'ready',
  scope: 'pod',
  precedence: 'dns',
  needs: ['cluster', 'profiles', 'clock'],
  maybe: ['corednsDeployment'],
  consults: ['dnsEndpoints', 'target', 'pod'],
  causes: {
    'coredns-autoscaler-or-auto-mode': {
      title: 'EKS Auto Mode without CoreDNS leaves Fargate pods without DNS',
      why: 'EKS Auto Mode runs DNS on its own nodes, where Fargate pods cannot use it. In a cluster that has both, the CoreDNS add-on remains necessary.',
      symptoms: ['Pods on Fargate run but resolve no name; pods on Auto Mode nodes do.'],
      proof:
        'Auto Mode is on, there are Fargate profiles, there is no Deployment coredns in kube-system, and the Service kube-dns has no ready backend.',
      severity: 'error',
      atMost: 'likely',
      explains: ['coredns-pending-blocks-dns', 'start-dns'],
      fix: ['aws eks create-addon --cluster-name CL --addon-name coredns'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html'],
    },
  },
  run({cluster, profiles, clock, corednsDeployment, dnsEndpoints, target, pod}, doubt) {
    const [backends, place] = [valueOf(dnsEndpoints), valueOf(target)];
    if (!cluster.autoMode) return doubt.inapplicable('the cluster has no Auto Mode');
    if (profiles.length === 0) return doubt.inapplicable('there is no Fargate profile');
    if (corednsDeployment.is === 'known' || (backends?.ready ?? 0) > 0) return [];
    if (!answered(dnsEndpoints)) {
      doubt.unsure('dnsEndpoints');
      return [];
    }
    return [
      {
        cause: 'coredns-autoscaler-or-auto-mode',
        summary:
          'The cluster runs EKS Auto Mode and has no CoreDNS; Fargate pods cannot use the DNS of Auto Mode nodes and resolve no name.',
        certainty: 'likely',
        stage: stageOfNames(valueOf(pod), clock),
        evidence: [
          {source: 'eks:DescribeCluster', ref: cluster.name, path: 'computeConfig.enabled', value: 'true'},
          {source: 'get deployments/coredns -n kube-system', ref: 'deployment/coredns', value: 'no such Deployment'},
          {source: 'eks:ListFargateProfiles', ref: cluster.name, value: profiles.map((p) => p.name).join(', ')},
        ],
        remedies: place
          ? [
              {
                summary: 'Install the CoreDNS add-on; Auto Mode has nodes for it.',
                commands: [
                  sh`aws eks create-addon --region ${place.region} --cluster-name ${place.name} --addon-name coredns`,
                ],
                changes: 'aws',
              },
            ]
          : [],
      },
    ];
  },
});
