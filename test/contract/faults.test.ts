import {beforeAll, describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {
  CELL_LIMITS,
  cellText,
  matrixCells,
  TROUBLES,
  tryCell,
  wrongOfRun,
  type Baseline,
  type Cell,
} from '../matrix.ts';
import {runIn, runProgram, WORLD_NOW} from '../program.ts';

// FAULTS=all tries every cell in this process, some minutes long; otherwise a sample, through the real binary.
const all = process.env['FAULTS'] === 'all';
const SAMPLED = Array.from({length: 50}, (_, n) => ({n, name: TROUBLES[n % TROUBLES.length]?.name ?? ''}));
/** Leads from one cell of a trouble to another story and another read. */
const STEP = 37;

let cells: readonly Cell[];
let baselines: ReadonlyMap<string, Baseline>;
beforeAll(async () => {
  ({cells, baselines} = await matrixCells());
}, 120_000);

const baselineOf = (cell: Cell): Baseline => {
  const baseline = baselines.get(cell.story.id);
  if (baseline === undefined) throw new Error(`${cell.story.id} has not been run`);
  return baseline;
};

describe.runIf(all)('every read with every trouble', () => {
  it.each(TROUBLES)(
    '$name',
    async ({name}) => {
      const queue = cells.filter((cell) => cell.trouble.name === name);
      expect(queue.length).toBeGreaterThan(20);
      const wrong: string[] = [];
      const work = async (): Promise<void> => {
        for (let cell = queue.shift(); cell; cell = queue.shift()) {
          const tried = await tryCell(cell, baselineOf(cell));
          if (tried.wrong !== undefined) wrong.push(`${cellText(cell)}: ${tried.wrong}`);
        }
      };
      await Promise.all(Array.from({length: 8}, work));
      expect(wrong).toEqual([]);
    },
    600_000,
  );
});

describe.skipIf(all)('a sample of all reads and troubles, through the program itself', () => {
  it.each(SAMPLED)('cell $n, $name: ends in time, with no lie and no stack', async ({n, name}) => {
    const same = cells.filter((c) => c.trouble.name === name);
    const cell = same[(n * STEP) % same.length];
    if (cell === undefined) throw new Error(`no cell has the trouble ${name}`);
    const {story, match, trouble} = cell;
    const served = await serveWorld(story.world, {faults: [{match, ...trouble.fault}, ...story.faults], auth: 'token'});
    const limits = Object.entries(CELL_LIMITS).flatMap(([flag, value]) => [`--${flag}`, value]);
    try {
      const ran = await runProgram([...story.args, '-o', 'json', ...limits], {
        env: {...served.env, ...story.env},
        cwd: served.folder,
        killAfterMs: 28_000,
      });
      expect(wrongOfRun(baselineOf(cell).whole, ran, trouble), cellText(cell)).toBeUndefined();
    } finally {
      await served.close();
    }
  });
});

it('a scan of pods that have no spec says that they could not be read', async () => {
  const story = loadStory('scan-shared-cause', WORLD_NOW);
  const served = await serveWorld(story.world, {faults: [{match: 'list pods', twist: 'without spec'}], auth: 'token'});
  try {
    const ran = await runIn(served, [...story.args, '-o', 'json']);
    expect(ran.stderr).not.toContain('Error');
    const {scanned, notChecked} = JSON.parse(ran.stdout) as Diagnosis;
    expect(scanned?.pods).toBe(0);
    expect(notChecked.map((n) => n.detail ?? '').join()).toContain('the answer has no spec of a pod');
  } finally {
    await served.close();
  }
});
