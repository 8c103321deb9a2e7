import {describe, expect, it} from 'vitest';
import {inputsOf, examine} from '../../src/engine/examine.ts';
import type {AnyCheck} from '../../src/model/check.ts';
import type {FactId} from '../../src/model/facts.ts';
import {isSubjectFact} from '../../src/model/facts.ts';
import {denied, failed, unavailable} from '../../src/model/fact.ts';
import {GROUPS} from '../../src/model/check.ts';
import {STAGES} from '../../src/model/stage.ts';
import {loadFixtures} from '../checks/load.ts';

const loaded = await loadFixtures();
const GAPS = [denied('service:Action'), failed('time-out'), unavailable('a manifest has none')];
const CERTAINTY = ['certain', 'likely', 'possible'];
const allCauses = loaded.flatMap(({check}) => Object.keys(check.causes));

describe('no false OK', () => {
  for (const {path, check, fixtures} of loaded) {
    it(`${path}: an unread need is never clear and never found`, () => {
      for (const fixture of fixtures) {
        for (const fact of [...check.needs, ...(check.maybe ?? [])]) {
          for (const gap of GAPS) {
            const outcome = examine(check, {...fixture.facts, [fact]: gap});
            expect(['unchecked', 'inapplicable'], `${fixture.name}, ${fact} ${gap.is}`).toContain(outcome.is);
          }
        }
      }
    });

    it(`${path}: an unread consulted fact adds no cause and makes none surer`, () => {
      for (const fixture of fixtures) {
        const whole = examine(check, fixture.facts);
        const before = whole.is === 'found' ? whole.problems : [];
        for (const fact of check.consults ?? []) {
          for (const gap of GAPS) {
            const outcome = examine(check, {...fixture.facts, [fact]: gap});
            const after = outcome.is === 'found' ? outcome.problems : [];
            for (const problem of after.filter((p) => !p.note)) {
              const same = before.filter((p) => p.cause === problem.cause && !p.note);
              expect(same.length, `${fixture.name}, ${fact} ${gap.is}: ${problem.cause} appeared`).toBeGreaterThan(0);
              const best = Math.min(...same.map((p) => CERTAINTY.indexOf(p.certainty)));
              expect(
                CERTAINTY.indexOf(problem.certainty),
                `${fixture.name}, ${fact} ${gap.is}: ${problem.cause}`,
              ).toBeGreaterThanOrEqual(best);
            }
            expect(outcome.is, `${fixture.name}, ${fact} ${gap.is}`).not.toBe('broken');
          }
        }
      }
    });
  }
});

describe('declared inputs', () => {
  for (const {path, check, fixtures} of loaded) {
    it(`${path}: every fact that it names is read in some fixture`, () => {
      const read = new Set<FactId>();
      for (const fixture of fixtures) examine(recording(check, read), fixture.facts);
      expect([...read].sort()).toEqual([...inputsOf(check)].sort());
    });
  }
});

describe('causes', () => {
  for (const {path, check, fixtures} of loaded) {
    const found = fixtures.map((fixture) => ({fixture, outcome: examine(check, fixture.facts)}));

    it(`${path}: has a fixture that is quiet, and one for each cause`, () => {
      expect(fixtures.some((f) => f.yields.length === 0)).toBe(true);
      expect([...new Set(fixtures.flatMap((f) => f.yields))].sort()).toEqual(Object.keys(check.causes).sort());
    });

    it(`${path}: pages are whole and findings keep to them`, () => {
      for (const [id, page] of Object.entries(check.causes)) {
        expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
        for (const text of [page.title, page.why, page.proof, ...page.symptoms, ...page.fix])
          expect(text.length).toBeGreaterThan(8);
        expect(page.symptoms.length).toBeGreaterThan(0);
        expect(page.fix.length).toBeGreaterThan(0);
        expect(page.docs.length, id).toBeGreaterThan(0);
        for (const url of page.docs) expect(url).toMatch(/^https:\/\//);
      }
      for (const {fixture, outcome} of found) {
        for (const problem of outcome.is === 'found' ? outcome.problems : []) {
          expect(problem.summary, fixture.name).toMatch(/[.?!]$/);
          expect(problem.summary, fixture.name).not.toMatch(/undefined|\[object|NaN/);
          const most = check.causes[problem.cause]?.atMost ?? 'certain';
          expect(CERTAINTY.indexOf(problem.certainty), `${fixture.name}: ${problem.cause}`).toBeGreaterThanOrEqual(
            CERTAINTY.indexOf(most),
          );
          for (const remedy of problem.remedies) {
            for (const command of remedy.commands) {
              expect(command).not.toMatch(/undefined|\[object|NaN|<[a-z-]+>/);
              expect(command, 'a placeholder is left in it').not.toMatch(
                /(?:^|[\s=/:])(?:CL|NS|POD|FP|ROLE|ARN|ACCOUNT|REGION)(?:$|[\s=/:'])/,
              );
            }
          }
        }
      }
    });
  }

  it('belong to one check each', () => {
    const twice = allCauses.filter((id, i) => allCauses.indexOf(id) !== i);
    expect(twice).toEqual([]);
  });

  it('explain only causes that exist, without a circle', () => {
    const edges = new Map(
      loaded.flatMap(({check}) => Object.entries(check.causes).map(([id, page]) => [id, page.explains ?? []] as const)),
    );
    for (const [id, explains] of edges)
      for (const other of explains) expect(allCauses, `${id} explains ${other}`).toContain(other);
    const visit = (id: string, path: readonly string[]): void => {
      expect(path, `circle: ${[...path, id].join(' > ')}`).not.toContain(id);
      for (const next of edges.get(id) ?? []) visit(next, [...path, id]);
    };
    for (const id of edges.keys()) visit(id, []);
  });
});

describe('checks', () => {
  for (const {path, check} of loaded) {
    it(`${path}: bears its file's name, lies in its group's folder, and asks only what its scope may`, () => {
      expect(path).toBe(`${check.group}/${check.id}`);
      expect(GROUPS).toContain(check.group);
      expect(STAGES).toContain(check.stage);
      expect(check.title).toMatch(/^[A-Z]/);
      expect(check.title).not.toMatch(/\.$/);
      if (check.scope === 'cluster') expect(check.needs.filter(isSubjectFact)).toEqual([]);
    });
  }
});

/** The same check, noting which facts its `run` looks at. */
function recording(check: AnyCheck, read: Set<FactId>): AnyCheck {
  return {
    ...check,
    run(given: never, doubt) {
      const spy = new Proxy(given, {
        get(target, key) {
          if (typeof key === 'string') read.add(key as FactId);
          return target[key as string];
        },
        ownKeys(target) {
          return Reflect.ownKeys(target);
        },
        getOwnPropertyDescriptor(target, key) {
          return Reflect.getOwnPropertyDescriptor(target, key);
        },
      });
      return check.run(spy, doubt);
    },
  };
}
