import {afterEach, describe, expect, it} from 'vitest';
import {parseMatch} from '../../mocks/kube/faults.ts';
import type {KubeFault} from '../../mocks/kube/faults.ts';
import type {KubeServer} from '../../mocks/kube/options.ts';
import {parseRequest} from '../../mocks/kube/request.ts';
import {startKube} from '../../mocks/kube/server.ts';
import {ask, pages, read, refusal} from './kube-client.ts';
import type {ListBody} from './kube-client.ts';
import {littleWorld, manyPods} from './kube-world.ts';

const PODS = '/api/v1/namespaces/default/pods';
const AUTH = '/api/v1/namespaces/kube-system/configmaps/aws-auth';

describe('a match in the words of the contract', () => {
  it.each([
    ['list pods -n default', 'GET', PODS, true],
    ['list pods -n other', 'GET', PODS, false],
    ['list pods', 'GET', PODS, true],
    ['list pods -A', 'GET', PODS, false],
    ['list pods -A', 'GET', '/api/v1/pods', true],
    ['list pods', 'GET', `${PODS}/nginx`, false],
    ['get pods', 'GET', `${PODS}/nginx`, true],
    ['get pods/nginx', 'GET', `${PODS}/nginx`, true],
    ['get pods/ngin', 'GET', `${PODS}/nginx`, false],
    ['get pods/n*x', 'GET', `${PODS}/nginx`, true],
    ['get configmaps/aws-auth -n kube-system', 'GET', AUTH, true],
    ['kube:get configmaps/aws-auth -n kube-system', 'GET', AUTH, true],
    ['* configmaps', 'GET', AUTH, true],
    ['configmaps', 'GET', AUTH, true],
    ['get,list *', 'GET', AUTH, true],
    ['list events', 'GET', '/api/v1/events', true],
    ['list events.events.k8s.io', 'GET', '/api/v1/events', false],
    ['list deployments.apps', 'GET', '/apis/apps/v1/deployments', true],
    ['watch pods', 'GET', `${PODS}?watch=true`, true],
    ['list pods', 'GET', `${PODS}?watch=true`, false],
    ['create pods', 'POST', PODS, true],
    ['get /version', 'GET', '/version', true],
    ['get pods', 'GET', '/version', false],
    ['*', 'GET', '/version', true],
    ['kube:*', 'GET', AUTH, true],
    ['eks:*', 'GET', AUTH, false],
    ['eks:DescribeCluster', 'GET', '/version', false],
  ])('%s · %s %s: %s', (match, method, path, expected) => {
    expect(parseMatch(match)(parseRequest(method, path))).toBe(expected);
  });
});

describe('a fault', () => {
  let kube: KubeServer | undefined;
  afterEach(() => kube?.close());

  async function withFault(fault: Omit<KubeFault, 'match'> & {match?: string}): Promise<KubeServer> {
    kube = await startKube({objects: littleWorld(), faults: [{match: 'list pods', ...fault}]});
    return kube;
  }

  it('deny answers like RBAC, only for what it matches, and to access reviews, too', async () => {
    const server = await withFault({deny: true});
    expect(await refusal(server, PODS)).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message:
        'pods is forbidden: User "kubernetes-admin" cannot list resource "pods" in API group "" in the namespace "default"',
      details: {kind: 'pods'},
    });
    expect((await ask(server, `${PODS}/nginx`)).status).toBe(200);
    const spec = {resourceAttributes: {verb: 'list', resource: 'pods', namespace: 'default'}};
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const review = await ask(server, path, {method: 'POST', body: JSON.stringify({spec})});
    expect(JSON.parse(review.body)).toMatchObject({status: {allowed: false}});
    expect(review.status).toBe(201);
  });

  it.each([
    [{status: 500}, 500, 'InternalError'],
    [{status: 503}, 503, 'ServiceUnavailable'],
    [{expired401: true}, 401, 'Unauthorized'],
  ])('%o answers with a Status', async (fault, code, reason) => {
    expect(await refusal(await withFault(fault), PODS)).toMatchObject({code, reason});
  });

  it('throttle refuses the first n with Retry-After', async () => {
    const server = await withFault({throttle: 2});
    const first = await ask(server, PODS);
    expect(first).toMatchObject({status: 429, headers: {'retry-after': '1'}});
    expect((await refusal(server, PODS)).reason).toBe('TooManyRequests');
    expect((await ask(server, PODS)).status).toBe(200);
  });

  it('delay and latency make the answer late', async () => {
    const server = await withFault({delay: 150});
    const started = performance.now();
    expect((await ask(server, PODS)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
    const [record] = server.requests;
    expect((record?.endedAt ?? 0) - (record?.at ?? 0)).toBeGreaterThan(140);
  });

  it('reset and truncate break the connection at their places', async () => {
    const server = await withFault({reset: true});
    await expect(ask(server, PODS)).rejects.toMatchObject({code: 'ECONNRESET'});
    expect(server.requests.at(-1)).toMatchObject({status: 0});
    server.setFaults([{match: '*', truncate: true}]);
    let seen = '';
    await expect(ask(server, PODS, {onData: (text) => void (seen += text)})).rejects.toThrow('aborted');
    expect(seen).toContain('"kind":"PodList"');
    expect(() => JSON.parse(seen) as unknown).toThrow(SyntaxError);
  });

  it('hang never answers, and the server can still be closed', async () => {
    const server = await withFault({hang: true});
    await expect(ask(server, PODS, {signal: AbortSignal.timeout(200)})).rejects.toThrow('abort');
    const hanging = expect(ask(server, PODS)).rejects.toThrow();
    while (server.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    kube = undefined;
    await hanging;
  });

  it('gone answers the n-th page with 410, once', async () => {
    const server = await withFault({gone: 2});
    const first = await read<ListBody>(server, `${PODS}?limit=1`);
    const next = `${PODS}?limit=1&continue=${first.metadata.continue ?? ''}`;
    expect(await refusal(server, next)).toMatchObject({code: 410, reason: 'Expired'});
    expect((await read<ListBody>(server, next)).items).toHaveLength(1);
  });

  it('html, empty and endless answer what no API server should', async () => {
    const server = await withFault({html: true});
    expect(await ask(server, PODS)).toMatchObject({status: 200, headers: {'content-type': 'text/html; charset=utf-8'}});
    server.setFaults([{match: 'list pods', empty: true}]);
    expect((await read<ListBody>(server, PODS)).items).toEqual([]);
    server.setFaults([{match: 'list pods', endless: true}]);
    const tokens = new Set<string>();
    let path = `${PODS}?limit=500`;
    for (let page = 0; page < 5; page++) {
      const list = await read<ListBody>(server, path);
      expect(list.items).toHaveLength(2);
      tokens.add(list.metadata.continue ?? '');
      path = `${PODS}?limit=500&continue=${list.metadata.continue ?? ''}`;
    }
    expect(tokens.size).toBe(5);
  });

  it('repeat brings objects twice', async () => {
    const server = await withFault({repeat: true});
    const all = await pages(server, PODS, 1);
    expect(all.map((page) => page.items.map((item) => item.metadata.name))).toEqual([['nginx'], ['nginx', 'web-1']]);
  });

  it('may come every n-th time or a number of times', async () => {
    const server = await withFault({status: 500, every: 3});
    const statuses: number[] = [];
    for (let index = 0; index < 6; index++) statuses.push((await ask(server, PODS)).status);
    expect(statuses).toEqual([200, 200, 500, 200, 200, 500]);
    server.setFaults([{match: '*', status: 503, times: 1}]);
    expect((await ask(server, PODS)).status).toBe(503);
    expect((await ask(server, PODS)).status).toBe(200);
  });

  it('cuts big lists in the middle, too', async () => {
    kube = await startKube({objects: manyPods(2000), faults: [{match: 'list pods', truncate: true}]});
    await expect(ask(kube, '/api/v1/pods')).rejects.toThrow('aborted');
  });
});
