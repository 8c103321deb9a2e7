import {isBetweenRestarts, START_ERRORS} from '../../domain/stages.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import type {Evidence, Problem, Remedy} from '../../model/finding.ts';
import type {ContainerState, ContainerStatus, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'containers-keep-running',
  title: 'No container of the pod ends with an error',
  topic: 'container exits',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod', 'clock'],
  causes: {
    'start-crashloop': {
      title: 'A container ends again and again',
      why: 'The container starts and ends with an error, and the kubelet waits longer before each new start. Pod and node are in order; the reason is in the program, its configuration, or what it cannot reach.',
      symptoms: [
        'The container waits with CrashLoopBackOff.',
        'The container waits with RunContainerError or another error of the runtime, which can not start it.',
        'The container runs for a while, is not ready, and has been restarted.',
        'A container that is not restarted has ended with an error.',
      ],
      proof: "The container's state; how it ended last is beside it. Its own log tells why.",
      severity: 'error',
      fix: ['kubectl logs POD -n NS -c CONTAINER --previous'],
      docs: [
        'https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/',
        'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
      ],
    },
  },
  run: ({pod, clock}) => pod.status.containers.filter((c) => crashes(pod, c, clock)).map((c) => crash(pod, c)),
});

function crashes(pod: Pod, status: ContainerStatus, now: string): boolean {
  const {state} = status;
  // What a container is configured from is the business of another check.
  if (state.is === 'waiting') {
    return state.reason !== 'CreateContainerConfigError' && START_ERRORS.includes(state.reason ?? '');
  }
  if (isBetweenRestarts(status, now)) return true;
  return state.is === 'terminated' && (state.exitCode ?? 0) !== 0 && pod.status.reason === undefined;
}

function crash(pod: Pod, status: ContainerStatus): Problem {
  const {name, state, last, restarts} = status;
  const end = state.is === 'terminated' ? state : last;
  const seen = (path: string, value: string, at?: string): Evidence => ({
    source: `get pods -n ${pod.namespace}`,
    ref: `pod/${pod.name}`,
    path: `status.${status.init ? 'initContainerStatuses' : 'containerStatuses'}[${name}].${path}`,
    value,
    ...(at === undefined ? {} : {at}),
  });
  const how = endText(end);
  const refused = state.is === 'waiting' && state.reason !== 'CrashLoopBackOff';
  return {
    cause: 'start-crashloop',
    summary: `${status.init ? 'Init container' : 'Container'} ${name} ${refused ? `can't be started (${state.reason ?? ''})` : `ended${how === undefined ? ' with an error' : ` with ${how}`}`}${restarts > 0 ? `, and was restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}` : ''}.`,
    // One that has been restarted once may be on its way up.
    certainty: state.is === 'running' && restarts < 2 ? 'likely' : 'certain',
    evidence: [
      seen('state', [state.reason ?? state.is, state.message].filter(Boolean).join(': ').slice(0, 500)),
      ...(end && end !== state ? [seen('lastState.terminated', how ?? 'ended', end.at)] : []),
    ],
    remedies: [refused ? read(pod, name) : logs(pod, status)],
  };
}

/** A container that the runtime refuses has written nothing; the runtime's words name what is wrong. */
const read = (pod: Pod, name: string): Remedy => ({
  summary: `Mend what the runtime says of container ${name}: its command, its image or its mounts.`,
  commands: [sh`kubectl describe pod ${pod.name} -n ${pod.namespace}`],
  changes: 'workload',
});

const logs = (pod: Pod, {name, restarts}: ContainerStatus): Remedy => ({
  summary: `Read what container ${name} wrote before it ended.`,
  commands: [
    restarts > 0
      ? sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${name} --previous`
      : sh`kubectl logs ${pod.name} -n ${pod.namespace} -c ${name}`,
  ],
  changes: 'workload',
});

/** `exit code 1`, `OOMKilled (exit code 137)`. */
function endText(state: ContainerState | undefined): string | undefined {
  if (!state || state.exitCode === undefined) return undefined;
  const code = `exit code ${state.exitCode}`;
  return state.reason === undefined || state.reason === 'Error' ? code : `${state.reason} (${code})`;
}
