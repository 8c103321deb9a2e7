import {container, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'nothing of the kind', facts: healthy, yields: []},
  {
    name: 'in the spec',
    facts: waiting({containers: [container({ports: [{containerPort: 80, hostPort: 80}]})]}),
    yields: ['spec-host-port'],
  },
  {
    name: 'in the spec and in the message',
    facts: waiting({containers: [container({ports: [{containerPort: 80, hostPort: 80}]})]}, [
      refusal('port contains HostIP or HostPort'),
    ]),
    yields: ['spec-host-port'],
  },
  {
    name: 'in the message alone',
    facts: waiting({}, [refusal('port contains HostIP or HostPort')]),
    yields: ['spec-host-port'],
  },
  {name: 'refused for something else', facts: waiting({}, [refusal('fields not supported: HostMagic')]), yields: []},
];
