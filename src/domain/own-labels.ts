import type {Labels, SpecifiedPod, Workload} from '../model/kubernetes.ts';
import {DNS_LABELS} from './coredns.ts';
import type {WantedPods} from './new-profile.ts';

/** Labels that say which application a pod belongs to: what Services and other controllers select by. */
const IDENTITY: readonly string[] = [
  'app',
  'k8s-app',
  'name',
  'component',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
  'app.kubernetes.io/component',
];

/** Labels that a controller makes up for each object of its own: nothing can be selected by them in advance. */
const GENERATED =
  /^(?:pod-template-hash|controller-(?:revision-hash|uid)|job-name|statefulset\.kubernetes\.io\/|apps\.kubernetes\.io\/|batch\.kubernetes\.io\/|eks\.amazonaws\.com\/)/;

/** The most label pairs that a selector of a Fargate profile may have (AWS quota). */
const MOST_PAIRS = 5;

/**
 * Why a pod must not be given labels for a profile's sake, as a clause after "because"; undefined where it may have them.
 * A label by which another workload is known makes the pods backends of that workload's Services: with CoreDNS's they
 * would be asked for the cluster's names.
 */
export function refusalOfLabels(
  labels: Labels,
  pod: Pick<SpecifiedPod, 'namespace'>,
  workload: Workload | undefined,
): string | undefined {
  for (const [key, value] of Object.entries(labels)) {
    const pair = `${key}=${value}`;
    if (pod.namespace === 'kube-system' && DNS_LABELS.some(([k, v]) => k === key && v === value)) {
      return `${pair} is CoreDNS's own label, and pods that bear it are asked for the cluster's names`;
    }
    const selected = workload?.selector[key];
    if (workload && selected !== undefined && selected !== value) {
      return `the ${workload.kind} selects its pods by ${key}=${selected}, which can't be changed`;
    }
    const own = workload && (workload.name === value || workload.labels[key] === value);
    if (IDENTITY.includes(key) && !own) return `${pair} is the name of another application, by which Services select`;
  }
  return undefined;
}

/**
 * Labels by which a profile would select this workload's pods and few others; empty where it has none. What the workload
 * selects by itself is sure to be on all its pods.
 */
export function ownLabels(pod: Pick<SpecifiedPod, 'labels'>, workload: Workload | undefined): Labels {
  const of = (labels: Labels): readonly (readonly [string, string])[] =>
    Object.entries(labels).filter(([key]) => !GENERATED.test(key));
  const selected = of(workload?.selector ?? {});
  const all = selected.length > 0 ? selected : of(workload?.template.labels ?? pod.labels);
  const known = all.filter(([key]) => IDENTITY.includes(key));
  const chosen = selected.length === 0 && known.length > 0 ? known : all;
  return Object.fromEntries([...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, MOST_PAIRS));
}

/**
 * What a new profile for a workload is to select: the workload alone where others of its namespace must be left where they
 * are (`alone`, and always in kube-system, whose DaemonSets it would take from the EC2 nodes), else the namespace.
 */
export function podsToSelect(pod: SpecifiedPod, workload: Workload | undefined, alone = false): WantedPods {
  const {namespace} = pod;
  if (!alone && namespace !== 'kube-system') return {namespace};
  const labels = ownLabels(pod, workload);
  if (Object.keys(labels).length === 0) return {namespace};
  return {namespace, labels, ...(workload ? {workload: workload.name} : {})};
}
