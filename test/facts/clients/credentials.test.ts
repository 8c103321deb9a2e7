import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {classifyAwsError} from '../../../src/facts/classify-error.ts';
import {requestHandlerFor} from '../../../src/facts/clients/aws-options.ts';
import {credentialChain, type CredentialSource} from '../../../src/facts/clients/credentials.ts';
import {identities} from '../../../src/facts/clients/eks-credentials.ts';

function files(config: string, credentials = ''): Readonly<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'aws-'));
  writeFileSync(join(folder, 'config'), config);
  writeFileSync(join(folder, 'credentials'), credentials);
  return {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    HOME: folder,
  };
}

const chain = (env: Readonly<Record<string, string>>, profile?: string, nowMs = Date.now): CredentialSource =>
  credentialChain({
    env,
    ...(profile === undefined ? {} : {profile}),
    handler: () => requestHandlerFor('sts', 'eu-central-1', {}, 1000),
    nowMs,
  });

async function reasonOf(source: CredentialSource, profile?: string): Promise<string> {
  const error: unknown = await source().catch((e: unknown) => e);
  const signal = new AbortController().signal;
  const fact = classifyAwsError(error, {
    permission: 'eks:DescribeCluster',
    service: 'EKS',
    signal,
    ...(profile === undefined ? {} : {profile}),
  });
  return fact.is === 'failed' ? fact.reason : fact.is;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the credentials', () => {
  it('are the keys of the environment', async () => {
    const env = {AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't'};
    expect(await chain(env)()).toEqual({accessKeyId: 'AKID', secretAccessKey: 's', sessionToken: 't'});
  });

  it('are those of the profile, whatever keys the environment has', async () => {
    const env = files(
      '[profile prod]\nregion = eu-west-1\n',
      '[prod]\naws_access_key_id=AKIDPROD\naws_secret_access_key=s\n',
    );
    const source = chain({...env, AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 's'}, 'prod');
    expect(await source()).toMatchObject({accessKeyId: 'AKIDPROD'});
  });

  it('are what a credential_process prints, asked for once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'process-'));
    const script = join(folder, 'give.cjs');
    const printed = {Version: 1, AccessKeyId: 'AKIDPROC', SecretAccessKey: 's', Expiration: '2035-01-01T00:00:00Z'};
    writeFileSync(
      script,
      `require('fs').appendFileSync(${JSON.stringify(join(folder, 'log'))}, 'x'); console.log(${JSON.stringify(JSON.stringify(printed))})`,
    );
    const env = files(`[profile proc]\ncredential_process = ${process.execPath} ${script}\n`);
    const source = chain(env, 'proc');
    const both = await Promise.all([source(), source()]);
    expect(both[1]).toMatchObject({accessKeyId: 'AKIDPROC'});
    await source();
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('x');
  });

  it('of a profile that no file has are not looked for elsewhere', async () => {
    const env = files('[profile prod]\n[sso-session prot]\n[default]\n');
    expect(await reasonOf(chain(env, 'prot'), 'prot')).toBe('there is no AWS profile prot: did you mean prod?');
    expect(await reasonOf(chain(env, 'zzz'), 'zzz')).toBe('there is no AWS profile zzz: aws configure list-profiles');
  });

  it.each([
    ['[profile p]\ncredential_process = /bin/false canary', 'aws configure list --profile p'],
    ['[profile p]\nregion = eu-west-1', 'AWS profile p gives no credentials: aws configure list --profile p'],
    [
      '[profile p]\nsso_start_url=https://x\nsso_region=eu-west-1\nsso_account_id=111122223333\nsso_role_name=r',
      'aws sso login --profile p',
    ],
  ])('of the profile %s are said to be missing', async (config, words) => {
    const env = files(config);
    // Below a profile the SDK looks for SSO settings where the process's own environment says.
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const reason = await reasonOf(chain(env, 'p'), 'p');
    expect(reason).toContain(words);
    expect(reason).not.toContain('canary');
  });

  it('that are nowhere are not looked for again at once', async () => {
    let now = 0;
    const source = chain(files(''), undefined, () => now);
    const first = source();
    await expect(first).rejects.toThrow('Could not load credentials');
    expect(source()).toBe(first);
    now = 60_000;
    const again = source();
    expect(again).not.toBe(first);
    await expect(again).rejects.toThrow('Could not load credentials');
  });
});

describe('the profile for AWS', () => {
  const KEYS = {AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's'};
  const command = (profile: string | undefined, env: Readonly<Record<string, string>> = {}) => ({
    cluster: 'web',
    env,
    inProcess: true,
    ...(profile === undefined ? {} : {profile}),
  });

  it.each([
    ['the flag', 'flag', {AWS_PROFILE: 'env'}, command('args'), 'flag'],
    [
      'the arguments of the token command',
      undefined,
      {AWS_PROFILE: 'env'},
      command('args', {AWS_PROFILE: 'section'}),
      'args',
    ],
    ['its environment', undefined, {AWS_PROFILE: 'env'}, command(undefined, {AWS_PROFILE: 'section'}), 'section'],
    ['exported keys, over its environment', undefined, KEYS, command(undefined, {AWS_PROFILE: 'section'}), undefined],
    ['the environment', undefined, {AWS_PROFILE: 'env'}, command(undefined), 'env'],
    ['the environment, over exported keys', undefined, {...KEYS, AWS_PROFILE: 'env'}, undefined, 'env'],
    ['the older name of the AWS CLI', undefined, {AWS_DEFAULT_PROFILE: 'old'}, undefined, 'old'],
    ['nothing', undefined, {}, undefined, undefined],
  ])('is that of %s', (_, flag, env, token, profile) => {
    const all = identities({env, requestTimeoutMs: 1, nowMs: () => 0, ...(flag === undefined ? {} : {profile: flag})});
    expect(all.profileFor(token)).toBe(profile);
  });
});
