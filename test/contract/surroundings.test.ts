import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import net, {type AddressInfo} from 'node:net';
import {networkInterfaces} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {parse, stringify} from 'yaml';
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {certificate, json, serve, serveProxy} from '../facts/local.ts';
import {runIn, startIn, WORLD_NOW, type Ran} from '../program.ts';

// What stands around a run, through the program itself: the machine's files and clock, credential plugins, certificates,
// proxies, streams that close. The cluster is that of the founding case, whose cause AWS alone can prove.

const ENDPOINT = 'endpoint-public-cidrs-exclude-nat';

let served: ServedWorld;
beforeAll(async () => {
  served = await serveWorld(loadStory('founding-case', WORLD_NOW).world, {auth: 'token'});
});
afterAll(() => served.close());

interface Kubeconfig {
  readonly clusters: readonly {cluster: Record<string, unknown>}[];
  readonly users: readonly {user: Record<string, unknown>}[];
}

let files = 0;
/** A kubeconfig like that of the world with these settings changed; returns its path. */
function kubeconfig(change: {readonly cluster?: object; readonly user?: object}): string {
  const config = parse(readFileSync(served.kubeconfig, 'utf8')) as Kubeconfig;
  for (const entry of config.clusters) entry.cluster = {...entry.cluster, ...change.cluster};
  if (change.user !== undefined) for (const entry of config.users) entry.user = {...change.user};
  const path = join(served.folder, `kubeconfig-${files++}`);
  writeFileSync(path, stringify(config));
  return path;
}

const plugin = (command: string, args: readonly string[] = []): object => ({
  exec: {apiVersion: 'client.authentication.k8s.io/v1', command, args, interactiveMode: 'Never'},
});

async function diagnose(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran & {readonly diagnosis: Diagnosis}> {
  const ran = await runIn(served, ['pod', 'nginx', '-n', 'default', '-o', 'json', ...args], env);
  expect(ran.stderr).not.toMatch(/\n\s+at /);
  return {...ran, diagnosis: JSON.parse(ran.stdout) as Diagnosis};
}

describe('where Kubernetes is out of reach, AWS is judged and the reason is given', () => {
  const node = process.execPath;
  const cases: readonly (readonly [name: string, change: () => Parameters<typeof kubeconfig>[0], reason: RegExp])[] = [
    ['a credential plugin that is not there', () => ({user: plugin('no-such-plugin')}), /no-such-plugin/],
    [
      'one that hangs',
      () => ({user: plugin(node, ['-e', 'setInterval(() => {}, 1000)'])}),
      /the credential plugin .* did not answer in time/,
    ],
    ['one that prints garbage', () => ({user: plugin(node, ['-e', 'console.log("hello")'])}), /credential/i],
    [
      'one that fails',
      () => ({user: plugin(node, ['-e', 'console.error("no ticket"); process.exit(3)'])}),
      /no ticket/,
    ],
    [
      'a certificate authority that cannot be read',
      () => ({cluster: {'certificate-authority-data': undefined, 'certificate-authority': '/nonexistent/ca.crt'}}),
      /\/nonexistent\/ca\.crt/,
    ],
    [
      'another host name than the certificate has',
      () => ({cluster: {'tls-server-name': 'other.test'}}),
      /made out to another host name/,
    ],
  ];
  it.each(cases)('%s', async (_, change, reason) => {
    const {code, diagnosis, ms} = await diagnose([
      '--kubeconfig',
      kubeconfig(change()),
      '--allow-mismatch',
      '--request-timeout',
      '3s',
    ]);
    expect([code, diagnosis.verdict]).toEqual([3, 'causes-found']);
    expect(diagnosis.causes.map((cause) => cause.id)).toEqual([ENDPOINT]);
    expect(diagnosis.notChecked.map((gap) => gap.detail).join('\n')).toMatch(reason);
    // What a loaded machine takes to start, and three seconds.
    expect(ms).toBeLessThan(15_000);
  });

  it('another authority than the one that signed the certificate', async () => {
    const {caData} = await certificate();
    const change = {cluster: {'certificate-authority-data': Buffer.from(caData).toString('base64')}};
    const {code, diagnosis} = await diagnose(['--kubeconfig', kubeconfig(change)]);
    expect([code, diagnosis.causes.map((cause) => cause.id)]).toEqual([3, [ENDPOINT]]);
    expect(diagnosis.notChecked.map((gap) => gap.detail).join('\n')).toMatch(/certificate/);
  });
});

describe('the kubeconfig', () => {
  it('that is a folder is said to be one, in one line', async () => {
    const {code, stderr} = await runIn(served, ['pod', 'nginx', '--kubeconfig', served.folder]);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(2);
    expect(stderr).toContain(served.folder);
  });

  it('may name a proxy', async () => {
    const through = await serveProxy();
    const {code} = await diagnose(['--kubeconfig', kubeconfig({cluster: {'proxy-url': through.url}})]);
    expect(code).toBe(3);
    expect(new Set(through.connects)).toEqual(new Set([new URL(served.kube.url).host]));
  });
});

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some((entry) => entry.address === '::1'));

it.skipIf(!hasIpv6)('both APIs may be on IPv6 alone (skipped where this machine has no ::1)', async () => {
  const onward = async (port: string): Promise<net.Server> => {
    const server = net.createServer((socket) => {
      const there = net.connect(Number(port), '127.0.0.1');
      socket.on('error', () => there.destroy()).on('close', () => there.destroy());
      there.on('error', () => socket.destroy());
      socket.pipe(there).pipe(socket);
    });
    server.listen(0, '::1');
    await once(server, 'listening');
    return server;
  };
  const [kube, aws] = await Promise.all([served.kube.url, served.aws.url].map((url) => onward(new URL(url).port)));
  if (!kube || !aws) throw new Error('not started');
  const at = (server: net.Server): string => `[::1]:${(server.address() as AddressInfo).port}`;
  try {
    const path = kubeconfig({cluster: {server: `https://${at(kube)}`, 'tls-server-name': '127.0.0.1'}});
    const {code, diagnosis} = await diagnose(['--kubeconfig', path, '--allow-mismatch'], {
      AWS_ENDPOINT_URL: `http://${at(aws)}`,
    });
    expect([code, diagnosis.causes[0]?.id]).toEqual([3, ENDPOINT]);
    expect(diagnosis.notChecked).toEqual([]);
  } finally {
    kube.close();
    aws.close();
  }
});

describe('AWS credentials', () => {
  /** A folder with an AWS configuration; returns the environment that leads to it. */
  function configured(config: string): Record<string, string> {
    const folder = join(served.folder, `aws-${files++}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'config'), config);
    return {
      HOME: folder,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
    };
  }

  it('may come from a program', async () => {
    const printed = JSON.stringify({Version: 1, AccessKeyId: 'AKIDPROC', SecretAccessKey: 's'});
    const script = join(served.folder, 'give.cjs');
    writeFileSync(script, `console.log(${JSON.stringify(printed)})`);
    const env = configured(`[profile p]\ncredential_process = ${process.execPath} ${script}\n`);
    const {code, diagnosis} = await diagnose(['--profile', 'p'], env);
    expect([code, diagnosis.notChecked]).toEqual([3, []]);
  });

  it.each([
    ['of a program that fails', 'credential_process = /bin/false', 'aws configure list --profile p'],
    [
      'of a session that has expired',
      'sso_start_url = https://x.test/start\nsso_region = eu-central-1\nsso_account_id = 111122223333\nsso_role_name = r',
      'aws sso login --profile p',
    ],
  ])('%s: the command that mends it is named', async (_, section, command) => {
    const {code, diagnosis} = await diagnose(['--profile', 'p'], configured(`[profile p]\n${section}\n`));
    // The pod hangs in provisioning, and what could explain that is in AWS.
    expect([code, diagnosis.verdict]).toEqual([4, 'incomplete']);
    expect(diagnosis.notChecked.map((gap) => gap.detail).join('\n')).toContain(command);
    expect(diagnosis.notChecked.filter((gap) => gap.needs !== undefined)).toEqual([]);
  });

  it('that are nowhere are not waited for', async () => {
    const {diagnosis, ms} = await diagnose(['--timeout', '20s'], configured(''));
    expect(diagnosis.verdict).toBe('incomplete');
    expect(ms).toBeLessThan(15_000);
  });

  it('refused for their time: the clock is named', async () => {
    const refusing = await serve((_, response) => {
      const message = 'Signature expired: 20261120T031000Z is now earlier than 20261120T042000Z';
      json(response, 403, {message}, {'x-amzn-errortype': 'InvalidSignatureException'});
    });
    const {diagnosis} = await diagnose([], {AWS_ENDPOINT_URL: refusing.url});
    expect(diagnosis.verdict).toBe('incomplete');
    expect(diagnosis.notChecked.map((gap) => gap.detail).join('\n')).toMatch(/clock/);
  });

  it('without a region: one sentence, and what to do', async () => {
    const {code, stderr} = await runIn(served, ['scan', '--cluster', 'fargate-test'], {
      AWS_REGION: '',
      AWS_DEFAULT_REGION: '',
      KUBECONFIG: join(served.folder, 'none'),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/region/i);
    expect(stderr).toContain('--region');
  });
});

/** Runs the program below a shell, for streams that a test can't hand over. */
async function inShell(line: string): Promise<{readonly code: number | null; readonly stderr: string}> {
  const child = spawn('sh', ['-c', line, process.execPath, join(import.meta.dirname, '../../bin/run.js')], {
    env: {PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...served.env},
    cwd: served.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, stderr};
}

describe('streams', () => {
  const full = '/dev/full';
  it.skipIf(!existsSync(full))('a full disk under stdout is said in one line', async () => {
    for (const args of ['pod nginx', 'pod nginx -o json', 'explain subnet-public']) {
      expect(await inShell(`"$0" "$1" ${args} > ${full}`), args).toEqual({
        code: 1,
        stderr: 'fargate-doctor: the standard output could not be written: no space is left there.\n',
      });
    }
  });

  it.skipIf(!existsSync(full))('a full disk under --output-file leaves the text', async () => {
    const {code, stdout, stderr} = await runIn(served, ['pod', 'nginx', '-o', 'json', '--output-file', full]);
    expect(code).toBe(1);
    expect(stdout).toContain(ENDPOINT);
    expect(stderr).toBe(`fargate-doctor: ${full} could not be written: no space is left there.\n`);
  });

  it('a reader that goes away, or a stream that is closed, is no trouble', async () => {
    expect(await inShell('{ "$0" "$1" scan -A -o json; echo "$?" >&2; } | head -c 1')).toEqual({
      code: 0,
      stderr: '3\n',
    });
    expect(await inShell('"$0" "$1" pod nginx >&-')).toEqual({code: 3, stderr: ''});
    expect(await inShell('"$0" "$1" pod nginx -v 2>&-')).toEqual({code: 3, stderr: ''});
  });
});

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s gives what it has, and says that it is not all', async (signal) => {
    const hanging = await serveWorld(loadStory('founding-case', WORLD_NOW).world, {
      faults: [{match: 'iam:GetRole', hang: true}],
    });
    try {
      const run = startIn(hanging, ['pod', 'nginx', '-n', 'default', '-o', 'json']);
      await expect.poll(() => hanging.aws.requests.some((r) => r.action === 'GetRole'), {timeout: 20_000}).toBe(true);
      run.signal(signal);
      const {code, stdout, stderr} = await run.ended;
      const {causes, notChecked, error} = JSON.parse(stdout) as Diagnosis;
      expect(error).toBeUndefined();
      expect([code, causes[0]?.id]).toEqual([3, ENDPOINT]);
      expect(notChecked.map((gap) => gap.detail).join('\n')).toMatch(/stopped/);
      expect(stderr).not.toMatch(/\n\s+at /);
    } finally {
      await hanging.close();
    }
  });
});
