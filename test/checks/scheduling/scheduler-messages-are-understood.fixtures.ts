import {denyOne, event, healthy, type Fixture} from '../../fixture.ts';
import {refusal, said, waiting} from '../refused.ts';

export const fixtures: readonly Fixture[] = [
  {name: 'nothing said', facts: healthy, yields: []},
  {name: 'known words', facts: waiting({}, [event()]), yields: []},
  {name: 'new words', facts: waiting({}, [said('The moon is full.')]), yields: ['scheduler-message-unknown']},
  {
    name: 'a new part among known ones',
    facts: waiting({}, [refusal('fields not supported: HostNetwork, HostMagic')]),
    yields: ['scheduler-message-unknown'],
  },
  {name: 'new words of others', facts: waiting({}, [event({component: 'karpenter', message: 'x'})]), yields: []},
  {name: 'events could not be read', facts: denyOne(waiting({}), 'podEvents'), yields: [], outcome: 'unchecked'},
];
