import {imageHost} from '../../domain/image-host.ts';
import {pullFailures} from '../../domain/pull.ts';
import {defineCheck} from '../../model/check.ts';

export default defineCheck({
  id: 'registry-does-not-throttle',
  title: 'The registry does not throttle the pull',
  topic: 'pull rate',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents'],
  causes: {
    'image-rate-limited': {
      title: 'The registry limits the rate of pulls',
      why: 'Registries such as Docker Hub count anonymous pulls by source address, and all pods behind a NAT gateway share one. On Fargate every pod pulls its images anew, since every pod is a new machine.',
      symptoms: ['"toomanyrequests: You have reached your pull rate limit"', '"429 Too Many Requests"'],
      proof: "The registry's answer, as the kubelet repeats it.",
      severity: 'error',
      fix: ['Copy the image to ECR, use an ECR pull-through cache, or pull with an account (imagePullSecrets).'],
      docs: [
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
        'https://docs.docker.com/docker-hub/usage/',
      ],
    },
  },
  run({pod, podEvents}, doubt) {
    return pullFailures(pod, podEvents, doubt)
      .filter(({spoken}) => spoken.clause.says === 'rate-limited')
      .map(({status, image, evidence}) => ({
        cause: 'image-rate-limited',
        summary: `${imageHost(image)} limits the rate of pulls, and refuses ${image} to container ${status.name} for now.`,
        certainty: 'certain' as const,
        evidence,
        remedies: [
          {
            summary: `Copy the image to ECR or put an ECR pull-through cache before ${imageHost(image)}; an imagePullSecret with an account raises the limit. The kubelet goes on trying, so that it may start by itself later.`,
            commands: [],
            changes: 'workload' as const,
          },
        ],
      }));
  },
});
