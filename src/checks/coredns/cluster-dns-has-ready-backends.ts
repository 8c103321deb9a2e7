import {isCoreDns} from '../../domain/coredns.ts';
import {stageOfNames} from '../../domain/wants-names.ts';
import {matchProfile} from '../../domain/selectors.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {Evidence} from '../../model/finding.ts';
import type {Pod} from '../../model/kubernetes.ts';

/** Labels of CoreDNS's pods, by which a profile may select them. */
const COREDNS_LABELS = {'k8s-app': 'kube-dns', 'eks.amazonaws.com/component': 'coredns'};

export default defineCheck({
  id: 'cluster-dns-has-ready-backends',
  title: 'The cluster DNS has a ready CoreDNS pod',
  topic: 'cluster DNS',
  group: 'coredns',
  stage: 'ready',
  scope: 'pod',
  precedence: 'dns',
  needs: ['cluster', 'clock'],
  maybe: ['dnsEndpoints'],
  consults: ['corednsPods', 'podSpec', 'pod', 'profile'],
  causes: {
    'coredns-pending-blocks-dns': {
      title: 'No CoreDNS pod is ready, so no name can be resolved',
      why: "The Service kube-dns has no ready backend. Fargate pods start all the same, because images and the API server are found by the VPC's own resolver; but the applications in them can resolve nothing, and may never become ready or crash.",
      symptoms: ['Applications log that they cannot resolve host names.', 'Pods run but do not become ready.'],
      proof:
        'The EndpointSlices of kube-system/kube-dns have no ready address. It is never why a pod is Pending. A cluster without a Service kube-dns may have another DNS; then the verdict is likely at most, and where there is no CoreDNS pod either it is only a note.',
      severity: 'error',
      explains: ['start-dns'],
      fix: ['kubectl get pods -n kube-system -l k8s-app=kube-dns', 'fargate-doctor pod deploy/coredns -n kube-system'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html'],
    },
  },
  run({cluster, clock, dnsEndpoints, corednsPods, podSpec, pod, profile}, doubt) {
    // Whether the subject is CoreDNS itself decides if this is its trouble or another's.
    if (doubt.unsure('podSpec', 'profile')) return [];
    const spec = valueOf(podSpec);
    const next = valueOf(profile);
    if (spec ? isCoreDns(spec) : next && matchProfile(next, 'kube-system', COREDNS_LABELS).matches) {
      return doubt.inapplicable('the subject is CoreDNS itself');
    }
    const backends = dnsEndpoints.is === 'known' ? dnsEndpoints.value : undefined;
    if (backends && backends.ready > 0) return [];
    if (!backends && cluster.autoMode) return doubt.inapplicable('EKS Auto Mode runs DNS on its nodes');
    const pods = valueOf(corednsPods) ?? [];
    // No Service of that name, and pods that are ready or none at all: the cluster may resolve names in another way.
    if (!backends && pods.some(isReady)) return [];
    const other = !backends && pods.length === 0;
    const [stuck] = pods.filter((p) => !isReady(p));
    const ready = valueOf(pod);
    const counted = pods.length > 0 ? `: ${pods.filter(isReady).length} of ${pods.length} CoreDNS pods are ready` : '';
    return [
      {
        cause: 'coredns-pending-blocks-dns',
        summary: backends
          ? `The cluster DNS has no ready backend${counted}; pods start, but can't resolve any name.`
          : 'There is no Service kube-dns, by which pods find the cluster DNS; they start, but may resolve no name.',
        stage: stageOfNames(ready, clock),
        certainty: backends ? 'certain' : other ? 'possible' : 'likely',
        evidence: [
          {
            source: 'list endpointslices -n kube-system',
            ref: 'service/kube-dns',
            value: backends
              ? `${backends.ready} ready, ${backends.notReady} not ready, in ${backends.slices} EndpointSlices`
              : 'no EndpointSlice',
          },
          ...pods.map(podSeen),
        ],
        remedies: [
          {
            summary: 'Ask what keeps CoreDNS from running.',
            commands: stuck
              ? [sh`fargate-doctor pod ${stuck.name} -n kube-system`]
              : ['kubectl get deployment,pods,service -n kube-system -l k8s-app=kube-dns'],
            changes: 'cluster',
          },
        ],
        ...(other || (ready && isReady(ready)) ? {note: true, severity: 'warning' as const} : {}),
      },
    ];
  },
});

const isReady = (pod: Pod): boolean => pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');

function podSeen(pod: Pod): Evidence {
  const scheduled = pod.status.conditions.find((c) => c.type === 'PodScheduled' && c.status !== 'True');
  return {
    source: 'list pods -n kube-system',
    ref: `pod/${pod.name}`,
    path: 'status',
    value: [pod.status.phase, isReady(pod) ? 'ready' : 'not ready', scheduled?.message].filter(Boolean).join(', '),
  };
}
