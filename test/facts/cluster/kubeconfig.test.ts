import {chmodSync, mkdtempSync, mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {readKubeconfig} from '../../../src/facts/cluster/kubeconfig.ts';
import {ATTACK} from '../hostile.ts';

function file(text: string, name = 'config'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), name);
  writeFileSync(path, text);
  return path;
}

const config = (name: string, server: string, current = '') => `
apiVersion: v1
kind: Config
${current === '' ? '' : `current-context: ${current}`}
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}, namespace: ns-${name}}}]
clusters: [{name: ${name}, cluster: {server: "${server}"}}]
users: [{name: ${name}, user: {token: t-${name}}}]
`;

describe('the kubeconfig', () => {
  it('is the files of KUBECONFIG; the first that sets something wins, missing files are skipped', () => {
    const first = file(config('a', 'https://a1', 'a'));
    const second = file(config('a', 'https://a2', 'b') + 'preferences: {}\n');
    const third = file(config('b', 'https://b'));
    const read = readKubeconfig(undefined, {KUBECONFIG: [first, '/no/such/file', '', second, third].join(':')});
    expect(read?.currentContext).toBe('a');
    expect(read?.clusters.get('a')?.server).toBe('https://a1');
    expect(read?.contexts.get('b')).toEqual({cluster: 'b', user: 'b', namespace: 'ns-b'});
    expect(read?.files).toEqual([first, second, third]);
  });

  it('takes the current context from the first file that has one', () => {
    const read = readKubeconfig(undefined, {
      KUBECONFIG: [file(config('a', 'https://a')), file(config('b', 'https://b', 'b'))].join(':'),
    });
    expect(read?.currentContext).toBe('b');
  });

  it('is in the home directory where nothing is named, and may not be there', () => {
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    expect(readKubeconfig(undefined, {HOME: home})).toBeUndefined();
    expect(readKubeconfig(undefined, {})).toBeUndefined();
    mkdirSync(join(home, '.kube'));
    writeFileSync(join(home, '.kube', 'config'), config('a', 'https://a', 'a'));
    expect(readKubeconfig(undefined, {HOME: home})?.currentContext).toBe('a');
    expect(readKubeconfig(undefined, {HOME: home, KUBECONFIG: '/no/such/file'})).toBeUndefined();
  });

  it('that --kubeconfig names has to be there, and wins', () => {
    const env = {KUBECONFIG: file(config('b', 'https://b', 'b'))};
    expect(readKubeconfig(file(config('a', 'https://a', 'a')), env)?.currentContext).toBe('a');
    expect(() => readKubeconfig('/no/such/file', env)).toThrow('There is no kubeconfig at /no/such/file.');
  });

  it('that is not YAML is told by line and column, without quoting it', () => {
    const path = file('users:\n- name: a\n  user: {token: canary-token\n  x: [\n');
    expect(() => readKubeconfig(path, {})).toThrow(/config is not valid YAML, line \d+, column \d+\.$/);
    expect(() => readKubeconfig(path, {})).not.toThrow(/canary/);
    expect(() => readKubeconfig(file('just words'), {})).toThrow('is not valid YAML');
    expect(() => readKubeconfig(file('a: 1\na: 2\n'), {})).toThrow('line 2');
  });

  it('that may not be read is told', () => {
    const directory = mkdtempSync(join(tmpdir(), 'dir-'));
    expect(() => readKubeconfig(directory, {})).toThrow("can't be read (EISDIR)");
    const path = file(config('a', 'https://a'));
    chmodSync(path, 0);
    // The superuser may read everything.
    if (process.getuid?.() !== 0) expect(() => readKubeconfig(path, {})).toThrow("can't be read (EACCES)");
  });

  it('resolves paths beside the file, and reads every way to prove who one is', () => {
    const path = file(`
clusters:
- name: c
  cluster:
    server: https://c
    certificate-authority: ca.crt
    insecure-skip-tls-verify: true
    tls-server-name: name
    proxy-url: http://proxy
users:
- name: u
  user:
    client-certificate: /abs/cert
    client-key-data: a2V5
    tokenFile: token
    as: jane
    as-groups: [g1, g2]
    as-user-extra: {scopes: [a, b]}
- name: e
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./plugin
      args: [a, 1, true]
      env: [{name: A, value: b}, {name: N, value: 1}, {value: lost}]
      provideClusterInfo: true
      installHint: install it
- name: bare
  user: {exec: {command: plugin, env: null, args: null}}
`);
    const directory = join(path, '..');
    const read = readKubeconfig(path, {});
    expect(read?.clusters.get('c')).toEqual({
      server: 'https://c',
      caFile: join(directory, 'ca.crt'),
      skipTlsVerify: true,
      tlsServerName: 'name',
      proxyUrl: 'http://proxy',
    });
    expect(read?.users.get('u')).toEqual({
      certFile: '/abs/cert',
      keyData: 'a2V5',
      tokenFile: join(directory, 'token'),
      impersonate: {user: 'jane', groups: ['g1', 'g2'], extra: {scopes: ['a', 'b']}},
    });
    expect(read?.users.get('e')?.exec).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      command: join(directory, 'plugin'),
      args: ['a', '1', 'true'],
      env: {A: 'b', N: '1'},
      provideClusterInfo: true,
      installHint: 'install it',
    });
    expect(read?.users.get('bare')?.exec).toMatchObject({command: 'plugin', args: [], env: {}});
  });

  it.each([
    '',
    '{}',
    'null',
    'contexts: null\nclusters: {}\nusers: 3',
    'contexts: [null, 1, {name: a}, {name: b, context: []}, {context: {cluster: c}}]',
    'users: [{name: a, user: {exec: [], token: {x: 1}, as: [1]}}]',
    '"__proto__": {polluted: true}\nusers: [{name: __proto__, user: {token: x, as: a, as-user-extra: {__proto__: [a]}}}]',
  ])('with odd contents has no such entries: %s', (text) => {
    const read = readKubeconfig(file(text), {});
    expect([...(read?.contexts ?? [])]).toEqual([]);
    expect([...(read?.clusters ?? [])]).toEqual([]);
    expect(read?.users.get('a')?.token).toBeUndefined();
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
  });

  it('that is a bomb of aliases is refused', () => {
    const levels = Array.from({length: 30}, (_, i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`).slice(1);
    const bomb = ['a0: &a0 [x, x]', ...levels].join('\n');
    expect(() => readKubeconfig(file(bomb), {})).toThrow('is not valid YAML');
  });

  it.each(ATTACK)('of hostile text ends quickly (%#)', (text) => {
    const path = file(`contexts: [{name: ${JSON.stringify(text)}, context: {cluster: c}}]`);
    expect(readKubeconfig(path, {})?.contexts.size).toBe(1);
  });
});
