import {describe, expect, it} from 'vitest';
import {serveWorld} from '../../mocks/serve.ts';
import {loadStory, type Story} from '../../mocks/story.ts';
import {diagnoseHere, type Ended} from '../in-process.ts';
import {runIn, WORLD_NOW} from '../program.ts';
import {living, LONG} from './measure.ts';

const world = loadStory('scan-shared-cause', WORLD_NOW);
/** Different questions to one world. */
const QUESTIONS = ['nginx', 'web-6d4cf56db6-aa111', 'web-6d4cf56db6-bb222', 'api-5f9d8c7b6a-cc333', 'no-such-pod'];
/** A hundred in one process take turns at one processor: none may end early for it. */
const PATIENT = {timeout: '280s', 'request-timeout': '240s'};
const asking = (name: string): Story => ({...world, args: ['pod', name, '-n', 'default']});

const said = (ended: Ended): string =>
  'error' in ended
    ? ended.error.message
    : JSON.stringify([ended.conclusion.verdict, ended.conclusion.subjects, ended.conclusion.causes]);

describe('one fake', () => {
  const atOnce = 20;
  it(`answers ${atOnce} runs at once as one after the other, with no cross-talk`, {timeout: 300_000}, async () => {
    const served = await serveWorld(world.world, {auth: 'token'});
    try {
      const alone = new Map<string, string>();
      for (const name of QUESTIONS) alone.set(name, said(await diagnoseHere(asking(name), served, PATIENT)));
      expect(new Set(alone.values()).size).toBe(QUESTIONS.length);
      const names = Array.from({length: atOnce}, (_, i) => QUESTIONS[i % QUESTIONS.length] ?? '');
      const all = await Promise.all(
        names.map(async (name) => ({name, text: said(await diagnoseHere(asking(name), served, PATIENT))})),
      );
      expect(all.filter(({name, text}) => text !== alone.get(name)).map(({name}) => name)).toEqual([]);
    } finally {
      await served.close();
    }
  });

  const processes = LONG ? 100 : 6;
  it(`answers ${processes} processes at once`, {timeout: 300_000}, async () => {
    const served = await serveWorld(world.world);
    try {
      const ran = await Promise.all(
        Array.from({length: processes}, (_, i) => {
          const name = QUESTIONS[i % 4] ?? '';
          const limits = ['--timeout', '250s', '--request-timeout', '240s'];
          const args = ['pod', name, '-n', 'default', '-o', 'short', ...limits];
          return runIn(served, args, {}, {killAfterMs: 280_000}).then((r) => ({...r, name}));
        }),
      );
      expect(
        ran.filter((r) => r.code !== 3 || !r.stdout.includes(r.name)).map(({code, stdout}) => ({code, stdout})),
      ).toEqual([]);
    } finally {
      await served.close();
    }
  });

  const inARow = LONG ? 1000 : 50;
  it(`answers ${inARow} runs in a row, and nothing of them stays behind`, {timeout: 900_000}, async () => {
    const served = await serveWorld(world.world, {auth: 'token'});
    const forget = (): void => {
      // The fakes' own log would grow.
      (served.kube.requests as unknown[]).length = 0;
      (served.aws.requests as unknown[]).length = 0;
    };
    const some = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) await diagnoseHere(asking('nginx'), served);
      forget();
    };
    try {
      // Modules are loaded and compiled, and caches filled, in the first runs.
      await some(20);
      const before = await living();
      await some(inARow - 20);
      const after = await living();
      expect(after.handles - before.handles, 'handles').toBeLessThanOrEqual(5);
      expect(after.heapMb - before.heapMb, 'MB of heap').toBeLessThan(10);
    } finally {
      await served.close();
    }
  });
});
