import {mkdtempSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {kubeAccess, type AccessOptions} from '../../../src/facts/clients/kube-access.ts';
import {remembered} from '../../../src/facts/clients/kube-credentials.ts';
import {createKubeClient} from '../../../src/facts/clients/kube.ts';
import type {CallRecord, KubeClient} from '../../../src/facts/clients/types.ts';
import {certificate, json, serve, serveProxy, status} from '../local.ts';
import {holding, matching} from '../holding.ts';

const POD = {path: '/api/v1/namespaces/default/pods/nginx', permission: 'get pods -n default'};
const PODS = {path: '/api/v1/pods', permission: 'list pods'};
const pod = (name: string) => ({kind: 'Pod', metadata: {name, namespace: 'default', uid: `uid-${name}`}});
const page = (names: readonly string[], next = '') => ({
  kind: 'PodList',
  metadata: next === '' ? {} : {continue: next},
  items: names.map(pod),
});

function client(
  server: string,
  access: Partial<Omit<AccessOptions, 'cluster'>> & {readonly cluster?: Partial<AccessOptions['cluster']>} = {},
  more: {readonly timeoutMs?: number; readonly signal?: AbortSignal; readonly calls?: CallRecord[]} = {},
): KubeClient {
  const {calls} = more;
  return createKubeClient({
    access: kubeAccess({
      user: {},
      env: {},
      ...access,
      cluster: {server, skipTlsVerify: false, ...access.cluster},
    }),
    requestTimeoutMs: more.timeoutMs ?? 5_000,
    signal: more.signal ?? new AbortController().signal,
    ...(calls === undefined ? {} : {onCall: (call) => calls.push(call)}),
  });
}

type PodLike = {readonly metadata: {readonly name: string}};
const names = (item: PodLike) => item.metadata.name;

describe('one object', () => {
  it('is known, with the credentials of the user and the impersonated name sent', async () => {
    const calls: CallRecord[] = [];
    const server = await serve((_, response) => json(response, 200, pod('nginx')));
    const kube = client(server.url, {user: {token: 'canary-token'}, as: 'jane'}, {calls});
    expect(await kube.get(POD)).toEqual({is: 'known', value: pod('nginx')});
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer canary-token',
      'impersonate-user': 'jane',
      accept: 'application/json',
    });
    expect(calls).toMatchObject([{what: `GET ${POD.path}`, result: 'ok', attempt: 1}]);
    expect(JSON.stringify(calls)).not.toContain('canary');
  });

  it('keeps the path of the server and passes the query on', async () => {
    const server = await serve((_, response) => json(response, 200, pod('nginx')));
    await client(`${server.url}/k8s/clusters/c-1/`).get({...POD, query: {fieldSelector: 'a=b,c!=d'}});
    expect(server.requests[0]?.line).toBe(`GET /k8s/clusters/c-1${POD.path}?fieldSelector=a%3Db%2Cc%21%3Dd`);
  });

  it('is absent only when Kubernetes itself says so', async () => {
    const server = await serve(({path}, response) => {
      if (path.endsWith('/nginx')) json(response, 404, status(404, 'NotFound', 'pods "nginx" not found'));
      else response.writeHead(404, {'content-type': 'text/html'}).end('<html>404 page not found</html>');
    });
    const kube = client(server.url);
    expect(await kube.get(POD)).toEqual({is: 'absent'});
    expect(await kube.get({...POD, path: '/api/v1/nodes/a'})).toMatchObject({
      is: 'failed',
      reason: holding('HTTP 404 with something that is not Kubernetes'),
    });
  });

  it('is absent in an API group that the cluster does not serve', async () => {
    const server = await serve((_, response) => response.writeHead(404).end('404 page not found\n'));
    const slices = {path: '/apis/discovery.k8s.io/v1/endpointslices/a', permission: 'get endpointslices'};
    expect(await client(server.url).get(slices)).toEqual({is: 'absent'});
    expect(await client(server.url).get(POD)).toMatchObject({is: 'failed'});
  });

  it('is denied with the right that it needs', async () => {
    const message = 'pods "nginx" is forbidden: User "jane" cannot get resource "pods"\u001b[2J';
    const server = await serve((_, response) => json(response, 403, status(403, 'Forbidden', message)));
    expect(await client(server.url).get(POD)).toEqual({
      is: 'denied',
      permission: 'get pods -n default',
      detail: 'pods "nginx" is forbidden: User "jane" cannot get resource "pods" [2J',
    });
    expect(server.requests).toHaveLength(1);
  });

  it("takes neither a stranger's 403 nor an anonymous one for a missing right", async () => {
    const anonymous = status(403, 'Forbidden', 'User "system:anonymous" cannot get resource "pods"');
    const server = await serve(({nth}, response) =>
      nth === 1 ? response.writeHead(403).end('blocked by policy') : json(response, 403, anonymous),
    );
    const kube = client(server.url);
    expect((await kube.get(POD)).is).toBe('failed');
    expect(await kube.get(POD)).toMatchObject({is: 'failed', reason: holding('anonymous')});
  });

  it.each([
    ['not JSON', '{"kind": "Pod", "meta', /not JSON/],
    ['a string', '"hello"', /not an object/],
    ['not Kubernetes', '{"login": "please"}', /not a Kubernetes object/],
  ])('failed where the answer is %s', async (_, body, reason) => {
    const server = await serve((__, response) => response.writeHead(200).end(body));
    expect(await client(server.url).get(POD)).toMatchObject({is: 'failed', reason: matching(reason)});
  });

  it('reads a compressed answer, and says when it is cut off', async () => {
    const packed = gzipSync(JSON.stringify(pod('nginx')));
    const server = await serve(({nth}, response) => {
      response.writeHead(200, {'content-encoding': 'gzip'});
      response.end(nth === 1 ? packed : packed.subarray(0, packed.length - 10));
    });
    const kube = client(server.url);
    expect(await kube.get(POD)).toMatchObject({is: 'known'});
    expect(await kube.get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('before the answer was complete'),
    });
  });
});

it('no more than twenty requests are under way', async () => {
  const crowd = {now: 0, most: 0};
  const server = await serve(({path}, response) => {
    crowd.most = Math.max(crowd.most, ++crowd.now);
    setTimeout(() => {
      crowd.now--;
      json(response, 200, pod(path));
    }, 20);
  });
  const kube = client(server.url);
  await Promise.all(Array.from({length: 60}, (_, i) => kube.get({...POD, path: `${POD.path}-${i}`})));
  expect(server.requests).toHaveLength(60);
  expect(crowd.most).toBe(20);
});

describe('further attempts', () => {
  it('come after a 429 with Retry-After, a 500 and a reset', async () => {
    const calls: CallRecord[] = [];
    const server = await serve(({nth}, response) => {
      if (nth === 1) json(response, 429, status(429, 'TooManyRequests', 'slow down'), {'retry-after': '0.1'});
      else if (nth === 2) response.destroy();
      else json(response, 200, pod('nginx'));
    });
    expect(await client(server.url, {}, {calls}).get(POD)).toMatchObject({is: 'known'});
    expect(calls.map((call) => [call.attempt, call.result])).toEqual([
      [1, '429'],
      [2, 'ECONNRESET'],
      [3, 'ok'],
    ]);
  });

  it('end: a server that stays broken is failed, with its status', async () => {
    const server = await serve((_, response) => json(response, 503, status(503, 'ServiceUnavailable', 'etcd is down')));
    expect(await client(server.url).get(POD)).toMatchObject({
      is: 'failed',
      reason: matching(/HTTP 503\): etcd is down/),
    });
    expect(server.requests).toHaveLength(3);
  });

  it('are not made when the server asks for more patience than a run has', async () => {
    const server = await serve((_, response) => json(response, 429, {}, {'retry-after': '3600'}));
    expect(await client(server.url).get(POD)).toMatchObject({is: 'failed', reason: holding('429')});
    expect(server.requests).toHaveLength(1);
  });

  it('end with the run', async () => {
    const server = await serve((_, response) => json(response, 429, {}, {'retry-after': '10'}));
    const signal = AbortSignal.timeout(100);
    expect(await client(server.url, {}, {signal}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('the time of the run was up'),
    });
  });

  it('use a new token after a 401, once', async () => {
    const server = await serve((_, response, headers) => {
      const fresh = headers['authorization'] === 'Bearer token-2';
      if (fresh) json(response, 200, pod('nginx'));
      else json(response, 401, status(401, 'Unauthorized', 'Unauthorized'));
    });
    let made = 0;
    const source = remembered(
      async () => ({token: `token-${++made}`}),
      () => 0,
    );
    expect(await client(server.url, {source}).get(POD)).toMatchObject({is: 'known'});
    made = 10;
    source.forget();
    expect(await client(server.url, {source}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('does not accept these credentials'),
    });
    expect(made).toBe(12);
  });

  it('are not made for a 401 of fixed credentials, and a wrong clock is named', async () => {
    const date = new Date(Date.now() + 20 * 60_000).toUTCString();
    const server = await serve((_, response) => json(response, 401, {}, {date}));
    expect(await client(server.url, {user: {token: 'x'}}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('the clock of this machine is off by 20 minutes'),
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a server that does not answer', () => {
  it('is failed after the request time-out, also in the middle of an answer', async () => {
    const server = await serve(({nth}, response) => {
      if (nth > 2) response.writeHead(200).write('{"kind":');
    });
    const kube = client(server.url, {}, {timeoutMs: 200});
    expect(await kube.get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('did not answer in time'),
    });
    expect(server.requests).toHaveLength(2);
    expect(await kube.get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('did not answer in time'),
    });
  });

  it('does not outlast the run', async () => {
    const server = await serve(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    expect(await client(server.url, {}, {signal: controller.signal}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('the run was stopped'),
    });
  });

  it('is failed where nothing listens', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const {port} = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await client(`https://127.0.0.1:${port}`).get(POD)).toMatchObject({
      is: 'failed',
      reason: `the API server at 127.0.0.1:${port} refuses connections`,
    });
  });

  it('is not asked again at once where its name does not resolve', async () => {
    const calls: CallRecord[] = [];
    const kube = client('https://nowhere.invalid', {}, {calls});
    const first = await kube.get(POD);
    expect(first).toMatchObject({is: 'failed', reason: holding('resolve')});
    const before = calls.length;
    expect(await kube.get(POD)).toEqual(first);
    expect(calls).toHaveLength(before);
  });
});

describe('a list', () => {
  it('is read to its last page and mapped', async () => {
    const server = await serve(({query}, response) => {
      const next = {'': 'p2', p2: 'p3', p3: ''}[query.get('continue') ?? ''];
      json(response, 200, page([`a-${query.get('continue') ?? ''}`, 'drop'], next));
    });
    const keep = (item: PodLike) => (item.metadata.name === 'drop' ? undefined : item.metadata.name);
    expect(await client(server.url).list({...PODS, query: {labelSelector: 'a'}}, keep)).toEqual({
      is: 'known',
      value: ['a-', 'a-p2', 'a-p3'],
    });
    expect(server.requests.map((r) => r.line)).toEqual([
      'GET /api/v1/pods?limit=500&labelSelector=a',
      'GET /api/v1/pods?limit=500&labelSelector=a&continue=p2',
      'GET /api/v1/pods?limit=500&labelSelector=a&continue=p3',
    ]);
  });

  it('starts again after a 410 without losing or doubling', async () => {
    const server = await serve(({query, nth}, response) => {
      if (nth === 2) json(response, 410, status(410, 'Expired', 'the provided continue parameter is too old'));
      else if (query.get('continue') === null) json(response, 200, page(['a', 'b'], `after-${nth}`));
      else json(response, 200, page(['c']));
    });
    expect(await client(server.url).list(PODS, names)).toEqual({is: 'known', value: ['a', 'b', 'c']});
  });

  it('is failed after a second 410', async () => {
    const server = await serve(({query}, response) =>
      query.get('continue') === null ? json(response, 200, page(['a'], 'n')) : json(response, 410, {}),
    );
    expect(await client(server.url).list(PODS, names)).toMatchObject({
      is: 'failed',
      reason: holding('410'),
    });
    expect(server.requests).toHaveLength(4);
  });

  it('does not double a page that is sent twice, and ends a token that comes back', async () => {
    const doubled = await serve(({query}, response) =>
      json(response, 200, page(['a', 'b'], query.get('continue') === null ? 'again' : '')),
    );
    expect(await client(doubled.url).list(PODS, names)).toEqual({is: 'known', value: ['a', 'b']});
    const endless = await serve((_, response) => json(response, 200, page(['a'], 'same')));
    expect(await client(endless.url).list(PODS, names)).toMatchObject({
      is: 'failed',
      reason: holding('without an end'),
    });
    expect(endless.requests).toHaveLength(2);
  });

  it('is nothing known where a later page is denied', async () => {
    const server = await serve(({nth}, response) =>
      nth === 1 ? json(response, 200, page(['a'], 'n')) : json(response, 403, status(403, 'Forbidden', 'no')),
    );
    expect(await client(server.url).list(PODS, names)).toMatchObject({is: 'denied', permission: 'list pods'});
  });

  it.each([
    [
      {kind: 'PodList', metadata: {}, items: null},
      {is: 'known', value: []},
    ],
    [
      {kind: 'PodList', metadata: {}, items: []},
      {is: 'known', value: []},
    ],
    [{kind: 'Pod', metadata: {}}, {is: 'failed'}],
    [{kind: 'PodList', metadata: {}, items: [null]}, {is: 'failed'}],
  ])('of the form %j', async (body, fact) => {
    const server = await serve((_, response) => json(response, 200, body));
    expect(await client(server.url).list(PODS, names)).toMatchObject(fact);
  });
});

describe('TLS', () => {
  it('trusts the CA of the kubeconfig and no other', async () => {
    const own = await certificate();
    const other = await certificate();
    const server = await serve((_, response) => json(response, 200, pod('nginx')), own);
    expect(await client(server.url, {cluster: {caData: own.caData}}).get(POD)).toMatchObject({is: 'known'});
    expect(await client(server.url, {cluster: {caData: other.caData}}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('not signed by an authority that is trusted'),
    });
    expect(await client(server.url, {cluster: {skipTlsVerify: true}}).get(POD)).toMatchObject({is: 'known'});
  });

  it('checks the host name, or the one that the kubeconfig gives', async () => {
    const own = await certificate([{type: 'dns', value: 'api.example.com'}]);
    const server = await serve((_, response) => json(response, 200, pod('nginx')), own);
    const {caData} = own;
    expect(await client(server.url, {cluster: {caData}}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('made out to another host name'),
    });
    const named = {caData, tlsServerName: 'api.example.com'};
    expect(await client(server.url, {cluster: named}).get(POD)).toMatchObject({is: 'known'});
  });

  it('says that a certificate has expired', async () => {
    const old = await certificate(undefined, {notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01')});
    const server = await serve((_, response) => json(response, 200, pod('nginx')), old);
    expect(await client(server.url, {cluster: {caData: old.caData}}).get(POD)).toMatchObject({
      is: 'failed',
      reason: holding('has expired'),
    });
  });

  it('shows the client certificate', async () => {
    const own = await certificate();
    const server = await serve((_, response) => json(response, 200, pod('nginx')), {
      ...own,
      ca: own.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const user = {certData: own.caData, keyData: Buffer.from(own.key).toString('base64')};
    expect(await client(server.url, {cluster: {caData: own.caData}, user}).get(POD)).toMatchObject({is: 'known'});
    expect(await client(server.url, {cluster: {caData: own.caData}}).get(POD)).toMatchObject({is: 'failed'});
  });

  it("names a certificate file that can't be read", async () => {
    const kube = client('https://127.0.0.1:1', {cluster: {caFile: '/no/such/ca.crt'}});
    expect(await kube.get(POD)).toEqual({
      is: 'failed',
      reason: "the kubeconfig names the file /no/such/ca.crt, which can't be read (ENOENT)",
    });
  });
});

describe('the way there', () => {
  it('goes through the proxy of the kubeconfig, over one connection', async () => {
    const own = await certificate();
    const server = await serve((_, response) => json(response, 200, pod('nginx')), own);
    const through = await serveProxy();
    const kube = client(server.url, {cluster: {caData: own.caData, proxyUrl: through.url}});
    expect(await kube.get(POD)).toMatchObject({is: 'known'});
    expect(await kube.get(POD)).toMatchObject({is: 'known'});
    expect(through.connects).toEqual([`127.0.0.1:${server.port}`]);
  });

  it('asks the environment for a proxy, except for loopback', async () => {
    const through = await serveProxy();
    const server = await serve((_, response) => json(response, 200, pod('nginx')));
    const env = {HTTPS_PROXY: through.url, HTTP_PROXY: through.url};
    expect(await client(server.url, {env}).get(POD)).toMatchObject({is: 'known'});
    expect(through.connects).toEqual([]);
    expect((await client('https://api.invalid', {env}).get(POD)).is).toBe('failed');
    expect(new Set(through.connects)).toEqual(new Set(['api.invalid:443']));
  });

  it('reads a token file and cuts its line end', async () => {
    const server = await serve((_, response) => json(response, 200, pod('nginx')));
    const path = join(mkdtempSync(join(tmpdir(), 'token-')), 'token');
    writeFileSync(path, 'abc\n');
    const {tokenFile} = await import('../../../src/facts/clients/kube-credentials.ts');
    expect(await client(server.url, {source: tokenFile(path, () => 0)}).get(POD)).toMatchObject({is: 'known'});
    expect(server.requests[0]?.headers.authorization).toBe('Bearer abc');
  });
});

describe('the guard', () => {
  it.each(['/api/v1/namespaces/default/secrets', '/api/v1/secrets/x', '/api/v1/pods/../secrets', '/metrics'])(
    'sends nothing to %s',
    async (path) => {
      const server = await serve((_, response) => json(response, 200, pod('x')));
      await expect(client(server.url).get({path, permission: 'x'})).rejects.toThrow('refused to send GET');
      expect(server.requests).toHaveLength(0);
    },
  );
});
