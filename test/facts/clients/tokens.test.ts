import {createHash, createHmac} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import {eksToken} from '../../../src/facts/clients/tokens.ts';
import {matching} from '../holding.ts';

const credentials = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'};
const atMs = Date.parse('2025-06-01T03:10:00Z');

async function urlIn(request: Partial<Parameters<typeof eksToken>[0]> = {}): Promise<URL> {
  const token = await eksToken({cluster: 'web', region: 'eu-central-1', credentials, atMs, ...request});
  expect(token).toMatch(/^k8s-aws-v1\.[A-Za-z0-9_-]+$/);
  return new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
}

describe('a token for the API server', () => {
  it('is a presigned GetCallerIdentity for one cluster and one minute', async () => {
    const url = await urlIn();
    expect(url.origin + url.pathname).toBe('https://sts.eu-central-1.amazonaws.com/');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      Action: 'GetCallerIdentity',
      Version: '2011-06-15',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIDEXAMPLE/20250601/eu-central-1/sts/aws4_request',
      'X-Amz-Date': '20250601T031000Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host;x-k8s-aws-id',
      'X-Amz-Signature': matching(/^[0-9a-f]{64}$/),
    });
  });

  it('has the signature that AWS computes', async () => {
    const url = await urlIn();
    const signature = url.searchParams.get('X-Amz-Signature');
    const query = url.search
      .slice(1)
      .split('&')
      .filter((pair) => !pair.startsWith('X-Amz-Signature='))
      .sort()
      .join('&');
    // Signature Version 4, step by step: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
    const sha = (text: string) => createHash('sha256').update(text).digest('hex');
    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const canonical = ['GET', '/', query, `host:${url.host}`, 'x-k8s-aws-id:web', '', 'host;x-k8s-aws-id', sha('')];
    const scope = '20250601/eu-central-1/sts/aws4_request';
    const toSign = ['AWS4-HMAC-SHA256', '20250601T031000Z', scope, sha(canonical.join('\n'))].join('\n');
    const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${credentials.secretAccessKey}`);
    expect(signature).toBe(hmac(key, toSign).toString('hex'));
  });

  it('differs by cluster, by key and by time, and by nothing else', async () => {
    const signature = async (request: Parameters<typeof urlIn>[0]) =>
      (await urlIn(request)).searchParams.get('X-Amz-Signature');
    const own = await signature({});
    expect(await signature({})).toBe(own);
    expect(await signature({cluster: 'web2'})).not.toBe(own);
    expect(await signature({credentials: {...credentials, secretAccessKey: 'x'}})).not.toBe(own);
    expect(await signature({atMs: atMs + 1000})).not.toBe(own);
  });

  it('carries a session token, escaped as it was signed', async () => {
    const url = await urlIn({credentials: {...credentials, sessionToken: "a/b+c=d'(*"}});
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe("a/b+c=d'(*");
    expect(url.search).toContain('X-Amz-Security-Token=a%2Fb%2Bc%3Dd%27%28%2A');
  });

  it.each([
    ['cn-north-1', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'sts.us-gov-west-1.amazonaws.com'],
  ])('of %s is signed for %s', async (region, host) => {
    expect((await urlIn({region})).host).toBe(host);
  });

  it('is signed for the STS endpoint that is set', async () => {
    const url = await urlIn({endpoint: 'http://127.0.0.1:4566'});
    expect(url.origin).toBe('http://127.0.0.1:4566');
  });
});
