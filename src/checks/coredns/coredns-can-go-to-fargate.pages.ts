import type {CausePage} from '../../model/check.ts';

const START = 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html';
const ADDON = 'https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html';

export const causes = {
  'coredns-no-profile': {
    title: 'No Fargate profile selects CoreDNS',
    why: "In a cluster with no other nodes CoreDNS has to run on Fargate like everything else. Without a profile for namespace kube-system, or for CoreDNS's labels there, its pods stay with the default scheduler for ever.",
    symptoms: ['The CoreDNS pods are Pending from the beginning, and no name in the cluster can be resolved.'],
    proof:
      'No selector of any profile fits the pods, and the cluster has no EC2 nodes and no Auto Mode that could take them.',
    severity: 'error',
    explains: [
      'coredns-pending-blocks-dns',
      'start-dns',
      'coredns-addon-degraded',
      'sched-default-scheduler-fargate-only',
    ],
    fix: [
      "aws eks create-fargate-profile --cluster-name CL --fargate-profile-name coredns --pod-execution-role-arn ROLE --subnets SUBNETS --selectors 'namespace=kube-system,labels={k8s-app=kube-dns}'",
      'aws eks wait fargate-profile-active --cluster-name CL --fargate-profile-name coredns',
      'kubectl rollout restart deployment/coredns -n kube-system',
    ],
    docs: [START],
  },
  'coredns-compute-type-ec2': {
    title: 'CoreDNS carries the annotation that asks for EC2 nodes',
    why: 'The pod template of CoreDNS has eks.amazonaws.com/compute-type: ec2, which keeps its pods off Fargate whatever the profiles say. Clusters made before 2025 have it by default. A toleration is no remedy: it seems to help only because the change makes new pods.',
    symptoms: ['The CoreDNS pods hang with default-scheduler although a profile selects them.'],
    proof:
      'The annotation is on the pods or on the template, a profile selects them, they are not running, and the cluster has no EC2 nodes. With EC2 nodes the annotation is as it should be, and the verdict at most possible.',
    severity: 'error',
    explains: [
      'coredns-pending-blocks-dns',
      'start-dns',
      'coredns-addon-degraded',
      'profile-pod-predates',
      'sched-default-scheduler-fargate-only',
    ],
    fix: [
      `kubectl patch deployment coredns -n kube-system --type json -p='[{"op":"remove","path":"/spec/template/metadata/annotations/eks.amazonaws.com~1compute-type"}]'`,
      'Without the annotation: kubectl rollout restart deployment/coredns -n kube-system',
    ],
    docs: [START, 'https://github.com/awsdocs/amazon-eks-user-guide/issues/775'],
  },
  'coredns-addon-overwrites': {
    title: 'The CoreDNS add-on would restore the annotation',
    why: 'Where CoreDNS is a managed add-on, its next update writes the annotation back, unless the add-on is configured with computeType Fargate.',
    symptoms: ['CoreDNS worked after a patch, and hangs again after an update of the add-on.'],
    proof: "The annotation is there, and the add-on's configuration has no computeType Fargate.",
    severity: 'error',
    atMost: 'likely',
    fix: [
      `aws eks update-addon --cluster-name CL --addon-name coredns --configuration-values '{"computeType":"Fargate"}' --resolve-conflicts OVERWRITE`,
    ],
    docs: [ADDON],
  },
} satisfies Readonly<Record<string, CausePage>>;
