import {about, event, fargatePod, healthy, minutesAgo, pendingPod, withFacts, type Fixture} from '../../fixture.ts';
import type {FargatePod} from '../../../src/model/kubernetes.ts';
import {said, waiting} from '../refused.ts';

const queue = (length: number, started: number): readonly FargatePod[] => [
  ...Array.from({length}, (_, i) => {
    const {
      nodeName: _node,
      hostIP: _ip,
      ...rest
    } = fargatePod({name: `job-${i}`, phase: 'Pending', ready: false, createdAt: minutesAgo(3)});
    return rest;
  }),
  ...Array.from({length: started}, (_, i) => fargatePod({name: `done-${i}`, createdAt: minutesAgo(4)})),
];
export const crowd = (length: number, started: number) =>
  withFacts({...about(pendingPod({createdAt: minutesAgo(3)})), fargatePods: queue(length, started)});

export const fixtures: readonly Fixture[] = [
  {name: 'runs', facts: healthy, yields: []},
  {name: 'some wait', facts: crowd(20, 10), yields: []},
  {name: 'many wait and none starts: another fault', facts: crowd(100, 0), yields: []},
  {name: 'many wait and others start', facts: crowd(100, 40), yields: ['quota-launch-rate']},
  {
    name: 'the scheduler speaks of throttling',
    facts: waiting({}, [said('ThrottlingException: Rate exceeded')]),
    yields: ['quota-launch-rate'],
  },
  {name: 'the scheduler speaks of something else', facts: waiting({}, [event()]), yields: []},
];
