import {spokenEvidence, spokenOf, type Spoken} from '../../domain/spoken.ts';
import {isBetweenRestarts} from '../../domain/stages.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';
import type {ContainerStatus, KubeEvent, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'container-probes-succeed',
  title: 'The probes of the containers succeed',
  topic: 'probes',
  group: 'start',
  stage: 'ready',
  scope: 'pod',
  needs: ['pod', 'clock'],
  consults: ['podEvents'],
  causes: {
    'start-probe': {
      title: 'A probe fails',
      why: "The kubelet asks a container whether it is ready, alive or started, and gets no good answer: the program is not up, listens elsewhere, or is slow. The probe comes from the node to the pod's address, so a security group of the pod's own must admit the port.",
      symptoms: [
        'Event Unhealthy: "Readiness probe failed: …"',
        'The pod runs and is not ready.',
        'CrashLoopBackOff with exit code 137 or 143, and the event "Container C failed liveness probe, will be restarted".',
      ],
      proof:
        'The newest Unhealthy event since the container started; of a container that was restarted, that the kubelet ended it for its liveness or startup probe. A program that ends by itself fails its probe too, so that the failure alone does not count there.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: ['kubectl logs POD -n NS', 'Compare port, path and delay of the probe with the program.'],
      docs: [
        'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
        'https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html',
      ],
    },
  },
  run({pod, clock, podEvents}, doubt) {
    if (pod.status.conditions.some((c) => c.type === 'Ready' && c.status === 'True')) return [];
    const events = valueOf(podEvents) ?? [];
    const ended = pod.status.containers.filter((c) => mayHaveBeenKilled(c, clock));
    const killed = ended.flatMap((status) => killing(pod, status, events) ?? []);
    if (killed.length > 0) return killed;
    const unready = pod.status.containers.filter(
      (c) => !c.ready && c.state.is === 'running' && (!c.init || c.restarts > 0),
    );
    const [first] = unready;
    const started = Math.min(...unready.map((c) => Date.parse(c.state.at ?? '') || 0));
    const spoken = first && failures(pod, events).find(({utterance}) => timeOf(utterance.at) >= started);
    if (spoken) return [problem(pod, first, spoken, unready.length === 1)];
    if ((first !== undefined || ended.length > 0) && !answered(podEvents)) doubt.unsure('podEvents');
    return [];
  },
});

/** Failed probes, the newest first. */
const failures = (pod: Pod, events: readonly KubeEvent[]): readonly Spoken[] =>
  spokenOf(pod, events, ['probe-failed']).filter(({utterance}) => utterance.from === 'event');

const timeOf = (at: string | undefined): number => Date.parse(at ?? '');

/** In a crash loop, and not for its memory. */
function mayHaveBeenKilled(status: ContainerStatus, now: string): boolean {
  const {state, last, restarts} = status;
  if (restarts === 0 || !last || last.reason === 'OOMKilled') return false;
  return (state.is === 'waiting' && state.reason === 'CrashLoopBackOff') || isBetweenRestarts(status, now);
}

/** From the word that a container is ended to its end: `terminationGracePeriodSeconds`, which is seldom longer. */
const GRACE_SECONDS = 300;
/** The program did as SIGTERM asks, or had to be killed. */
const SIGNALLED: readonly (number | undefined)[] = [137, 143];

/** That the kubelet ended a container for a probe, the last time that it ended. */
function killing(pod: Pod, status: ContainerStatus, events: readonly KubeEvent[]): Problem | undefined {
  const since = timeOf(status.last?.at) - GRACE_SECONDS * 1000;
  const word = events
    .filter((e) => e.component === 'kubelet' && e.reason === 'Killing' && timeOf(e.lastAt) >= since)
    .find((e) => /^Container (\S{1,63}) failed (?:liveness|startup) probe\b/.exec(e.message)?.[1] === status.name);
  const spoken = failures(pod, events).find(
    ({utterance, clause}) => clause.names['probe'] !== 'Readiness' && timeOf(utterance.at) >= since,
  );
  if (!spoken || !(word || SIGNALLED.includes(status.last?.exitCode))) return undefined;
  const found = problem(pod, status, spoken, true);
  return {
    ...found,
    stage: 'start',
    summary: `${found.summary} The kubelet ends it for that${status.restarts > 1 ? `, ${status.restarts} times so far` : ''}.`,
    evidence: [
      ...found.evidence,
      ...(word ? [{source: 'event', ref: word.component, value: word.message.slice(0, 500), at: word.lastAt}] : []),
    ],
  };
}

function problem(pod: Pod, status: ContainerStatus, spoken: Spoken, alone: boolean): Problem {
  const probe = (spoken.clause.names['probe'] ?? 'A').toLowerCase();
  const why = spoken.utterance.message.slice(0, 300).split(': ').slice(1).join(': ').trim();
  return {
    cause: 'start-probe',
    summary: `The ${probe} probe fails${alone ? ` (container ${status.name})` : ''}${why === '' ? '' : `: ${why.replace(/[.\s]{1,20}$/, '')}`}.`,
    certainty: 'likely',
    evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
    remedies: [
      {
        summary: 'See what the program says, and compare the port, path and delay of the probe with it.',
        commands: [
          status.state.is === 'running'
            ? sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${status.name}`
            : sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${status.name} --previous`,
        ],
        changes: 'workload',
      },
    ],
  };
}
