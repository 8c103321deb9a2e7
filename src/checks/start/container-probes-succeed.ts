import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'container-probes-succeed',
  title: 'The probes of the containers succeed',
  topic: 'probes',
  group: 'start',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'start-probe': {
      title: 'A probe fails',
      why: "The kubelet asks a container whether it is ready, alive or started, and gets no good answer: the program is not up, listens elsewhere, or is slow. The probe comes from the node to the pod's address, so a security group of the pod's own must admit the port.",
      symptoms: ['Event Unhealthy: "Readiness probe failed: …"', 'The pod runs and is not ready.'],
      proof: 'The newest Unhealthy event since the container started.',
      severity: 'error',
      atMost: 'likely',
      fix: ['kubectl logs POD -n NS', 'Compare port, path and delay of the probe with the program.'],
      docs: [
        'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
        'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    const ready = pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True');
    const unready = pod.status.containers.filter(
      (c) => !c.ready && c.state.is === 'running' && (!c.init || c.restarts > 0),
    );
    const [first] = unready;
    if (ready || !first) return [];
    const started = Math.min(...unready.map((c) => Date.parse(c.state.at ?? '') || 0));
    const spoken = spokenOf(pod, valueOf(podEvents) ?? [], ['probe-failed']).find(
      ({utterance}) => utterance.from === 'event' && Date.parse(utterance.at ?? '') >= started,
    );
    if (!spoken) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    const probe = (spoken.clause.names['probe'] ?? 'A').toLowerCase();
    const {message} = spoken.utterance;
    const why = message.slice(0, 300).split(': ').slice(1).join(': ').trim();
    return [
      {
        cause: 'start-probe',
        summary: `The ${probe} probe fails${unready.length === 1 ? ` (container ${first.name})` : ''}${why === '' ? '' : `: ${why.replace(/[.\s]{1,20}$/, '')}`}.`,
        certainty: 'likely',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary: 'See what the program says, and compare the port, path and delay of the probe with it.',
            commands: [sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${first.name}`],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
