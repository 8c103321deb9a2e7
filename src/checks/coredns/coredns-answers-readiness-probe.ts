import {hasReadyPlugin, probesReadyPlugin, RESTART_COREDNS} from '../../domain/coredns.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Pod} from '../../model/kubernetes.ts';

/** A CoreDNS pod that has run for so long without being ready is not merely starting. */
const SETTLED_MS = 2 * 60_000;

export default defineCheck({
  id: 'coredns-answers-readiness-probe',
  title: 'The Corefile has the plugin that the readiness probe asks',
  topic: 'Corefile',
  group: 'coredns',
  stage: 'ready',
  scope: 'cluster',
  precedence: 'dns',
  needs: ['corefile', 'corednsPods', 'clock'],
  consults: ['corednsAddon'],
  causes: {
    'coredns-ready-plugin-missing': {
      title: 'The Corefile lacks the plugin ready',
      why: 'Newer versions of the CoreDNS add-on (from v1.9.3-eksbuild.3 and v1.10.1-eksbuild.6 on) probe the plugin ready. A Corefile of your own without it leaves the pods running and never ready.',
      symptoms: ['CoreDNS pods are Running with 0/1 ready.', 'kube-dns has no ready backend.'],
      proof:
        'A CoreDNS container has been running for minutes and the pod is not ready, and no server in the Corefile has the plugin. A self-managed CoreDNS may be probed in another way, so there it is only possible.',
      severity: 'error',
      atMost: 'likely',
      explains: ['coredns-pending-blocks-dns', 'coredns-addon-degraded', 'start-probe'],
      fix: ['kubectl edit configmap coredns -n kube-system', 'and add the line ready to the server block.'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html'],
    },
  },
  run({corefile, corednsPods, clock, corednsAddon}, doubt) {
    const text = corefile.data['Corefile'] ?? '';
    const addon = valueOf(corednsAddon);
    const waiting = corednsPods.find((pod) => runsUnready(pod, clock));
    const plugin = hasReadyPlugin(text);
    if (plugin === true || !waiting) return [];
    if (plugin === undefined) return doubt.unreadable('corefile', 'it imports files that can not be seen');
    const probed = addon ? probesReadyPlugin(addon.version) : undefined;
    if (probed === false) return [];
    if (!answered(corednsAddon)) {
      doubt.unsure('corednsAddon');
      return [];
    }
    return [
      {
        cause: 'coredns-ready-plugin-missing',
        summary: `The Corefile has no plugin ready, which the readiness probe asks; pod ${waiting.name} runs and is not ready.`,
        certainty: probed ? 'likely' : 'possible',
        evidence: [
          {
            source: 'get configmaps/coredns -n kube-system',
            ref: 'configmap/coredns',
            path: 'data.Corefile',
            value: 'no line with ready',
          },
          {source: 'list pods -n kube-system', ref: `pod/${waiting.name}`, path: 'status', value: 'Running, not ready'},
          ...(addon ? [{source: 'eks:DescribeAddon', ref: 'coredns', path: 'addonVersion', value: addon.version}] : []),
        ],
        remedies: [
          {
            summary: 'Add a line with the word ready to the server block .:53 of the Corefile.',
            commands: ['kubectl edit configmap coredns -n kube-system'],
            changes: 'cluster',
            then: RESTART_COREDNS,
          },
        ],
      },
    ];
  },
});

function runsUnready(pod: Pod, now: string): boolean {
  const ready = pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
  const since = pod.status.containers.filter((c) => c.state.is === 'running').map((c) => Date.parse(c.state.at ?? ''));
  return !ready && since.some((at) => Date.parse(now) - at > SETTLED_MS);
}
