import {describe, expect, it} from 'vitest';
import {headlineOf, stateOf} from '../../src/engine/subject.ts';
import type {AllAnswers} from '../fixture.ts';
import {placed, state} from '../checks/refused.ts';

function headline(facts: AllAnswers): string {
  if (facts.subject.is !== 'known') throw new Error('the subject is known');
  return headlineOf(stateOf(facts.subject.value, facts), 'start');
}

describe('what is said of a pod whose containers are at fault', () => {
  it('is that one does not start where none ever ran', () => {
    const config = state({is: 'waiting', reason: 'CreateContainerConfigError'});
    expect(headline(placed([config]))).toMatch(/: a container does not start\.$/);
    const done = state({is: 'terminated', exitCode: 0}, {name: 'first'});
    expect(headline(placed([done, config]))).toMatch(/: a container does not start\.$/);
  });

  it('is that one does not stay up where it ran before', () => {
    const crash = state({is: 'waiting', reason: 'CrashLoopBackOff'}, {restarts: 6});
    expect(headline(placed([crash]))).toMatch(/: a container does not stay up\.$/);
  });

  it('is that they ended where the pod has failed', () => {
    const ended = state({is: 'terminated', exitCode: 1});
    expect(headline(placed([ended], [], {}, 'Failed'))).toMatch(/ has failed: its containers ended\.$/);
  });
});
