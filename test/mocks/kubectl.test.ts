import {execFile, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {KubeServer} from '../../mocks/kube/options.ts';
import {startKube} from '../../mocks/kube/server.ts';
import {littleWorld, NOW, pod} from './kube-world.ts';

const installed = spawnSync('kubectl', ['version', '--client']).status === 0;
const hasAws = spawnSync('aws', ['--version']).status === 0;

// In continuous integration these tests fail where kubectl is missing, or nobody would notice that they no longer run.
const skip = !installed && !process.env['CI'];
if (skip)
  process.stderr.write('kubectl is not installed: the tests that drive the fake API server with it are skipped.\n');

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe.skipIf(skip)('kubectl on the fake API server', {timeout: 30_000}, () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-test-'));
  let kube: KubeServer;
  const config = join(folder, 'config');
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const env = {
    ...process.env,
    HOME: folder,
    KUBECONFIG: config,
    KUBECACHEDIR: join(folder, 'cache'),
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_EC2_METADATA_DISABLED: 'true',
  };

  beforeAll(async () => {
    kube = await startKube({
      objects: littleWorld(),
      now: new Date(NOW),
      clusterName: 'prod',
      awsSecretOf: () => secret,
      users: {jane: [{verbs: ['get'], resources: ['pods']}]},
    });
    writeFileSync(config, kube.kubeconfig({contextName: 'fake'}));
  });
  afterAll(async () => {
    await kube.close();
    rmSync(folder, {recursive: true});
  });

  function kubectl(...args: readonly string[]): Promise<Run> {
    return new Promise((resolve) => {
      execFile('kubectl', args, {env, timeout: 20_000}, (error, out, err) => {
        resolve({code: error === null ? 0 : Number(error.code), out, err});
      });
    });
  }

  /** The words of each line of a table; columns are at least two blanks apart. */
  async function table(...args: readonly string[]): Promise<string[][]> {
    const {out, err, code} = await kubectl(...args);
    expect({code, err}).toEqual({code: 0, err: ''});
    return out
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
  }

  it('lists pods of all namespaces, wide', async () => {
    const lines = await table('get', 'pods', '-A', '-o', 'wide');
    expect(lines[0]?.join('|')).toBe('NAMESPACE|NAME|READY|STATUS|RESTARTS|AGE|IP|NODE|NOMINATED NODE|READINESS GATES');
    expect(lines[2]?.slice(0, 7)).toEqual(['default', 'web-1', '1/1', 'Running', '2 (6m ago)', '14m', '10.0.1.20']);
    expect(lines).toHaveLength(4);
  });

  it('reads lists in chunks', async () => {
    const before = kube.requests.length;
    expect(await table('get', 'pods', '-A', '--chunk-size=2')).toHaveLength(4);
    const lists = kube.requests.slice(before).filter((record) => record.verb === 'list');
    expect(lists.map((record) => /(?:^|&)continue=/.test(record.query))).toEqual([false, true]);
  });

  it('describes a pod with its events', async () => {
    const {out} = await kubectl('describe', 'pod', 'nginx');
    expect(out).toMatch(/^Status: +Pending$/m);
    expect(out).toMatch(/Warning +FailedScheduling .* fargate-scheduler +Pod provisioning timed out \(will retry\)/);
    expect(out).toMatch(/Warning +LoggingDisabled/);
  });

  it('lists events', async () => {
    expect(await table('get', 'events')).toEqual([
      ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE'],
      [
        '8m',
        'Warning',
        'FailedScheduling',
        'pod/nginx',
        'Pod provisioning timed out (will retry) for pod: default/nginx',
      ],
      [
        '13m',
        'Warning',
        'LoggingDisabled',
        'pod/nginx',
        'Disabled logging because aws-logging configmap was not found.',
      ],
    ]);
    expect((await kubectl('events', '--for', 'pod/nginx')).out).toContain('FailedScheduling');
  });

  it('selects by field and label', async () => {
    expect(await table('get', 'pods', '-A', '--field-selector', 'status.phase=Pending')).toHaveLength(3);
    expect(await table('get', 'pods', '-l', 'tier in (web),app!=web')).toHaveLength(2);
    const {err, code} = await kubectl('get', 'pods', '--field-selector', 'spec.color=red');
    expect(code).toBe(1);
    expect(err).toContain('Error from server (BadRequest)');
    expect(err).toContain('field label not supported: spec.color');
  });

  it('prints several kinds as YAML, one as JSONPath', async () => {
    const {out} = await kubectl('get', 'deploy,rs', '-o', 'yaml');
    expect(out).toMatch(/^- apiVersion: apps\/v1\n {2}kind: Deployment$/m);
    expect(out).toMatch(/^ {2}kind: ReplicaSet$/m);
    expect(await kubectl('get', 'pod', 'nginx', '-o', 'jsonpath={.spec.schedulerName}')).toEqual({
      code: 0,
      out: 'fargate-scheduler',
      err: '',
    });
  });

  it('lists nodes and the kinds of the API', async () => {
    const nodes = await table('get', 'nodes');
    expect(nodes[1]?.slice(1)).toEqual(['Ready', '<none>', '30m', 'v1.33.1-eks-1234567']);
    const kinds = await table('api-resources');
    expect(kinds).toContainEqual(['pods', 'po', 'v1', 'true', 'Pod']);
    expect(kinds).toContainEqual([
      'securitygrouppolicies',
      'sgp',
      'vpcresources.k8s.aws/v1beta1',
      'true',
      'SecurityGroupPolicy',
    ]);
  });

  it('says what is not there, and who may not', async () => {
    expect((await kubectl('get', 'pod', 'x')).err).toBe('Error from server (NotFound): pods "x" not found\n');
    expect((await kubectl('get', 'gizmos')).err).toBe('error: the server doesn\'t have a resource type "gizmos"\n');
    const denied = await kubectl('get', 'pods', '--as', 'jane');
    expect(denied.err).toBe(
      'Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"\n',
    );
    expect((await kubectl('get', 'pods', '--token', 'bad')).err).toContain('You must be logged in to the server');
    expect((await kubectl('delete', 'pod', 'nginx')).err).toContain('cannot delete resource "pods"');
  });

  it('asks what it may', async () => {
    expect(await kubectl('auth', 'can-i', 'list', 'pods')).toMatchObject({code: 0, out: 'yes\n'});
    expect(await kubectl('auth', 'can-i', 'list', 'pods', '--as', 'jane')).toMatchObject({code: 1, out: 'no\n'});
    expect(await kubectl('auth', 'can-i', 'get', 'pods', '--as', 'jane')).toMatchObject({code: 0, out: 'yes\n'});
  });

  it('waits out a throttled API', async () => {
    kube.setFaults([{match: 'list pods', throttle: 1}]);
    expect(await table('get', 'pods')).toHaveLength(3);
    kube.setFaults([]);
  });

  it('watches', async () => {
    const child = spawn('kubectl', ['get', 'pods', '-w', '--request-timeout=15s'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
    const until = async (happened: () => boolean): Promise<void> => {
      for (let tries = 0; tries < 400 && !happened(); tries++) await new Promise((resolve) => setTimeout(resolve, 25));
    };
    const before = kube.requests.length;
    await until(() => kube.requests.slice(before).some((record) => record.verb === 'watch'));
    kube.store.apply(pod('newcomer', {minutes: 0}));
    await until(() => out.includes('newcomer'));
    child.kill();
    kube.store.remove({apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'newcomer'});
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ +/)[0]),
    ).toEqual(['NAME', 'nginx', 'web-1', 'newcomer']);
  });

  it.skipIf(!hasAws)('signs in with the plugin that aws eks update-kubeconfig sets up', async () => {
    writeFileSync(config, kube.kubeconfig({auth: 'exec-eks', region: 'eu-central-1'}));
    expect(await table('get', 'pods')).toHaveLength(3);
    writeFileSync(config, kube.kubeconfig({auth: 'exec-eks', region: 'eu-central-1', clusterName: 'other'}));
    expect((await kubectl('get', 'pods')).err).toContain('You must be logged in to the server');
    writeFileSync(config, kube.kubeconfig({contextName: 'fake'}));
  });
});
