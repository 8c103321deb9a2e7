import {SLOW_SECONDS} from '../../domain/stages.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {KubeEvent} from '../../model/kubernetes.ts';

export default defineCheck({
  id: 'images-are-pulled-in-time',
  title: 'The images of the pod are pulled in a few minutes',
  topic: 'pull time',
  group: 'image',
  stage: 'image',
  scope: 'pod',
  needs: ['pod', 'clock'],
  consults: ['podEvents'],
  causes: {
    'image-large-or-slow': {
      title: 'A pull that takes long',
      why: 'On Fargate every pod is a new machine, so that every image is pulled in full, each time, onto a disk of 20 GiB. Gigabytes take minutes; so does a registry that is far, or a way to it that is narrow.',
      symptoms: ['The last event is "Pulling image …", with no error after it, for minutes.'],
      proof: `The kubelet has been pulling for more than ${SLOW_SECONDS} seconds and has reported neither success nor failure. A network that swallows packets looks the same until the kubelet gives up.`,
      severity: 'warning',
      atMost: 'possible',
      fix: [
        'Make the image smaller, or copy it to ECR in the Region of the cluster.',
        'kubectl describe pod POD -n NS',
      ],
      docs: [
        'https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html',
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
      ],
    },
  },
  run({pod, clock, podEvents}, doubt) {
    const creating = pod.status.containers.some(
      (c) => c.state.is === 'waiting' && (c.state.reason ?? 'ContainerCreating') === 'ContainerCreating',
    );
    if (pod.spec.nodeName === undefined || pod.status.phase !== 'Pending' || !creating) return [];
    const now = Date.parse(clock);
    // A pull can't have begun before the pod; what is younger than this is in time, whatever events say.
    if ((now - Date.parse(pod.createdAt)) / 1000 <= SLOW_SECONDS || doubt.unsure('podEvents')) return [];
    const pulling = lastOf(valueOf(podEvents) ?? []);
    const seconds = Math.floor((now - Date.parse(pulling?.lastAt ?? '')) / 1000);
    if (!pulling || !(seconds > SLOW_SECONDS)) return [];
    const image = /^Pulling image "([^"\n]{1,500})"/.exec(pulling.message)?.[1];
    return [
      {
        cause: 'image-large-or-slow',
        summary: `The kubelet has been pulling ${image === undefined ? 'an image' : `image ${image}`} for ${Math.floor(seconds / 60)} minutes, without an error so far.`,
        certainty: 'possible',
        evidence: [{source: 'event', ref: pulling.component, value: pulling.message, at: pulling.lastAt}],
        remedies: [
          {
            summary:
              'Wait for the next event; if the image is large, make it smaller, or keep it in ECR in the Region of the cluster, since Fargate caches none.',
            commands: [],
            changes: 'workload',
          },
        ],
      },
    ];
  },
});

const ORDER = ['Pulling', 'Pulled', 'Created', 'Started', 'Failed', 'BackOff'];

/** The kubelet's last event, if it is that a pull began: of two in one second the later step counts. */
function lastOf(events: readonly KubeEvent[]): KubeEvent | undefined {
  const steps = events
    .filter((e) => ORDER.includes(e.reason))
    .sort((a, b) => Date.parse(a.lastAt) - Date.parse(b.lastAt) || ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason));
  const last = steps.at(-1);
  return last?.reason === 'Pulling' ? last : undefined;
}
