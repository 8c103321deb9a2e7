import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {examine} from '../../src/engine/examine.ts';
import {loadFixtures} from './load.ts';

const loaded = await loadFixtures();

describe('fixtures', () => {
  it('exist for every check', () => {
    const root = join(import.meta.dirname, '../../src/checks');
    const checks = readdirSync(root, {withFileTypes: true})
      .filter((entry) => entry.isDirectory())
      .flatMap((group) => readdirSync(join(root, group.name)).map((file) => `${group.name}/${file}`))
      .filter((file) => /^[^/]+\/[a-z0-9-]+\.ts$/.test(file))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(loaded.map((l) => l.path).sort()).toEqual(checks.sort());
  });

  for (const {path, check, fixtures} of loaded) {
    describe(path, () => {
      for (const fixture of fixtures) {
        it(fixture.name, () => {
          const outcome = examine(check, fixture.facts);
          expect(outcome.is === 'broken' ? outcome.reason : undefined).toBeUndefined();
          const problems = outcome.is === 'found' ? outcome.problems : [];
          expect(problems.map((p) => p.cause).sort()).toEqual([...fixture.yields].sort());
          expect(outcome.is).toBe(fixture.outcome ?? (fixture.yields.length > 0 ? 'found' : 'clear'));
        });
      }
    });
  }
});
