import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';

export default defineCheck({
  id: 'cpu-quota-is-accepted',
  title: 'The kernel accepts the CPU quota of the containers',
  topic: 'CPU quota',
  group: 'start',
  stage: 'start',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'start-cfs-quota': {
      title: "The kernel refuses a container's CPU quota",
      why: "The container runtime writes the CPU limit as a quota into the micro-VM's control groups, and the kernel refuses one that is larger than what the VM has. It is what limits above the requests look like; where they are equal it may be a fault on AWS's side.",
      symptoms: ['StartError: "failed to write …: write …/cpu.cfs_quota_us: invalid argument"'],
      proof: 'The kubelet repeats the words of the kernel.',
      severity: 'error',
      explains: ['start-crashloop'],
      fix: ['kubectl set resources deployment/D -n NS --requests=cpu=1 --limits=cpu=1'],
      docs: [
        'https://github.com/aws/containers-roadmap/issues/1864',
        'https://github.com/aws/containers-roadmap/issues/1890',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    const down = pod.status.containers.filter(
      (c) =>
        c.state.is === 'terminated' ||
        (c.state.is === 'waiting' && c.restarts > 0) ||
        c.state.reason === 'RunContainerError',
    );
    if (down.length === 0) return [];
    const [spoken] = spokenOf(pod, valueOf(podEvents) ?? [], ['cfs-quota']);
    if (!spoken) {
      if (!answered(podEvents)) doubt.unsure('podEvents');
      return [];
    }
    const name = spoken.utterance.container ?? down[0]?.name ?? '';
    return [
      {
        cause: 'start-cfs-quota',
        summary: `The kernel refuses the CPU quota of container ${name}, so it can't start.`,
        certainty: 'certain',
        evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
        remedies: [
          {
            summary: `Set the CPU request of container ${name} to its limit. If they are equal already, recreate the pod, and open a case with AWS if it comes back.`,
            commands: [],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});
