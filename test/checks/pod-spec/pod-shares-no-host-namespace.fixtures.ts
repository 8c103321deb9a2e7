import {absent} from '../../../src/model/fact.ts';
import {about, but, denyOne, healthy, spec, unmutatedPod, withFacts, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

const onEc2 = withFacts(
  about(unmutatedPod({spec: spec({schedulerName: 'default-scheduler', hostNetwork: true, nodeName: 'ip-10-0-1-5'})})),
);

export const fixtures: readonly Fixture[] = [
  {name: 'none', facts: healthy, yields: []},
  {name: 'network', facts: waiting({hostNetwork: true}), yields: ['spec-host-network']},
  {name: 'processes', facts: waiting({hostPID: true}), yields: ['spec-host-pid-ipc']},
  {
    name: 'all three, and said so',
    facts: waiting({hostNetwork: true, hostPID: true, hostIPC: true}, [
      refusal('fields not supported: HostNetwork, HostPID, HostIPC'),
    ]),
    yields: ['spec-host-network', 'spec-host-pid-ipc'],
  },
  {
    name: 'no profile takes it',
    facts: but(onEc2, {profile: absent}),
    yields: [],
    outcome: 'inapplicable',
  },
  {
    name: 'whether a profile takes it is not known',
    facts: denyOne(onEc2, 'profile'),
    yields: [],
    outcome: 'unchecked',
  },
];
