import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {afterAll, describe, expect, it} from 'vitest';
import type {Fault} from '../../mocks/faults.ts';
import {serveWorld, type ServedWorld, type ServeOptions} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import {runProgram, WORLD_NOW, type Ran} from '../program.ts';

const scratch = mkdtempSync(join(tmpdir(), 'fargate-doctor-guarded-'));
afterAll(() => rmSync(scratch, {recursive: true}));

interface Guarded extends Ran {
  readonly served: ServedWorld;
  /** `host:port` that was connected to, and `dns NAME` that was looked up; each once, sorted. */
  readonly reached: readonly string[];
  /** Paths that were not there before, in the home, working and temporary folders. */
  readonly written: readonly string[];
}

let runs = 0;
const GUARD = join(import.meta.dirname, '..', 'guard.mjs');

/** Runs the program with its network and its folders watched. */
async function guarded(
  id: string,
  more: readonly string[],
  options: ServeOptions = {},
  env = {},
  args?: readonly string[],
): Promise<Guarded> {
  const story = loadStory(id, WORLD_NOW);
  const served = await serveWorld(story.world, {faults: story.faults, files: story.files, ...options});
  const folder = join(scratch, String(runs++));
  const [home = '', temporary = ''] = ['home', 'temporary'].map((name) => join(folder, name));
  for (const path of [home, temporary]) mkdirSync(path, {recursive: true});
  const log = join(folder, 'guard.log');
  const list = (): readonly string[] =>
    [home, temporary, served.folder].flatMap((path) => readdirSync(path, {recursive: true, encoding: 'utf8'}));
  const before = new Set(list());
  try {
    const ran = await runProgram([...(args ?? story.args), ...more], {
      env: {
        ...served.env,
        ...story.env,
        HOME: home,
        TMPDIR: temporary,
        GUARD_LOG: log,
        NODE_OPTIONS: `--import=${GUARD}`,
        // From Node 22 on compiled code is kept, which is Node's doing and can be switched off so.
        NODE_DISABLE_COMPILE_CACHE: '1',
        ...env,
      },
      cwd: served.folder,
    });
    const reached = [...new Set(readFileSync(log, 'utf8').split('\n').filter(Boolean))].sort();
    return {...ran, served, reached, written: list().filter((path) => !before.has(path))};
  } finally {
    await served.close();
  }
}

const hostsOf = (served: ServedWorld): readonly string[] =>
  [served.kube.url, served.aws.url].map((url) => new URL(url).host).sort();
const READS = ['get', 'list', 'watch'];

describe.each(['founding-case', 'image-needs-pull-secret', 'scan-shared-cause', 'preflight-ebs-claim-template'])(
  '%s',
  (id) => {
    it('reaches the two endpoints only, writes no file, reads only, and no Secret', async () => {
      const {served, reached, written, code} = await guarded(id, ['-v']);
      expect(code).toBe(loadStory(id, WORLD_NOW).expect.exit);
      expect(reached).toEqual(hostsOf(served));
      expect(written).toEqual([]);
      expect(served.kube.requests.length).toBeGreaterThan(5);
      expect(served.kube.requests.filter((r) => !READS.includes(r.verb))).toEqual([]);
      expect(served.kube.requests.filter((r) => /secret/i.test(r.resource))).toEqual([]);
      expect(served.aws.requests.filter((r) => r.write)).toEqual([]);
    });
  },
);

describe('the guard', () => {
  it('does see another host', async () => {
    const {reached} = await guarded(
      'founding-case',
      ['--timeout', '10s'],
      {},
      {AWS_ENDPOINT_URL_IAM: 'http://127.0.0.1:9'},
    );
    expect(reached).toContain('127.0.0.1:9');
  });

  it('does see a file', async () => {
    const {written} = await guarded('founding-case', [], {}, {}, [
      'pod',
      'nginx',
      '-n',
      'default',
      '-o',
      'json',
      '--output-file',
      'report.json',
    ]);
    expect(written).toEqual(['report.json']);
  });
});

describe('credentials never show', () => {
  const SECRET = 'CanarySecretKeyCanarySecretKeyCanary0001';
  const SESSION = 'CanarySessionTokenCanarySessionToken0002';
  const env = {AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SESSION};
  const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
    'all is well': [],
    'credentials are refused': [{match: '*', unauthorized: true, expired401: true}],
    'answers are garbage': [{match: '*', twist: 'garbage'}],
    'connections are reset': [{match: '*', reset: true}],
    'everything is denied': [{match: '*', deny: true}],
  };
  const CASES = Object.entries(FAULTS).flatMap(([name, faults]) =>
    (['token', 'exec-eks'] as const).map((auth) => ({name, faults, auth})),
  );

  it.each(CASES)('$name, $auth', async ({faults, auth}) => {
    const {served, stdout, stderr} = await guarded('founding-case', ['-v', '--timeout', '15s'], {faults, auth}, env);
    for (const secret of [
      SECRET,
      SESSION,
      served.kube.token,
      'k8s-aws-v1.',
      'X-Amz-Signature',
      'X-Amz-Security-Token',
      'Bearer ',
    ]) {
      expect(`${stdout}${stderr}`.includes(secret), secret.slice(0, 12)).toBe(false);
    }
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('nor in a bundle', async () => {
    const {served, written} = await guarded('founding-case', ['-v'], {auth: 'token', files: {}}, env, [
      'capture',
      '-o',
      join(scratch, 'a.fdb'),
      'pod',
      'nginx',
      '-n',
      'default',
      '--no-redact',
    ]);
    expect(written).toEqual([]);
    const text = gunzipSync(readFileSync(join(scratch, 'a.fdb'))).toString();
    expect(text).toContain('fargate-test');
    for (const secret of [SECRET, SESSION, served.kube.token, 'k8s-aws-v1.']) expect(text.includes(secret)).toBe(false);
  });
});
