import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {canaried, CANARIES} from '../canaries.ts';
import {runIn, runProgram, settled, WORLD_NOW} from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-capture-'));
const path = (name: string): string => join(folder, name);
const story = canaried(loadStory('founding-case', WORLD_NOW));
let served: ServedWorld;

beforeAll(async () => {
  served = await serveWorld(story.world);
  const captured = await Promise.all([
    runIn(served, ['capture', '-o', path('a.fdb'), 'pod', 'nginx']),
    runIn(served, ['capture', '-o', path('b.fdb'), 'pod', 'nginx']),
    runIn(served, ['capture', '--no-redact', '-o', path('raw.fdb'), 'pod', 'nginx']),
  ]);
  expect(captured.map((ran) => ran.code)).toEqual([0, 0, 0]);
});
afterAll(async () => {
  await served.close();
  rmSync(folder, {recursive: true});
});

describe('capture', () => {
  it('gives the same bytes for the same world, with nothing in them that must not leave', () => {
    expect(readFileSync(path('a.fdb')).equals(readFileSync(path('b.fdb')))).toBe(true);
    const text = gunzipSync(readFileSync(path('a.fdb'))).toString();
    expect(CANARIES.filter((canary) => text.includes(canary))).toEqual([]);
    expect(gunzipSync(readFileSync(path('raw.fdb'))).toString()).toContain('987612340011');
  });

  it.each([
    ['text', []],
    ['json', ['-o', 'json']],
    ['yaml', ['-o', 'yaml', '--redact=strict']],
    ['short', ['-o', 'short', '--redact']],
  ])('lets pod --from give the report of the live run: %s', async (_, flags) => {
    const [bare, redacted] = [flags, flags.some((f) => f.startsWith('--redact')) ? flags : [...flags, '--redact']];
    const pairs = [
      [runIn(served, ['pod', 'nginx', ...bare]), runProgram(['pod', '--from', path('raw.fdb'), ...bare])],
      [
        runIn(served, ['pod', 'nginx', ...redacted]),
        runProgram(['pod', 'nginx', '--from', path('raw.fdb'), ...redacted]),
      ],
    ] as const;
    for (const [live, later] of await Promise.all(pairs.map((pair) => Promise.all(pair)))) {
      expect(later.code).toBe(live.code);
      expect(withoutRun(later.stdout)).toBe(withoutRun(live.stdout));
    }
  });

  it('gives the live redacted report from the redacted bundle, without cluster and credentials', async () => {
    const [live, later] = await Promise.all([
      runIn(served, ['pod', 'nginx', '--redact', '-o', 'json']),
      runProgram(['pod', '--from', path('a.fdb'), '-o', 'json']),
    ]);
    expect(withoutRun(later.stdout)).toBe(withoutRun(live.stdout));
    const document = JSON.parse(later.stdout) as Diagnosis;
    expect(document.causes[0]?.id).toBe('endpoint-public-cidrs-exclude-nat');
    expect(document.cluster).toMatchObject({name: 'cluster-1', account: 'acct-1', context: 'context-1'});
    expect(document.run.calls).toBe(0);
  });

  it('lists what a bundle holds', async () => {
    const shown = await runProgram(['capture', '--show', path('a.fdb')]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^redaction: standard\nwithheld: {2}1 × account ids, /m);
    expect(shown.stdout).toMatch(/^Pod default\/nginx \(\d+ facts\)$/m);
    expect(shown.stdout).toMatch(/^ {2}natGateways +known, 2 of them$/m);
  });

  it.each([
    [['capture', 'pod', 'nginx'], 2, /Missing required flag: output/],
    [['capture', '-o', 'x.fdb', 'pod'], 2, /What is to be captured\?/],
    [['capture', '-o', 'x.fdb', '-A', 'pod', 'nginx'], 2, /What is to be captured\?/],
    [['capture', '--show', 'x.fdb', '-o', 'y.fdb'], 2, /--show stands alone/],
    [['capture', '--show', 'nowhere.fdb'], 1, /nowhere\.fdb can't be read as a bundle: there is no such file\./],
    [['pod', '--from', 'package.json'], 1, /package\.json can't be read as a bundle: it is not packed with gzip/],
    [['pod', '--redact'], 2, /Missing 1 required arg/],
    [['pod', 'x', '--redact=somewhat'], 2, /Expected --redact=somewhat to be one of: standard, strict, none/],
    [['pod', 'x', '--redact', '--no-redact'], 2, /--no-redact.*cannot also be provided|cannot also be provided/s],
  ])('%s ends with %d', async (args, code, says) => {
    const ran = await runProgram(args);
    expect(ran.stderr).toMatch(says);
    expect(ran.code).toBe(code);
  });

  it('says what a bundle is of, where it is not of the pod that was named', async () => {
    const ran = await runProgram(['pod', 'shop', '--from', path('a.fdb')]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('The bundle holds nothing called shop.\n  It is of default/nginx.');
  });

  it('leaves a file as it was where it can not capture', async () => {
    writeFileSync(path('old.fdb'), 'old');
    const ran = await runIn(served, ['capture', '-o', path('old.fdb'), 'pod', 'no-such-pod']);
    expect(ran.code).toBe(1);
    expect(readFileSync(path('old.fdb'), 'utf8')).toBe('old');
  });
});

/** A report without what is about the run. */
const withoutRun = (text: string): string => settled(text).replace(/run:\n(?: {2}\S.*\n){4}/, 'run:\n');
