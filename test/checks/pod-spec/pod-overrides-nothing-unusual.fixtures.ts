import {about, healthy, pod, spec, withFacts, type Fixture} from '../../fixture.ts';
import {waiting} from '../refused.ts';

const HOST_USERS = {overrides: [{path: 'spec.hostUsers', value: 'false'}]};

export const fixtures: readonly Fixture[] = [
  {name: 'nothing unusual', facts: healthy, yields: []},
  {name: 'a user namespace, not started yet', facts: waiting(HOST_USERS), yields: ['spec-pod-overrides-unsupported']},
  {
    name: 'a user namespace, and it runs',
    facts: withFacts(
      about(pod({spec: spec({...HOST_USERS, nodeName: 'fargate-ip-10-0-1-77.eu-central-1.compute.internal'})})),
    ),
    yields: [],
  },
];
