import {describe, expect, it} from 'vitest';
import {conclude} from '../../src/engine/diagnose.ts';
import {examine} from '../../src/engine/examine.ts';
import {stateOf} from '../../src/engine/subject.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {about, denyOne, minutesAgo, pod, withFacts, type AllAnswers} from '../fixture.ts';
import {placed, pulling} from '../checks/refused.ts';

const checks = CHECKS;

function judge(facts: AllAnswers): ReturnType<typeof conclude> {
  if (facts.subject.is !== 'known') throw new Error('the subject is known');
  const state = stateOf(facts.subject.value, facts);
  const outcomes = checks.map((check) => ({check, outcome: examine(check, facts)}));
  return conclude([{state, outcomes}], {checks, failOn: 'error', ignore: []});
}

const leaving = (minutes: number): AllAnswers => {
  const facts = placed([pulling('failed to pull image "nginx": r/nginx:9: not found')]);
  if (facts.pod.is !== 'known') throw new Error('the pod is known');
  return {...facts, pod: {is: 'known', value: {...facts.pod.value, deletedAt: minutesAgo(minutes)}}};
};

describe('a pod that is being deleted', () => {
  it('is well while it is in time, whatever kept it from starting', () => {
    const {verdict, exit, causes, subjects, notes} = judge(leaving(1));
    expect({verdict, code: exit.code, causes}).toEqual({verdict: 'healthy', code: 0, causes: []});
    expect(subjects[0]).toMatchObject({
      standing: 'ending',
      headline: expect.stringContaining('is being deleted') as string,
    });
    expect(notes.map((n) => [n.id, n.severity])).toContainEqual(['image-not-found', 'warning']);
  });

  it('has one cause once it outlives its end, of severity warning, and exit code 0', () => {
    const {verdict, exit, causes, subjects} = judge(leaving(20));
    expect(causes.map((c) => [c.id, c.severity, c.when])).toEqual([['lifecycle-terminating-stuck', 'warning', 'now']]);
    expect({verdict, code: exit.code}).toEqual({verdict: 'causes-found', code: 0});
    expect(subjects[0]).toMatchObject({standing: 'stuck', stuckSeconds: 1200});
  });

  it('keeps that cause when nodes may not be listed, and says that they might have told more', () => {
    const {causes, exit} = judge(denyOne(withFacts(about(pod({deletedAt: minutesAgo(20)}))), 'nodes'));
    expect(causes.map((c) => c.id)).toEqual(['lifecycle-terminating-stuck']);
    expect(exit.code).toBe(4);
  });
});
