import {isCoreDns} from '../../domain/coredns.ts';
import {wantsNames} from '../../domain/application-words.ts';
import {mayWantNames} from '../../domain/wants-names.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'pod-can-resolve-names',
  title: 'The containers of the pod can resolve names',
  topic: 'name resolution',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod', 'podSpec', 'dnsEndpoints', 'clock'],
  causes: {
    'start-dns': {
      title: 'A container that hangs or crashes while the cluster DNS is down',
      why: 'With no CoreDNS pod ready, a container can resolve no name. Many programs end with an error then, and init containers that look for a service wait for ever.',
      symptoms: ['CrashLoopBackOff or Init:0/1, while no CoreDNS pod is ready.'],
      proof:
        "The Service kube-dns has no ready backend and a container of the pod ends with errors, or does not come up. That the one is why of the other only the container's log tells, or its termination message.",
      severity: 'error',
      atMost: 'likely',
      fix: ['kubectl get pods -n kube-system -l k8s-app=kube-dns', 'kubectl logs POD -n NS --previous'],
      docs: ['https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html'],
    },
  },
  run({pod, podSpec, dnsEndpoints, clock}, doubt) {
    if (isCoreDns(podSpec)) return doubt.inapplicable('the subject is CoreDNS itself');
    if (dnsEndpoints.ready > 0) return [];
    const suffering = pod.status.containers.filter((c) => mayWantNames(c, clock));
    const said = suffering.find((c) => wantsNames(c.state.message) || wantsNames(c.last?.message));
    const first = said ?? suffering[0];
    if (!first) return [];
    return [
      {
        cause: 'start-dns',
        summary: `No CoreDNS pod is ready, so container ${first.name} can resolve no name${said ? ', and its last message says so' : `; this may be why it ${first.init ? 'does not finish' : 'does not stay up'}`}.`,
        certainty: said ? 'likely' : 'possible',
        evidence: [
          {
            source: 'list endpointslices -n kube-system',
            ref: 'service/kube-dns',
            value: `0 ready, ${dnsEndpoints.notReady} not ready`,
          },
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: `status.containerStatuses[${first.name}].state`,
            value: [first.state.reason ?? first.state.is, `${first.restarts} restarts`].join(', '),
          },
        ],
        remedies: [
          {
            summary: 'Ask what keeps CoreDNS from running; the container is tried again by itself.',
            commands: ['fargate-doctor pod deploy/coredns -n kube-system'],
            changes: 'cluster',
          },
        ],
      },
    ];
  },
});
