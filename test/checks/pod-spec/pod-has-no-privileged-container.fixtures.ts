import {container, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'nothing of the kind', facts: healthy, yields: []},
  {name: 'in the spec', facts: waiting({containers: [container({privileged: true})]}), yields: ['spec-privileged']},
  {
    name: 'in the spec and in the message',
    facts: waiting({containers: [container({privileged: true})]}, [
      refusal('invalid SecurityContext fields: Privileged'),
    ]),
    yields: ['spec-privileged'],
  },
  {
    name: 'in the message alone',
    facts: waiting({}, [refusal('invalid SecurityContext fields: Privileged')]),
    yields: ['spec-privileged'],
  },
  {name: 'refused for something else', facts: waiting({}, [refusal('fields not supported: HostMagic')]), yields: []},
];
