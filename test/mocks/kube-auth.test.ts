import {createHash, createHmac} from 'node:crypto';
import type {Hash, Hmac} from 'node:crypto';
import {createServer} from 'node:https';
import {connect} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {createAuthority} from '../../mocks/kube/certificates.ts';
import {startKube} from '../../mocks/kube/server.ts';
import {ask, refusal} from './kube-client.ts';
import {littleWorld} from './kube-world.ts';

const PODS = '/api/v1/namespaces/default/pods';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

/** SHA-256 in the shape that the signer wants. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Buffer);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
  reset(): void {}
}

/** A token as `aws eks get-token` makes it; `sts` signs with the SDK's own signer, not with the fake's. */
async function eksToken(cluster: string, secret = SECRET, at = new Date()): Promise<string> {
  const {SignatureV4} = await import('@smithy/signature-v4');
  const signer = new SignatureV4({
    credentials: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secret, sessionToken: 'a+b/c=='},
    region: 'eu-central-1',
    service: 'sts',
    sha256: Sha256,
  });
  const host = 'sts.eu-central-1.amazonaws.com';
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: 'https:',
      hostname: host,
      path: '/',
      headers: {host, 'x-k8s-aws-id': cluster},
      query: {Action: 'GetCallerIdentity', Version: '2011-06-15'},
    },
    {expiresIn: 60, signingDate: at, unhoistableHeaders: new Set(['x-k8s-aws-id'])},
  );
  const query = Object.entries(signed.query ?? {}).map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return `k8s-aws-v1.${Buffer.from(`https://${host}/?${query.join('&')}`).toString('base64url')}`;
}

describe('authentication', () => {
  it('knows its token, and nobody else', async () => {
    const kube = await startKube({objects: littleWorld(), token: 'good', tokens: {second: 'jane'}});
    expect((await ask(kube, PODS)).status).toBe(200);
    expect((await ask(kube, PODS, {token: 'second'})).status).toBe(200);
    expect(kube.requests.map((record) => record.user)).toEqual(['kubernetes-admin', 'jane']);
    expect(await refusal(kube, PODS, {token: 'bad'})).toMatchObject({code: 401, reason: 'Unauthorized'});
    expect((await refusal(kube, PODS, {token: null})).code).toBe(401);
    expect((await refusal(kube, '/version', {token: null})).code).toBe(401);
    await kube.close();
  });

  it('takes EKS tokens that are signed for its cluster', async () => {
    const rules = {
      clusterName: 'prod',
      awsSecretOf: (id: string) => (id === 'AKIAIOSFODNN7EXAMPLE' ? SECRET : undefined),
    };
    const kube = await startKube({objects: littleWorld(), ...rules});
    const status = async (token: string): Promise<number> => (await ask(kube, PODS, {token})).status;
    expect(await status(await eksToken('prod'))).toBe(200);
    expect(await status(await eksToken('other'))).toBe(401);
    expect(await status(await eksToken('prod', 'another secret'))).toBe(401);
    expect(await status(await eksToken('prod', SECRET, new Date(Date.now() - 16 * 60_000)))).toBe(401);
    expect(await status('k8s-aws-v1.bm90IGEgdXJs')).toBe(401);
    await kube.close();
    const without = await startKube({objects: []});
    expect((await ask(without, PODS, {token: await eksToken('prod')})).status).toBe(401);
    await without.close();
  });
});

describe('authorization', () => {
  it('follows rules by user and group, names and namespaces', async () => {
    const kube = await startKube({
      objects: littleWorld(),
      tokens: {t: 'jane'},
      users: {
        jane: [
          {verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], namespaces: ['default']},
          {verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['aws-auth']},
        ],
      },
    });
    const status = async (path: string): Promise<number> => (await ask(kube, path, {token: 't'})).status;
    expect(await status(PODS)).toBe(200);
    expect(await status('/api/v1/pods')).toBe(403);
    expect(await status('/api/v1/namespaces/kube-system/configmaps/aws-auth')).toBe(200);
    expect(await status('/api/v1/namespaces/kube-system/configmaps?fieldSelector=metadata.name%3Daws-auth')).toBe(200);
    expect(await status('/api/v1/namespaces/kube-system/configmaps')).toBe(403);
    expect(await status('/apis/apps/v1/deployments')).toBe(403);
    expect(await status('/version')).toBe(200);
    expect((await ask(kube, '/api/v1/pods')).status).toBe(200);
    const refused = await refusal(kube, '/apis/apps/v1/namespaces/default/deployments/web', {token: 't'});
    expect(refused.message).toBe(
      'deployments.apps "web" is forbidden: User "jane" cannot get resource "deployments" in API group "apps" in the namespace "default"',
    );
    expect((await refusal(kube, '/api/v1/nodes', {token: 't'})).message).toBe(
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    );
    await kube.close();
  });

  it('lets those impersonate who may, and records both', async () => {
    const kube = await startKube({
      objects: littleWorld(),
      tokens: {t: 'jane'},
      users: {ops: [{verbs: ['list'], resources: ['pods']}], jane: []},
    });
    const headers = {'impersonate-user': 'joe', 'impersonate-group': 'ops'};
    expect((await ask(kube, PODS, {headers})).status).toBe(200);
    expect(kube.requests.at(-1)).toMatchObject({user: 'joe', realUser: 'kubernetes-admin'});
    expect((await ask(kube, '/api/v1/nodes', {headers})).status).toBe(403);
    expect((await refusal(kube, PODS, {headers, token: 't'})).message).toBe(
      'users "joe" is forbidden: User "jane" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    await kube.close();
  });
});

describe('the kubeconfig', () => {
  it('is what aws eks update-kubeconfig writes', async () => {
    const kube = await startKube({objects: [], clusterName: 'prod'});
    const written = parse(kube.kubeconfig({auth: 'exec-eks', region: 'us-gov-west-1', namespace: 'shop'})) as object;
    const arn = 'arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/prod';
    const args = ['--region', 'us-gov-west-1', 'eks', 'get-token', '--cluster-name', 'prod', '--output', 'json'];
    expect(written).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      preferences: {},
      'current-context': arn,
      clusters: [
        {
          name: arn,
          cluster: {server: kube.url, 'certificate-authority-data': Buffer.from(kube.caPem).toString('base64')},
        },
      ],
      contexts: [{name: arn, context: {cluster: arn, user: arn, namespace: 'shop'}}],
      users: [{name: arn, user: {exec: {apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'aws', args}}}],
    });
    expect(parse(kube.kubeconfig({auth: 'token', contextName: 'here'}))).toMatchObject({
      'current-context': 'here',
      users: [{user: {token: kube.token}}],
    });
    await kube.close();
  });
});

describe('the certificates', () => {
  it('are good for loopback on IPv6, too, and another authority does not trust them', async () => {
    const kube = await startKube({objects: littleWorld(), host: '::1'});
    expect(kube.url).toMatch(/^https:\/\/\[::1\]:\d+$/);
    expect((await ask(kube, PODS)).status).toBe(200);
    const {caPem} = await createAuthority();
    await expect(ask({...kube, caPem}, PODS)).rejects.toThrow(/certificate|signature/);
    await kube.close();
  });

  it.each([
    [{expired: true}, 'CERT_HAS_EXPIRED'],
    [{names: ['elsewhere.example']}, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('%o is seen by clients', async (faults, code) => {
    const {caPem, certPem, keyPem} = await createAuthority(faults);
    const server = createServer({cert: certPem, key: keyPem}).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const {port} = server.address() as {port: number};
    const error = await new Promise((resolve) => {
      connect({port, host: '127.0.0.1', ca: caPem}).once('error', resolve);
    });
    expect(error).toMatchObject({code});
    server.close();
  });
});
