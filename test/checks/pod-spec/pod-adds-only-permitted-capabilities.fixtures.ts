import {container, healthy, type Fixture} from '../../fixture.ts';
import {refusal, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'nothing of the kind', facts: healthy, yields: []},
  {
    name: 'in the spec',
    facts: waiting({containers: [container({capabilitiesAdd: ['CHOWN', 'NET_ADMIN']})]}),
    yields: ['spec-capabilities'],
  },
  {
    name: 'in the spec and in the message',
    facts: waiting({containers: [container({capabilitiesAdd: ['CHOWN', 'NET_ADMIN']})]}, [
      refusal('invalid SecurityContext fields: Capabilities added: NET_ADMIN'),
    ]),
    yields: ['spec-capabilities'],
  },
  {
    name: 'in the message alone',
    facts: waiting({}, [refusal('invalid SecurityContext fields: Capabilities added: NET_ADMIN')]),
    yields: ['spec-capabilities'],
  },
  {name: 'refused for something else', facts: waiting({}, [refusal('fields not supported: HostMagic')]), yields: []},
  {
    name: 'permitted ones',
    facts: waiting({containers: [container({capabilitiesAdd: ['CHOWN', 'NET_BIND_SERVICE']})]}),
    yields: [],
  },
];
