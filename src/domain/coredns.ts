import {parse} from 'yaml';
import type {Addon, ClusterTarget, FargateProfile} from '../model/aws.ts';
import type {SpecifiedPod, Workload} from '../model/kubernetes.ts';
import {COMPUTE_TYPE} from './names.ts';
import {profileCommands} from './new-profile.ts';
import {pointerSegment} from './remedies.ts';
import {sh} from './shell.ts';

/** Labels of CoreDNS: the one that every distribution sets and that Service kube-dns selects by, and the one that EKS adds. */
export const DNS_LABELS: readonly (readonly [key: string, value: string])[] = [
  ['k8s-app', 'kube-dns'],
  ['eks.amazonaws.com/component', 'coredns'],
];

/** Whether this is a pod of the cluster's CoreDNS, for which the `coredns-*` checks answer in place of the general ones. */
export function isCoreDns(pod: Pick<SpecifiedPod, 'namespace' | 'labels'>): boolean {
  return pod.namespace === 'kube-system' && DNS_LABELS.some(([key, value]) => pod.labels[key] === value);
}

/** Where a workload's pods would be judged, if it made one now. */
export function specifiedBy(workload: Workload): SpecifiedPod {
  return {
    from: 'template',
    ref: `${workload.kind.toLowerCase()}/${workload.name}`,
    pathPrefix: `${workload.templatePath}.`,
    namespace: workload.namespace,
    labels: workload.template.labels,
    annotations: workload.template.annotations,
    ownerKind: workload.kind,
    spec: workload.template.spec,
  };
}

/** The add-on's configuration as an object; empty where it has none, undefined where it can't be read. */
function configurationOf(addon: Addon): Readonly<Record<string, unknown>> | undefined {
  if (addon.configurationValues.trim() === '') return {};
  let value: unknown;
  try {
    // JSON is YAML; the API takes both.
    value = parse(addon.configurationValues, {maxAliasCount: 100, logLevel: 'error'});
  } catch {
    return undefined;
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** Whether the add-on is told to run on Fargate: only then it leaves out the annotation on an update. */
export function addonWantsFargate(addon: Addon): boolean | undefined {
  const configuration = configurationOf(addon);
  return configuration && String(configuration['computeType']).toLowerCase() === 'fargate';
}

/** The add-on's configuration with `computeType` added, as JSON; undefined where the present one can't be read. */
export function withFargate(addon: Addon): string | undefined {
  const configuration = configurationOf(addon);
  return configuration && JSON.stringify({...configuration, computeType: 'Fargate'});
}

/** The commands that make a profile for CoreDNS alone, with role and subnets of another one, and wait for it. */
export function corednsProfile(
  target: ClusterTarget,
  like: FargateProfile,
  taken: readonly string[],
): readonly string[] {
  let name = 'coredns';
  for (let n = 2; taken.includes(name); n++) name = `coredns-${n}`;
  return profileCommands(target, name, {namespace: 'kube-system', labels: {'k8s-app': 'kube-dns'}}, like);
}

/** Removes the annotation that keeps CoreDNS off Fargate; the Deployment then makes new pods by itself. */
export const REMOVE_ANNOTATION = sh`kubectl patch deployment coredns -n kube-system --type=json -p ${JSON.stringify([
  {op: 'remove', path: `/spec/template/metadata/annotations/${pointerSegment(COMPUTE_TYPE)}`},
])}`;

export const RESTART_COREDNS = 'kubectl rollout restart deployment/coredns -n kube-system';

/** Whether the Corefile's servers answer readiness probes; undefined where an `import` may bring what is not seen. */
export function hasReadyPlugin(corefile: string): boolean | undefined {
  const words = corefile.split('\n').map((line) => line.trim().split(/[\s{]/, 1)[0]);
  if (words.includes('ready')) return true;
  return words.includes('import') ? undefined : false;
}

/**
 * Whether the add-on's readiness probe asks the plugin `ready`: from v1.9.3-eksbuild.3 and v1.10.1-eksbuild.6 on (AWS user
 * guide). Undefined for a version that can't be read.
 */
export function probesReadyPlugin(version: string): boolean | undefined {
  const parts = /^v(\d{1,4})\.(\d{1,4})\.(\d{1,4})-eksbuild\.(\d{1,4})/.exec(version)?.slice(1).map(Number);
  if (!parts) return undefined;
  const since = parts[0] === 1 && (parts[1] ?? 0) < 10 ? [1, 9, 3, 3] : [1, 10, 1, 6];
  const at = since.findIndex((number, i) => number !== parts[i]);
  return at < 0 || (parts[at] ?? 0) > (since[at] ?? 0);
}
