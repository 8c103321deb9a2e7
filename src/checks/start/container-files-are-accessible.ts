import {utterances, type Utterance} from '../../domain/messages.ts';
import {spokenEvidence} from '../../domain/spoken.ts';
import {START_ERRORS} from '../../domain/stages.ts';
import {sh} from '../../domain/shell.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {ContainerStatus, Pod} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'container-files-are-accessible',
  title: 'The containers may use the files that they are given',
  topic: 'file permissions',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'start-readonly-permission': {
      title: 'A container that may not use its files',
      why: 'A container that runs as a user other than root gets at a volume only as the file system allows. EFS keeps its own owners: fsGroup does not change them, and an access point may force others. A read-only root or volume refuses what the runtime wants to make there.',
      symptoms: [
        '"mkdir …: permission denied", "read-only file system" in the message of StartError',
        'FailedMount: "applyFSGroup failed … operation not permitted"',
        'The program\'s termination message has "Permission denied" or "Read-only file system" for a directory.',
      ],
      proof:
        'The runtime or the kubelet says so, or the program in its termination message. Mostly it says it in its own log, which is not read; and a program that may not be executed is another fault.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: [
        'Give the EFS access point the user and group of the container (posixUser), or run the container as the owner of the files.',
      ],
      docs: [
        'https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html',
        'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    const down = pod.status.containers.filter(isDown);
    const mounting = pod.spec.nodeName !== undefined && pod.status.phase === 'Pending' && down.length === 0;
    if (down.length === 0 && !mounting) return [];
    const said = utterances(pod, valueOf(podEvents) ?? []).find((u) =>
      mounting ? isOwnership(u) : u.message !== '' && concerns(u, down) && isRefusal(u.message),
    );
    if (!said) {
      doubt.unsure('podEvents');
      return [];
    }
    const name = said.container ?? (down.length === 1 ? down[0]?.name : undefined);
    return [
      {
        cause: 'start-readonly-permission',
        summary: mounting
          ? 'A volume of the pod keeps the group that fsGroup asks for from being set, so it is not mounted.'
          : `${name === undefined ? 'A container' : `Container ${name}`} can't start: ${isApplication(said) ? 'its program' : 'the runtime'} may not use a file or a directory of it (${wordsOf(said.message)}).`,
        certainty: 'likely',
        ...(mounting ? {stage: 'mounts' as const} : {}),
        evidence: [spokenEvidence(pod, said)],
        remedies: [remedy(pod, mounting)],
      },
    ];
  },
});

const isDown = ({state, last, ready}: ContainerStatus): boolean =>
  (state.is === 'waiting' && START_ERRORS.includes(state.reason ?? '')) ||
  (state.is === 'terminated' && state.exitCode !== 0) ||
  // Between two ends of a crash loop.
  (state.is === 'running' && !ready && last !== undefined);

const concerns = (u: Utterance, down: readonly ContainerStatus[]): boolean =>
  u.from === 'container'
    ? down.some((c) => c.name === u.container)
    : u.component === 'kubelet' && u.reason === 'Failed';

/** Its own last words, of which only known ones are kept; a runtime's error has a reason of its own. */
const isApplication = ({from, reason}: Utterance): boolean =>
  from === 'container' && ['Error', 'Completed', ''].includes(reason);

const READ_ONLY = /read-only file ?system/i;
/** The runtime at work on files; "exec …: permission denied" is a program without its x bit. */
const DENIED =
  /\b(?:mkdir|mkdirat|open|openat|openat2|chown|lchown|chdir|mount|mounting|creating)\b[^\n]{0,400}permission denied/;

const isRefusal = (message: string): boolean => {
  const text = message.slice(0, 4096);
  return READ_ONLY.test(text) || DENIED.test(text);
};

const wordsOf = (message: string): string =>
  READ_ONLY.test(message.slice(0, 4096)) ? 'read-only file system' : 'permission denied';

const isOwnership = ({from, reason, message}: Utterance): boolean =>
  from === 'event' && reason === 'FailedMount' && message.includes('applyFSGroup failed');

const remedy = (pod: Pod, mounting: boolean) => ({
  summary: mounting
    ? 'Take fsGroup out of the pod template and let the EFS access point give the owner (posixUser); or set fsGroupChangePolicy: OnRootMismatch.'
    : 'Compare the user of the container (runAsUser, fsGroup, readOnlyRootFilesystem) with the owner and mode of the volume; on EFS an access point can give both.',
  commands: [sh`kubectl get pod ${pod.name} -n ${pod.namespace} -o yaml`],
  changes: 'workload' as const,
});
