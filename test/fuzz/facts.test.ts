import fc from 'fast-check';
import {describe, it} from 'vitest';
import {CHECKS} from '../../src/checks/index.ts';
import {examine, inputsOf, type Answers} from '../../src/engine/examine.ts';
import {readBundle} from '../../src/facts/bundle/format.ts';
import type {Fact} from '../../src/model/fact.ts';
import type {FactId} from '../../src/model/facts.ts';
import {healthy} from '../fixture.ts';
import {leavesOf, NASTY, replacedAt, tries} from './cases.ts';

const known = Object.entries(healthy).filter(([, fact]) => fact.is === 'known');
const ids = known
  .filter(([, fact]) => leavesOf((fact as {readonly value: unknown}).value).length > 0)
  .map(([id]) => id as FactId);
const subject = {kind: 'Pod', namespace: 'default', name: 'nginx'};

/** A bundle's text in which one fact is another. */
function bundleWith(id: FactId, fact: unknown): string {
  const facts = Object.fromEntries(known);
  return JSON.stringify({
    schema: 'fargate-doctor-bundle/v1',
    version: '0.1.0',
    redaction: 'none',
    withheld: [],
    subjects: [{subject, facts: {...facts, [id]: fact}}],
    cluster: {...facts, [id]: fact},
    told: [],
  });
}

/** No check may break over what a bundle lets through. */
function judge(id: FactId, fact: Fact<unknown>): void {
  const answers = {...healthy, [id]: fact} as Answers;
  for (const check of CHECKS) {
    if (!inputsOf(check).includes(id)) continue;
    const outcome = examine(check, answers);
    if (outcome.is === 'broken') throw new Error(`${check.id} broke over ${id}: ${outcome.reason}`);
  }
}

const leaf = fc.constantFrom(...ids).chain((id) => {
  const {value} = healthy[id] as {readonly value: unknown};
  return fc.tuple(fc.constant(id), fc.constantFrom(...leavesOf(value)));
});
const by = fc.oneof(
  fc.constantFrom<unknown>(...NASTY, null, true, false, -1, 0, 1e21, [], {}, ['x'], {x: 1}),
  fc.string({unit: 'binary', maxLength: 40}),
);

describe('facts that a bundle holds', () => {
  it('are refused, or can be judged', () =>
    tries(
      fc.tuple(leaf, by),
      ([[id, path], value]) => {
        const fact = {is: 'known', value: replacedAt((healthy[id] as {readonly value: unknown}).value, path, value)};
        const {recording} = readBundle(bundleWith(id, fact), 'x.fdb');
        const read = recording.cluster[id] ?? recording.subjects[0]?.facts[id];
        if (read !== undefined) judge(id, read);
      },
      1,
    ));

  it('of any text, are refused', () => {
    const whole = bundleWith('clock', {is: 'known', value: '2026-11-20T03:10:00Z'});
    tries(
      fc.tuple(fc.nat(whole.length), fc.nat(200), fc.constantFrom(...NASTY, '{', '}', '[', ',', '"is":', '"known"')),
      ([at, length, text]) => void readBundle(whole.slice(0, at) + text + whole.slice(at + length), 'x.fdb'),
      0.5,
    );
  });
});
