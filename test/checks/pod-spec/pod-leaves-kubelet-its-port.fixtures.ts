import {about, container, healthy, pod, spec, withFacts, type Fixture} from '../../fixture.ts';

const running = (over: Parameters<typeof container>[0]) =>
  pod({spec: spec({nodeName: 'fargate-ip-10-0-1-77.ec2.internal', containers: [container(over)]})});

export const fixtures: readonly Fixture[] = [
  {name: 'another port', facts: healthy, yields: []},
  {
    name: 'a container port',
    facts: withFacts(about(running({ports: [{containerPort: 10250}]}))),
    yields: ['spec-port-10250'],
  },
  {
    name: 'a flag',
    facts: withFacts(about(running({portFlags: ['--secure-port=10250']}))),
    yields: ['spec-port-10250'],
  },
  {name: 'a longer number', facts: withFacts(about(running({portFlags: ['--port=110250']}))), yields: []},
];
