import {describe, expect, it} from 'vitest';
import {runPlugin} from '../../../src/facts/clients/exec-plugin.ts';
import {remembered} from '../../../src/facts/clients/kube-credentials.ts';

const run = (
  script: string,
  more: {command?: string; env?: Record<string, string>; signal?: AbortSignal; info?: boolean; timeoutMs?: number} = {},
) =>
  runPlugin({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: more.command ?? process.execPath,
      args: ['-e', script],
      env: more.env ?? {},
      provideClusterInfo: more.info ?? false,
      installHint: 'brew install it',
    },
    env: {PATH: process.env['PATH'], OUTER: 'outer'},
    cluster: {server: 'https://c', caData: 'Y2E='},
    signal: more.signal ?? new AbortController().signal,
    timeoutMs: more.timeoutMs ?? 10_000,
  });

const print = (status: string) => `console.log(JSON.stringify({kind: 'ExecCredential', status: ${status}}))`;

describe('a credential plugin', () => {
  it('gives a token and its expiry, or a certificate', async () => {
    const time = '2030-01-01T00:00:00Z';
    expect(await run(print(`{token: 'abc', expirationTimestamp: '${time}'}`))).toEqual({
      token: 'abc',
      expiresAtMs: Date.parse(time) - 10_000,
    });
    expect(await run(print(`{clientCertificateData: 'C', clientKeyData: 'K'}`))).toEqual({certificate: 'C', key: 'K'});
  });

  it('gets its environment and what it may know of the cluster', async () => {
    const script = print(`{token: [process.env.OUTER, process.env.INNER, process.env.KUBERNETES_EXEC_INFO].join('|')}`);
    const {token = ''} = await run(script, {env: {INNER: 'inner'}, info: true});
    const [outer, inner, info] = token.split('|');
    expect([outer, inner]).toEqual(['outer', 'inner']);
    expect(JSON.parse(info ?? '')).toEqual({
      kind: 'ExecCredential',
      apiVersion: 'client.authentication.k8s.io/v1',
      spec: {interactive: false, cluster: {server: 'https://c', 'certificate-authority-data': 'Y2E='}},
    });
    expect((await run(script)).token).not.toContain('https://c');
  });

  it.each([
    ['nothing', '0'],
    ['words', 'console.log("please log in")'],
    ['no credential', print('{}')],
    ['no status', 'console.log("{}")'],
    ['null', 'console.log(null)'],
    ['half a certificate', print(`{clientCertificateData: 'C'}`)],
    ['floods', 'process.stdout.write("x".repeat(3e6))'],
  ])('that prints %s has failed', async (_, script) => {
    await expect(run(script)).rejects.toThrow('printed something that is not an ExecCredential');
  });

  it('that fails is told by its last line', async () => {
    const script = 'console.error("Traceback\\n\\u001b[31mExpiredToken: sign in again"); process.exit(3)';
    await expect(run(script)).rejects.toThrow(/ended with exit code 3: \[31mExpiredToken: sign in again$/);
  });

  it('that is not there is told with its hint', async () => {
    await expect(run('', {command: 'no-such-plugin-here'})).rejects.toThrow(
      'the credential plugin no-such-plugin-here of the kubeconfig is not installed: brew install it',
    );
  });

  it('that hangs ends with its time or that of the run, its pipes held open or not', async () => {
    const forever = 'setInterval(() => {}, 1000)';
    const child = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 3000)'], {stdio: 'inherit'});`;
    for (const script of [forever, child + forever]) {
      await expect(run(script, {signal: AbortSignal.timeout(300)})).rejects.toThrow('the time of the run was up');
      await expect(run(script, {timeoutMs: 300})).rejects.toThrow(/^the credential plugin .* did not answer in time$/);
    }
  });
});

describe('remembered credentials', () => {
  it('are asked for once by many, and again after their time or when forgotten', async () => {
    let now = 0;
    let asked = 0;
    const source = remembered(
      async () => ({token: String(++asked), expiresAtMs: now + 1000}),
      () => now,
    );
    const many = await Promise.all([source.get(), source.get(), source.get()]);
    expect(many.map((credential) => credential.token)).toEqual(['1', '1', '1']);
    now = 1000;
    expect((await source.get()).token).toBe('2');
    source.forget();
    expect((await source.get()).token).toBe('3');
  });

  it('that could not be had are not asked for at once again', async () => {
    let now = 0;
    let asked = 0;
    const source = remembered(
      async () => {
        asked++;
        throw new Error('no');
      },
      () => now,
    );
    await expect(source.get()).rejects.toThrow('no');
    await expect(source.get()).rejects.toThrow('no');
    expect(asked).toBe(1);
    now = 20_000;
    await expect(source.get()).rejects.toThrow('no');
    expect(asked).toBe(2);
  });
});
