import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {AnyCheck} from '../../src/model/check.ts';
import type {Fixture} from '../fixture.ts';

/** A check with the fixtures that lie under the same path in the tests. */
export interface Loaded {
  /** `network/endpoint-admits-pods`. */
  readonly path: string;
  readonly check: AnyCheck;
  readonly fixtures: readonly Fixture[];
}

/** Loads every fixture file by directory listing, so that no list has to be kept. */
export async function loadFixtures(): Promise<readonly Loaded[]> {
  const root = import.meta.dirname;
  const groups = readdirSync(root, {withFileTypes: true}).filter((entry) => entry.isDirectory());
  const paths = groups.flatMap((group) =>
    readdirSync(join(root, group.name))
      .filter((file) => file.endsWith('.fixtures.ts'))
      .map((file) => `${group.name}/${file.replace('.fixtures.ts', '')}`),
  );
  return Promise.all(
    paths.sort().map(async (path) => {
      const source = join(root, `../../src/checks/${path}.ts`);
      if (!existsSync(source)) throw new Error(`${path}.fixtures.ts has no check beside it`);
      const {default: check} = (await import(source)) as {default: AnyCheck};
      const {fixtures} = (await import(join(root, `${path}.fixtures.ts`))) as {fixtures: readonly Fixture[]};
      return {path, check, fixtures};
    }),
  );
}
