import {NORMAL_SECONDS, SLOW_SECONDS, standingOf} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {answered} from '../../model/fact.ts';

const docs = ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-getting-started.html'];

export default defineCheck({
  id: 'pod-has-had-time-to-start',
  title: 'The pod has had the time that a start takes',
  topic: 'time to start',
  group: 'start',
  stage: 'provisioning',
  scope: 'pod',
  needs: ['pod', 'clock'],
  consults: ['podEvents'],
  causes: {
    'pod-still-starting': {
      title: 'The pod is starting, which takes up to a minute',
      why: 'For each pod Fargate starts a machine of its own and pulls every image anew. Measured starts took from 12 to 75 seconds, so a pod of less than a minute is not late.',
      symptoms: ['The pod is Pending and nothing was refused.'],
      proof: `The pod has been on its way for less than ${NORMAL_SECONDS} seconds.`,
      severity: 'info',
      fix: ['kubectl get pod POD -n NS --watch'],
      docs,
    },
    'pod-slow-to-start': {
      title: 'The pod is slow to start, which can still be normal',
      why: 'A start of one to two and a half minutes has been seen in healthy clusters: a large machine, a large image, a busy zone. After that a pod without a node is stuck.',
      symptoms: ['The pod is Pending and nothing was refused.'],
      proof: `The pod has been on its way for ${NORMAL_SECONDS} to ${SLOW_SECONDS} seconds.`,
      severity: 'info',
      fix: ['kubectl get pod POD -n NS --watch'],
      docs,
    },
  },
  run({pod, clock, podEvents}, doubt) {
    const {standing, seconds} = standingOf(pod, podEvents, clock);
    if (standing !== 'starting' && standing !== 'slow') return [];
    if (!answered(podEvents)) doubt.unsure('podEvents');
    const slow = standing === 'slow';
    return [
      {
        cause: slow ? 'pod-slow-to-start' : 'pod-still-starting',
        summary: slow
          ? `The pod has been on its way for ${seconds} s, which is slow and can still be normal; up to ${SLOW_SECONDS} s were seen.`
          : `The pod has been on its way for ${seconds} s; up to ${NORMAL_SECONDS} s is normal.`,
        certainty: 'certain',
        note: true,
        evidence: [
          {
            source: `get pods -n ${pod.namespace}`,
            ref: `pod/${pod.name}`,
            path: 'metadata.creationTimestamp',
            value: pod.createdAt,
          },
        ],
        remedies: [],
      },
    ];
  },
});
