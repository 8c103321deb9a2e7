import type {SpecifiedPod} from '../model/kubernetes.ts';

/** Labels of CoreDNS: the one that every distribution sets, and the one that EKS adds. */
const LABELS: readonly (readonly [key: string, value: string])[] = [
  ['k8s-app', 'kube-dns'],
  ['eks.amazonaws.com/component', 'coredns'],
];

/** Whether this is a pod of the cluster's CoreDNS, for which the `coredns-*` checks answer in place of the general ones. */
export function isCoreDns(pod: Pick<SpecifiedPod, 'namespace' | 'labels'>): boolean {
  return pod.namespace === 'kube-system' && LABELS.some(([key, value]) => pod.labels[key] === value);
}
