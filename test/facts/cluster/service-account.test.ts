import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {sameCertificate} from '../../../src/facts/cluster/describe.ts';
import {serviceAccount} from '../../../src/facts/cluster/service-account.ts';

const directory = (files: Readonly<Record<string, string>>): string => {
  const path = mkdtempSync(join(tmpdir(), 'account-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
};

describe('the service account of a pod', () => {
  const files = {token: 'abc', 'ca.crt': 'PEM', namespace: 'shop\n'};

  it('is where Kubernetes put it', () => {
    const path = directory(files);
    expect(serviceAccount({KUBERNETES_SERVICE_HOST: '10.100.0.1', KUBERNETES_SERVICE_PORT: '443'}, path)).toEqual({
      cluster: {server: 'https://10.100.0.1:443', skipTlsVerify: false, caData: Buffer.from('PEM').toString('base64')},
      tokenPath: join(path, 'token'),
      namespace: 'shop',
    });
    expect(serviceAccount({KUBERNETES_SERVICE_HOST: 'fd00::1'}, path)?.cluster.server).toBe('https://[fd00::1]:443');
  });

  it('is none outside of a pod, or where it is not mounted', () => {
    expect(serviceAccount({}, directory(files))).toBeUndefined();
    expect(serviceAccount({KUBERNETES_SERVICE_HOST: '10.100.0.1'}, directory({}))).toBeUndefined();
  });
});

describe('two certificates', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it('are the same however their lines are broken', () => {
    expect(sameCertificate(base64('-----BEGIN\nabc\n'), base64('-----BEGIN\r\nab\r\nc'))).toBe(true);
  });

  it.each([
    [base64('a'), base64('b')],
    ['', ''],
    [undefined, undefined],
    [base64('\n'), base64('\n')],
  ])('%s and %s are not', (a, b) => expect(sameCertificate(a, b)).toBe(false));
});
