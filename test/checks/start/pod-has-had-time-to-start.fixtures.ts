import {about, denyOne, event, healthy, NOW, pendingPod, withFacts, type Fixture} from '../../fixture.ts';

const aged = (seconds: number): ReturnType<typeof about> =>
  about(pendingPod({createdAt: new Date(Date.parse(NOW) - seconds * 1000).toISOString()}));
const quiet = {podEvents: []};

export const fixtures: readonly Fixture[] = [
  {name: 'it runs', facts: healthy, yields: []},
  {name: '20 s', facts: withFacts({...aged(20), ...quiet}), yields: ['pod-still-starting']},
  {name: '59 s', facts: withFacts({...aged(59), ...quiet}), yields: ['pod-still-starting']},
  {name: '60 s', facts: withFacts({...aged(60), ...quiet}), yields: ['pod-slow-to-start']},
  {name: '150 s', facts: withFacts({...aged(150), ...quiet}), yields: ['pod-slow-to-start']},
  {name: '151 s', facts: withFacts({...aged(151), ...quiet}), yields: []},
  {name: '20 s, and refused already', facts: withFacts({...aged(20), podEvents: [event()]}), yields: []},
  {
    name: '20 s, and whether it was refused can not be seen',
    facts: denyOne(withFacts({...aged(20), ...quiet}), 'podEvents'),
    yields: ['pod-still-starting'],
  },
];
