import {lastRefusal} from '../../domain/messages.ts';
import {isUnplaced, spokenEvidence} from '../../domain/spoken.ts';
import {defineCheck} from '../../model/check.ts';
import {valueOf} from '../../model/fact.ts';
import type {FargatePod} from '../../model/kubernetes.ts';

/** An account that launches pods of EKS alone starts 20 a second. */
const MANY = 50;
const MINUTES_10 = 600_000;

export default defineCheck({
  id: 'launches-are-not-throttled',
  title: 'Fargate launches pods as fast as they are created',
  topic: 'launch rate',
  group: 'capacity',
  stage: 'validation',
  scope: 'pod',
  needs: ['pod'],
  consults: ['podEvents', 'fargatePods', 'clock'],
  causes: {
    'quota-launch-rate': {
      title: 'Fargate throttles the launch of pods',
      why: 'Fargate launches 20 pods a second in an account and Region, after a burst of 20 (100 where ECS tasks run as well). Of many pods that are created at once the later ones wait, and most start by themselves.',
      symptoms: ['Many pods are Pending, and their number goes down by itself.'],
      proof:
        'fargate-scheduler speaks of throttling, or many pods of the cluster wait while others of the same minutes start. The words that it uses are not documented.',
      severity: 'error',
      atMost: 'possible',
      fix: ['Create fewer pods at once (maxSurge, parallelism), or ask AWS for a higher launch rate.'],
      docs: [
        'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/throttling.html',
        'https://github.com/aws/containers-roadmap/issues/768',
      ],
    },
  },
  run({pod, podEvents, fargatePods, clock}, doubt) {
    if (!isUnplaced(pod)) return [];
    const events = valueOf(podEvents) ?? [];
    const refusal = lastRefusal(pod, events);
    const remedies = [
      {
        summary: 'Wait, and recreate pods that are still Pending after some minutes; create fewer at once.',
        commands: [],
        changes: 'workload' as const,
      },
    ];
    if (refusal && /throttl|rate exceeded|too many requests/i.test(refusal.message.slice(0, 4000))) {
      return [
        {
          cause: 'quota-launch-rate',
          summary: 'fargate-scheduler was throttled when it launched this pod.',
          certainty: 'possible',
          evidence: [spokenEvidence(pod, refusal)],
          remedies,
        },
      ];
    }
    if (refusal) return [];
    doubt.unsure('podEvents');
    const now = valueOf(clock);
    const pods = valueOf(fargatePods);
    const {waiting, started} = queueOf(pods ?? [], now);
    if (waiting < MANY || started === 0) return [];
    return [
      {
        cause: 'quota-launch-rate',
        note: true,
        severity: 'warning',
        summary: `${waiting} Fargate pods of the cluster wait for their nodes while ${started} of the last minutes have theirs: Fargate may be throttling their launch.`,
        certainty: 'possible',
        evidence: [{source: 'list pods', ref: 'Fargate pods', value: `${waiting} without a node, ${started} with one`}],
        remedies,
      },
    ];
  },
});

interface Queue {
  readonly waiting: number;
  readonly started: number;
}

/** The queue is the same for all pods of a scan, which ask for it by the thousand. */
const queues = new WeakMap<readonly FargatePod[], {readonly now: string | undefined; readonly queue: Queue}>();

/** Pods of the last ten minutes that wait for a node, and that have one. */
function queueOf(pods: readonly FargatePod[], now: string | undefined): Queue {
  const before = queues.get(pods);
  if (before && before.now === now) return before.queue;
  const since = now === undefined ? Number.NaN : Date.parse(now) - MINUTES_10;
  const young = pods.filter((p) => p.deletedAt === undefined && Date.parse(p.createdAt) > since);
  const queue = {
    waiting: young.filter((p) => p.nodeName === undefined && p.phase === 'Pending').length,
    started: young.filter((p) => p.nodeName !== undefined).length,
  };
  queues.set(pods, {now, queue});
  return queue;
}
