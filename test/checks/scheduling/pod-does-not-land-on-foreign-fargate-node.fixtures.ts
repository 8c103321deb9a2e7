import {about, event, healthy, unmutatedPod, spec, withFacts, workload, type Fixture} from '../../fixture.ts';

const tolerations = [{key: '', operator: 'Exists'}];
const foreign = unmutatedPod({
  spec: spec({
    schedulerName: 'default-scheduler',
    nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
    tolerations,
  }),
  status: {phase: 'Failed', reason: 'UnsupportedPodSpec', conditions: [], containers: []},
});

export const fixtures: readonly Fixture[] = [
  {name: 'its own node', facts: healthy, yields: []},
  {
    name: "another pod's node",
    facts: withFacts({
      ...about(foreign),
      workload: workload({template: {...workload().template, spec: spec({tolerations})}}),
      podEvents: [
        event({
          reason: 'UnsupportedPodSpec',
          component: 'kubelet',
          message: 'Pod not supported: SchedulerName is not fargate-scheduler',
        }),
      ],
    }),
    yields: ['sched-tolerates-fargate-taint'],
  },
  {
    name: 'bound there and running: nothing refused it',
    facts: withFacts(about({...foreign, status: {phase: 'Running', conditions: [], containers: []}})),
    yields: [],
  },
];
