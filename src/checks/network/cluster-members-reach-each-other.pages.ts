import type {CausePage} from '../../model/check.ts';

const docs = ['https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html'];

export const causes = {
  'cluster-sg-no-self-ingress': {
    title: 'Cluster security group that does not admit its own members',
    why: 'The control plane and every Fargate pod have the cluster security group, and talk to each other by its rule that admits all traffic from itself. EKS makes that rule, and makes it again only when the cluster is next updated. Without it a node does not get at the private endpoint, the control plane not at the kubelet, and pods not at CoreDNS.',
    symptoms: [
      'fargate-scheduler repeats "Pod provisioning timed out (will retry)".',
      'Pods run, but resolve no names; kubectl logs and exec time out.',
    ],
    proof:
      'No ingress rule of the groups of the control plane admits TCP 443 from the pod and private access is on; or the group has no rule for itself at all, and TCP 10250 or DNS is not admitted otherwise.',
    severity: 'error',
    atMost: 'likely',
    explains: ['coredns-pending-blocks-dns'],
    fix: ['aws ec2 authorize-security-group-ingress --group-id SG --protocol all --source-group SG'],
    docs,
  },
  'coredns-sg-blocks-53': {
    title: 'Security groups that keep pods from CoreDNS',
    why: 'Pods ask CoreDNS at UDP and TCP 53. On Fargate CoreDNS has the cluster security group, or that of a SecurityGroupPolicy; its rules must admit the pods that ask.',
    symptoms: ['Applications log that host names can not be resolved.', 'Pods run but do not become ready.'],
    proof:
      'All CoreDNS pods are on Fargate, so that their groups are known, and no rule admits UDP 53 from the pod to any of them. For CoreDNS on EC2 nodes the groups are not read.',
    severity: 'error',
    atMost: 'likely',
    stage: 'ready',
    fix: [
      'aws ec2 authorize-security-group-ingress --group-id SG --protocol udp --port 53 --source-group SG-POD',
      'aws ec2 authorize-security-group-ingress --group-id SG --protocol tcp --port 53 --source-group SG-POD',
    ],
    docs: [...docs, 'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html'],
  },
  'controlplane-cannot-reach-10250': {
    title: "Control plane that can't reach the kubelet",
    why: 'kubectl logs, exec, attach and port-forward, and the metrics server, go to the kubelet of the pod at TCP 10250. Pods start and run without it.',
    symptoms: ['kubectl logs and exec time out.', 'kubectl top shows no values for Fargate pods.'],
    proof:
      'No ingress rule of the groups of the pod admits TCP 10250 from the groups of the control plane. It never keeps a pod from running.',
    severity: 'warning',
    atMost: 'likely',
    stage: 'ready',
    fix: [
      'aws ec2 authorize-security-group-ingress --group-id SG --protocol tcp --port 10250 --source-group SG-CLUSTER',
    ],
    docs,
  },
} satisfies Readonly<Record<string, CausePage>>;
