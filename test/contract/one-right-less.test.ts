import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {CHECKS} from '../../src/checks/index.ts';
import {inputsOf} from '../../src/engine/examine.ts';
import {factsFor} from '../../src/engine/plan.ts';
import {permissionOf, rightsOf} from '../../src/facts/probes/rights.ts';
import {rightsOfRun} from '../../src/facts/rights.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import type {Permission} from '../../src/model/fact.ts';
import type {FactId} from '../../src/model/facts.ts';
import type {Conclusion} from '../../src/engine/diagnose.ts';
import {permissionsAsked} from '../asked.ts';
import {diagnoseHere} from '../in-process.ts';
import {WORLD_NOW} from '../program.ts';

// Any one right of `permissions` taken away, refused on the wire: what is then not checked are the checks that read it.

const SUBJECT = {namespace: 'default'};
const needs = (facts: Iterable<FactId>): readonly Permission[] => rightsOf(facts).map((r) => permissionOf(r, SUBJECT));
/** A right to all namespaces takes that to one along. */
const covers = (right: Permission, needed: Permission): boolean =>
  needed === right || needed.startsWith(`${right} -n `);
/** Those that may look at what the right shows, and those that can't do without. */
const mayUse = (check: AnyCheck, right: Permission): boolean =>
  needs(inputsOf(check)).some((needed) => covers(right, needed));
const mustHave = (check: AnyCheck, right: Permission): boolean =>
  needs(check.needs).some((needed) => covers(right, needed));
const checkOf = new Map(CHECKS.map((check) => [check.id, check]));

const granted = rightsOfRun(factsFor(CHECKS)).map((right) => permissionOf(right, SUBJECT));

describe.each(['founding-case', 'healthy-private-only'])('%s', (id) => {
  const story = loadStory(id, WORLD_NOW);
  let served: ServedWorld;
  let whole: Conclusion;
  let asked: readonly Permission[];
  const run = async (): Promise<Conclusion> => {
    const ended = await diagnoseHere(story, served);
    if ('error' in ended) throw ended.error;
    return ended.conclusion;
  };
  beforeAll(async () => {
    served = await serveWorld(story.world, {auth: 'token'});
    whole = await run();
    asked = [...new Set(permissionsAsked(served).map(asGranted))];
  });
  afterAll(() => served.close());

  it('asks for nothing beyond the printed rights', () => {
    expect(whole.notChecked).toEqual([]);
    expect(asked.filter((permission) => !granted.includes(permission) && permission !== FREE)).toEqual([]);
  });

  it('without one of them, exactly its checks are not checked, and it is named', async () => {
    const tried = asked.filter((permission) => permission !== FREE);
    expect(tried.length).toBeGreaterThan(20);
    for (const right of tried) {
      const fault = {match: right, deny: true};
      served.aws.faults = [fault];
      served.kube.setFaults([fault]);
      const less = await run();
      const gone = less.notChecked.filter((gap) => gap.reason === 'denied');
      const strangers = gone.filter(({check}) => !mayUse(checkOf.get(check) ?? lost(check), right));
      expect(
        strangers.map((gap) => gap.check),
        `${right}: checks that don't read it`,
      ).toEqual([]);
      const misnamed = gone.filter((gap) => gap.needs === undefined || !covers(right, gap.needs));
      expect(misnamed, `${right}: named`).toEqual([]);
      // Without the pod itself the profiles stand in for it, and settle what they can.
      if (right === 'get pods -n default') continue;
      const still = new Set(less.ruledOut.map((c) => c.check));
      const blind = CHECKS.filter((check) => mustHave(check, right) && still.has(check.id));
      expect(
        blind.map((check) => check.id),
        `${right}: ruled out without it`,
      ).toEqual([]);
    }
  });
});

/** What was asked for, as the right that allows it: of all objects of a kind, unless the right is for one. */
function asGranted(permission: Permission): Permission {
  const plain = permission.replace(/ Attribute=.*/, '');
  return granted.includes(plain) ? plain : plain.replace(/^(get \S+?)\/\S+/, '$1');
}

/** Who needs no right: everybody may ask who he is. */
const FREE = 'sts:GetCallerIdentity';

function lost(check: string): never {
  throw new Error(`no such check: ${check}`);
}
