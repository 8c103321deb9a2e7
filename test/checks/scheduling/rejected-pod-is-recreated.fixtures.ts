import {about, denyOne, event, healthy, pendingPod, withFacts, type Fixture} from '../../fixture.ts';

const message = 'Pod not supported on Fargate: volumes not supported: data not supported because: PVC data-0 not bound';
const refused = {...about(pendingPod()), podEvents: [event({message})]};
const claim = {name: 'data-0', exists: true, phase: 'Bound', accessModes: ['ReadWriteMany']};

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'bound since', facts: withFacts({...refused, claims: [claim]}), yields: ['sched-no-retry']},
  {name: 'still unbound', facts: withFacts({...refused, claims: [{...claim, phase: 'Pending'}]}), yields: []},
  {name: 'the claim could not be read', facts: denyOne(withFacts(refused), 'claims'), yields: [], outcome: 'unchecked'},
  {
    name: 'events could not be read',
    facts: denyOne(withFacts({...refused, claims: [claim]}), 'podEvents'),
    yields: [],
    outcome: 'unchecked',
  },
];
