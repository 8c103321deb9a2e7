import {
  about,
  denyOne,
  event,
  healthy,
  pod,
  spec,
  withFacts,
  workload,
  type AllAnswers,
  type Fixture,
} from '../../fixture.ts';
import type {ContainerState, PodStatus} from '../../../src/model/kubernetes.ts';

const placed = (status: Partial<PodStatus>): AllAnswers =>
  withFacts({
    ...about(
      pod({
        spec: spec({nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal'}),
        status: {
          phase: 'Pending',
          conditions: [{type: 'PodScheduled', status: 'True'}],
          containers: [],
          ...status,
        },
      }),
    ),
    workload: workload(),
  });
const withContainer = (state: ContainerState, last?: ContainerState): AllAnswers =>
  placed({
    phase: 'Running',
    containers: [
      {name: 'app', init: false, ready: false, restarts: 3, image: 'x', state, ...(last === undefined ? {} : {last})},
    ],
  });
const WAITS = {is: 'waiting', reason: 'CrashLoopBackOff'} as const;

export const evicted = placed({
  phase: 'Failed',
  reason: 'Evicted',
  message: 'The node was low on resource: ephemeral-storage. Threshold quantity: 2143325Ki, available: 1993632Ki.',
});
export const unpacking: AllAnswers = {
  ...withContainer({is: 'waiting', reason: 'ImagePullBackOff'}),
  podEvents: {
    is: 'known',
    value: [
      event({
        component: 'kubelet',
        reason: 'Failed',
        message:
          'Failed to pull image "big:1": failed to extract layer sha256:aa: write /var/lib/containerd/x: no space left on device: unknown',
      }),
    ],
  },
};
export const crashing = withContainer(WAITS, {
  is: 'terminated',
  reason: 'Error',
  exitCode: 1,
  message: 'OSError: [Errno 28] No space left on device',
});

export const fixtures: readonly Fixture[] = [
  {name: 'room enough', facts: healthy, yields: []},
  {name: 'evicted', facts: evicted, yields: ['size-ephemeral-too-small']},
  {name: 'while an image was unpacked', facts: unpacking, yields: ['size-ephemeral-too-small']},
  {name: 'in the application', facts: crashing, yields: ['size-ephemeral-too-small']},
  {
    name: 'evicted for memory',
    facts: placed({phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.'}),
    yields: [],
  },
  {
    name: 'an image that hangs for another reason',
    facts: withContainer({is: 'waiting', reason: 'ImagePullBackOff'}),
    yields: [],
  },
  {
    name: 'an image that hangs, and no events to read',
    facts: denyOne(withContainer({is: 'waiting', reason: 'ImagePullBackOff'}), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
  {name: 'another failure', facts: withContainer(WAITS, {is: 'terminated', exitCode: 1, message: 'boom'}), yields: []},
];
