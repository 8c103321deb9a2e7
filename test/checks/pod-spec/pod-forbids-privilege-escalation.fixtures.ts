import {container, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'nothing of the kind', facts: healthy, yields: []},
  {
    name: 'in the spec',
    facts: waiting({initContainers: [container({allowPrivilegeEscalation: true})]}),
    yields: ['spec-allow-privilege-escalation'],
  },
  {
    name: 'in the spec and in the message',
    facts: waiting({initContainers: [container({allowPrivilegeEscalation: true})]}, [
      refusal('invalid SecurityContext fields: AllowPrivilegeEscalation'),
    ]),
    yields: ['spec-allow-privilege-escalation'],
  },
  {
    name: 'in the message alone',
    facts: waiting({}, [refusal('invalid SecurityContext fields: AllowPrivilegeEscalation')]),
    yields: ['spec-allow-privilege-escalation'],
  },
  {name: 'refused for something else', facts: waiting({}, [refusal('fields not supported: HostMagic')]), yields: []},
];
