import {spokenEvidence, spokenOf} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {answered, valueOf} from '../../model/fact.ts';
import type {Problem} from '../../model/finding.ts';
import type {ContainerStatus} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'image-runs-on-amd64',
  title: 'The images of the pod are built for amd64',
  topic: 'image architecture',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'image-architecture': {
      title: 'An image for another processor',
      why: 'EKS on Fargate has amd64 processors only. An image that was built on an Arm machine, without a platform given, does not run there.',
      symptoms: ['"no match for platform in manifest" at the pull', '"exec format error" at the start'],
      proof:
        'The kubelet says so. A script without a #! line gives "exec format error" as well, so that text alone makes it likely.',
      severity: 'error',
      atMost: 'likely',
      explains: ['start-crashloop'],
      fix: ['docker buildx build --platform linux/amd64 …'],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate.html',
        'https://docs.docker.com/build/building/multi-platform/',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    const broken = pod.status.containers.filter(isDown);
    if (broken.length === 0) return [];
    const said = spokenOf(pod, valueOf(podEvents) ?? [], ['platform', 'exec-format']);
    const problems = broken.flatMap((status): readonly Problem[] => {
      const image = [...pod.spec.initContainers, ...pod.spec.containers].find((c) => c.name === status.name)?.image;
      const spoken =
        said.find(({utterance}) => utterance.container === status.name) ??
        said.find(
          ({utterance}) =>
            utterance.from === 'event' &&
            (broken.length === 1 ||
              utterance.message.includes(image ?? status.image) ||
              utterance.message.includes(status.name)),
        );
      if (!spoken) return [];
      const pulling = spoken.clause.says === 'platform';
      return [
        {
          cause: 'image-architecture',
          summary: pulling
            ? `Image ${image ?? status.image} of container ${status.name} does not exist for linux/amd64.`
            : `The program of container ${status.name} cannot be executed: image ${image ?? status.image} is probably not built for linux/amd64.`,
          certainty: 'likely',
          stage: spoken.clause.stage,
          evidence: [spokenEvidence(pod, spoken.utterance, spoken.clause)],
          remedies: [
            {
              summary: `Build ${image ?? status.image} for linux/amd64 (docker buildx build --platform linux/amd64), push it, and roll out.`,
              commands: [],
              changes: 'workload',
            },
          ],
        },
      ];
    });
    if (problems.length === 0 && !answered(podEvents)) doubt.unsure('podEvents');
    return problems;
  },
});

const isDown = ({state, last, ready}: ContainerStatus): boolean =>
  // Between two ends of a crash loop.
  (state.is === 'running' && !ready && last !== undefined) ||
  (state.is === 'waiting' && !['ContainerCreating', 'PodInitializing'].includes(state.reason ?? '')) ||
  (state.is === 'terminated' && state.exitCode !== 0);
