import {absent} from '../../../src/model/fact.ts';
import {
  about,
  but,
  container,
  event,
  healthy,
  pendingPod,
  pod,
  spec,
  withFacts,
  workload,
  type Fixture,
} from '../../fixture.ts';

const generous = spec({
  nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal',
  containers: [container({requests: {cpu: '250m', memory: '512Mi'}, limits: {cpu: '1', memory: '512Mi'}})],
});
const message =
  'runc create failed: unable to start container process: error setting cgroup config for procHooks process: failed to write "100000": write /sys/fs/cgroup/cpu,cpuacct/kubepods/podx/cpu.cfs_quota_us: invalid argument: unknown';
const refused = pod({
  spec: generous,
  status: {
    phase: 'Pending',
    conditions: [],
    containers: [
      {
        name: 'app',
        init: false,
        ready: false,
        restarts: 1,
        image: 'nginx',
        state: {is: 'terminated', reason: 'StartError', message, exitCode: 128},
      },
    ],
  },
});

export const fixtures: readonly Fixture[] = [
  {name: 'equal', facts: healthy, yields: []},
  {
    name: 'the kernel refused the quota',
    facts: withFacts({
      ...about(refused),
      podEvents: [event({component: 'kubelet', reason: 'Failed', message})],
      workload: workload({template: {...workload().template, spec: generous}}),
    }),
    yields: ['spec-requests-ne-limits'],
  },
  {
    name: 'above the provisioned vCPUs, on its way',
    facts: withFacts(about(pendingPod({spec: {...generous, schedulerName: 'fargate-scheduler'}}))),
    yields: ['spec-requests-ne-limits'],
  },
  {name: 'above, and running', facts: withFacts(about(pod({spec: generous}))), yields: ['spec-requests-ne-limits']},
  {
    name: 'no profile',
    facts: but(withFacts(about(pod({spec: {...generous, schedulerName: 'default-scheduler'}}))), {profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
];
