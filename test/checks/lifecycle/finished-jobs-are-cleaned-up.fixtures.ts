import type {FargatePod, Job} from '../../../src/model/kubernetes.ts';
import {denyOne, fargatePod, healthy, withFacts, type Fixture} from '../../fixture.ts';

const done = (job: string, name = `${job}-x2k4q`): FargatePod =>
  fargatePod({name, owner: {kind: 'Job', name: job}, phase: 'Succeeded', ready: false});
const job = (name: string, over: Partial<Job> = {}): Job => ({namespace: 'default', name, ...over});
const yields = ['lifecycle-job-not-cleaned'];

export const fixtures: readonly Fixture[] = [
  {name: 'no Jobs', facts: healthy, yields: []},
  {name: 'one stays', facts: withFacts({fargatePods: [done('report')], jobs: [job('report')]}), yields},
  {
    name: 'of a CronJob, several stay',
    facts: withFacts({
      fargatePods: ['a', 'b', 'c', 'd'].map((n) => done(n)),
      jobs: ['a', 'b', 'c', 'd'].map((n) => job(n, {owner: {kind: 'CronJob', name: 'nightly'}})),
    }),
    yields,
  },
  {
    name: 'one has a time',
    facts: withFacts({fargatePods: [done('report')], jobs: [job('report', {ttlSeconds: 0})]}),
    yields: [],
  },
  {name: 'the Job is gone', facts: withFacts({fargatePods: [done('report')]}), yields: []},
  {
    name: 'one runs',
    facts: withFacts({fargatePods: [{...done('report'), phase: 'Running'}], jobs: [job('report')]}),
    yields: [],
  },
  {name: 'Jobs unread', facts: denyOne(healthy, 'jobs'), yields: [], outcome: 'unchecked'},
];
