import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {serveWorld, type ServedWorld} from '../mocks/serve.ts';
import {loadStory} from '../mocks/story.ts';
import {packBundle} from '../src/facts/bundle/format.ts';
import {known} from '../src/model/fact.ts';
import {diagnose, isDoctorError} from '../src/library.ts';
import {documentOf} from '../src/report/json.ts';
import {runIn, WORLD_NOW} from './program.ts';

const story = loadStory('founding-case', WORLD_NOW);
let served: ServedWorld;
beforeAll(async () => {
  served = await serveWorld(story.world);
  // The SDK reads its settings from the process.
  for (const [key, value] of Object.entries(served.env)) vi.stubEnv(key, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await served.close();
});

describe('the library', () => {
  it('gives the document of the command, and prints nothing', async () => {
    const printed = vi.spyOn(process.stdout, 'write');
    const told = vi.spyOn(process.stderr, 'write');
    const listeners = process.listenerCount('SIGINT');
    const diagnosis = await diagnose({name: 'nginx'});
    expect([printed.mock.calls.length, told.mock.calls.length]).toEqual([0, 0]);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
    vi.restoreAllMocks();
    const command = await runIn(served, ['pod', 'nginx', '-o', 'json']);
    const {run: _, ...document} = documentOf(diagnosis) as Record<string, unknown>;
    const {run: __, ...wanted} = JSON.parse(command.stdout) as Record<string, unknown>;
    expect(document).toEqual(wanted);
    expect(diagnosis.run.calls).toBeGreaterThan(10);
  });

  it('withholds and chooses checks as the command does', async () => {
    const {cluster, causes} = await diagnose({name: 'nginx', checks: 'coredns/*', redact: 'standard', failOn: 'never'});
    expect(cluster.name).toBe('cluster-1');
    expect(causes.map((c) => c.id)).toEqual(['coredns-pending-blocks-dns']);
  });

  it('judges a bundle, whose subject it tells', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-library-'));
    const subject = {kind: 'Pod', namespace: 'shop', name: 'web'} as const;
    const recording = {
      subjects: [{subject, facts: {subject: known(subject)}}],
      cluster: {clock: known(WORLD_NOW)},
      told: ['deployment/web has one pod, web.'],
    };
    writeFileSync(join(folder, 'b'), packBundle({version: '1', redaction: 'none', withheld: [], recording}));
    const said: string[] = [];
    const {subjects, run} = await diagnose({from: join(folder, 'b')}, {onSaid: (sentence) => said.push(sentence)});
    rmSync(folder, {recursive: true});
    expect(subjects.map((s) => s.name)).toEqual(['web']);
    expect([said, run.startedAt, run.calls]).toEqual([recording.told, WORLD_NOW, 0]);
  });

  it.each([
    [{name: 'nowhere'}, 1, /There is no pod nowhere/],
    [{}, 2, /Missing 1 required arg/],
    [{name: 'nginx', checks: 'nothing/*'}, 2, /matches no check/],
    [{name: 'nginx', ignore: ['nothing']}, 2, /there is no such cause/],
  ])('throws for %j', async (question, exit, says) => {
    const error: unknown = await diagnose(question).catch((e: unknown) => e);
    if (!isDoctorError(error)) throw new Error('not the error of the library', {cause: error});
    expect([error.exit, says.test(error.message)]).toEqual([exit, true]);
  });

  it('ends at its deadline with what it has', async () => {
    const started = performance.now();
    const ended = await diagnose({name: 'nginx'}, {signal: AbortSignal.abort()}).catch((e: unknown) => e);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(ended).toBeTruthy();
  });
});
