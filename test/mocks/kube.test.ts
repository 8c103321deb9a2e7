import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {KubeServer} from '../../mocks/kube/options.ts';
import {startKube} from '../../mocks/kube/server.ts';
import {ask, pages, read, refusal, TABLE} from './kube-client.ts';
import type {ListBody, TableBody} from './kube-client.ts';
import {littleWorld, manyPods, NOW, pod} from './kube-world.ts';

const PODS = '/api/v1/namespaces/default/pods';

function names(list: ListBody): string[] {
  return list.items.map((item) => item.metadata.name);
}

function query(parameters: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parameters).toString()}`;
}

describe('the fake Kubernetes API', () => {
  let kube: KubeServer;
  beforeAll(async () => {
    kube = await startKube({objects: littleWorld(), now: new Date(NOW)});
  });
  afterAll(() => kube.close());

  it('fills in what the API server would: uid, creation time, versions that only grow', async () => {
    const object = await read<ListBody['items'][number]>(kube, `${PODS}/nginx`);
    expect(object).toMatchObject({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {creationTimestamp: '2026-11-21T09:46:00Z'},
    });
    expect(object.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const list = await read<ListBody>(kube, '/api/v1/pods');
    const versions = list.items.map((item) => Number(item.metadata.resourceVersion));
    expect(new Set(versions).size).toBe(3);
    expect(Math.max(...versions)).toBeLessThanOrEqual(Number(list.metadata.resourceVersion));
  });

  it('leaves kind and apiVersion out of the items of a built-in list', async () => {
    const list = await read<ListBody>(kube, PODS);
    expect(list).toMatchObject({kind: 'PodList', apiVersion: 'v1'});
    expect(names(list)).toEqual(['nginx', 'web-1']);
    expect(list.items[0]?.kind).toBeUndefined();
  });

  it.each([
    ['app=nginx', ['nginx']],
    ['app==nginx', ['nginx']],
    ['app!=nginx', ['web-1']],
    ['tier in (web, db),app notin (web)', ['nginx']],
    ['tier', ['nginx', 'web-1']],
    ['!tier', []],
    ['nosuch!=x', ['nginx', 'web-1']],
  ])('selects by labels: %s', async (labelSelector, expected) => {
    expect(names(await read<ListBody>(kube, PODS + query({labelSelector})))).toEqual(expected);
  });

  it.each(['a b', 'in (', 'app=a=b', 'a in b', '=x'])(
    'refuses a label selector that is none: %s',
    async (labelSelector) => {
      expect(await refusal(kube, PODS + query({labelSelector}))).toMatchObject({code: 400, reason: 'BadRequest'});
    },
  );

  it.each([
    ['metadata.name=nginx', ['nginx']],
    ['status.phase!=Pending', ['web-1']],
    ['spec.nodeName=', ['nginx']],
    ['status.podIP=10.0.1.20,spec.schedulerName==fargate-scheduler', ['web-1']],
  ])('selects pods by fields: %s', async (fieldSelector, expected) => {
    expect(names(await read<ListBody>(kube, PODS + query({fieldSelector})))).toEqual(expected);
  });

  it('selects events of both APIs by what they are about, old and new shape from one store', async () => {
    const old = await read<ListBody>(kube, `/api/v1/events${query({fieldSelector: 'involvedObject.name=nginx'})}`);
    expect(old.items.map((item) => item['reason'])).toEqual(['FailedScheduling', 'LoggingDisabled']);
    expect(old.items[1]).toMatchObject({message: 'Disabled logging because aws-logging configmap was not found.'});
    const path = '/apis/events.k8s.io/v1/namespaces/default/events';
    const recent = await read<ListBody>(
      kube,
      path + query({fieldSelector: 'regarding.name=nginx,reason=FailedScheduling'}),
    );
    expect(recent.items).toHaveLength(1);
    expect(recent.items[0]).toMatchObject({
      note: 'Pod provisioning timed out (will retry) for pod: default/nginx',
      deprecatedCount: 3,
      regarding: {name: 'nginx', uid: expect.stringMatching(/-/) as string},
    });
  });

  it('refuses to select by a field in the words of the API server', async () => {
    expect(await refusal(kube, `${PODS}?fieldSelector=spec.color%3Dred`)).toMatchObject({
      code: 400,
      message: 'field label not supported: spec.color',
    });
    const other = await refusal(kube, '/api/v1/configmaps?fieldSelector=data.x%3Dy');
    expect(other.message).toBe('"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"');
  });

  it('says 404 as the API server does: of an object, of a place in a group, of no place at all', async () => {
    const missing = await refusal(kube, '/apis/apps/v1/namespaces/default/deployments/x');
    expect(missing).toMatchObject({
      message: 'deployments.apps "x" not found',
      details: {name: 'x', group: 'apps', kind: 'deployments'},
    });
    expect((await refusal(kube, '/apis/apps/v1/things')).message).toBe(
      'the server could not find the requested resource',
    );
    expect((await refusal(kube, `${PODS}/nginx/log`)).code).toBe(404);
    expect(await ask(kube, '/apis/example.org/v1/things')).toMatchObject({status: 404, body: '404 page not found\n'});
    expect(await read<ListBody>(kube, '/api/v1/namespaces/nowhere/pods')).toMatchObject({items: []});
  });

  it('prints tables with the columns of kubectl', async () => {
    const table = await read<TableBody>(kube, '/api/v1/pods', {headers: {accept: TABLE}});
    expect(table.columnDefinitions?.map((column) => column.name).slice(0, 6)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      'IP',
    ]);
    expect(table.rows[1]?.cells.slice(0, 6)).toEqual(['web-1', '1/1', 'Running', '2 (6m ago)', '14m', '10.0.1.20']);
    expect(table.rows[0]?.object?.kind).toBe('PartialObjectMetadata');
    const none = await read<TableBody>(kube, '/api/v1/pods?includeObject=None', {headers: {accept: TABLE}});
    expect(none.rows[0]).not.toHaveProperty('object');
    const whole = await read<TableBody>(kube, '/api/v1/pods?includeObject=Object', {headers: {accept: TABLE}});
    expect(whole.rows[0]?.object).toMatchObject({kind: 'Pod', spec: {schedulerName: 'fargate-scheduler'}});
  });

  it('shows metadata alone, and YAML, and refuses protobuf', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const list = await read<ListBody>(kube, PODS, {headers: {accept}});
    expect(list.kind).toBe('PartialObjectMetadataList');
    expect(list.items[0]).not.toHaveProperty('spec');
    const yaml = await ask(kube, `${PODS}/nginx`, {headers: {accept: 'application/yaml'}});
    expect(yaml.body).toContain('schedulerName: fargate-scheduler\n');
    const answer = await refusal(kube, PODS, {headers: {accept: 'application/vnd.kubernetes.protobuf'}});
    expect(answer.reason).toBe('NotAcceptable');
  });

  it('answers discovery, plain and aggregated, version and health', async () => {
    const plain = await read<{resources: {name: string}[]}>(kube, '/apis/batch/v1');
    expect(plain.resources.map((item) => item.name)).toEqual(['cronjobs', 'jobs']);
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const answer = await ask(kube, '/apis', {headers: {accept}});
    expect(answer.headers['content-type']).toContain('as=APIGroupDiscoveryList');
    expect(answer.body).toContain('"name":"discovery.k8s.io"');
    expect(await read(kube, '/version')).toMatchObject({major: '1', minor: '33'});
    expect(await ask(kube, '/readyz', {token: null})).toMatchObject({status: 200, body: 'ok'});
  });

  it.each([
    '/api/v1/namespaces/default/pods/..%2f..%2fsecrets',
    '/api/v1/namespaces/../../../etc/passwd',
    '/api/v1/namespaces/%00/pods/%ff',
    '/api/v1//pods//',
    '//////',
    `/api/v1/namespaces/default/pods/${'x'.repeat(8000)}`,
    `/api/v1/pods?labelSelector=${'('.repeat(8000)}`,
    `/api/v1/pods?continue=${'A'.repeat(8000)}`,
    '/api/v1/namespaces/__proto__/pods/constructor',
  ])('answers a hostile path with a failure of the client: %s', async (path) => {
    const {status} = await ask(kube, path);
    expect([400, 404]).toContain(status);
  });

  it('is read only: writes are refused and recorded', async () => {
    const answer = await refusal(kube, `${PODS}/nginx`, {method: 'DELETE'});
    expect(answer.message).toContain(
      'User "kubernetes-admin" cannot delete resource "pods" in API group "" in the namespace "default"',
    );
    expect((await refusal(kube, PODS, {method: 'POST', body: '{}'})).code).toBe(403);
    expect((await refusal(kube, '/version', {method: 'PUT'})).code).toBe(405);
    const written = kube.requests.filter((record) => !['get', 'list', 'watch'].includes(record.verb));
    expect(written.map((record) => [record.verb, record.resource, record.status])).toEqual([
      ['delete', 'pods', 403],
      ['create', 'pods', 403],
      ['put', '', 405],
    ]);
  });
});

describe('lists in pages', () => {
  it('come in order, complete and once, with what remains', async () => {
    const kube = await startKube({objects: manyPods(23)});
    const all = await pages(kube, '/api/v1/pods', 10);
    expect(all.map((page) => page.items.length)).toEqual([10, 10, 3]);
    expect(all.map((page) => page.metadata.remainingItemCount)).toEqual([13, 3, undefined]);
    expect(new Set(all.flatMap((page) => page.items.map((item) => item.metadata.uid))).size).toBe(23);
    expect(new Set(all.map((page) => page.metadata.resourceVersion)).size).toBe(1);
    const own = await pages(kube, '/api/v1/namespaces/ns-3/pods', 2);
    expect(own.flatMap((page) => page.items).every((item) => item.metadata.namespace === 'ns-3')).toBe(true);
    expect(own.flatMap((page) => page.items)).toHaveLength(3);
    const selected = await pages(kube, '/api/v1/pods?labelSelector=shard%3D4', 1);
    expect(selected.flatMap((page) => page.items.map((item) => item.metadata.name)).sort()).toEqual([
      'pod-000004',
      'pod-000014',
    ]);
    expect(selected[0]?.metadata.remainingItemCount).toBeUndefined();
    const unlimited = await read<ListBody>(kube, '/api/v1/pods?limit=10&resourceVersion=0');
    expect(unlimited.items).toHaveLength(23);
    await kube.close();
  });

  it('go on with the world as it was on page one, until it is compacted away', async () => {
    const kube = await startKube({objects: manyPods(6)});
    const first = await read<ListBody>(kube, '/api/v1/pods?limit=2');
    kube.store.remove({apiVersion: 'v1', kind: 'Pod', namespace: 'ns-5', name: 'pod-000005'});
    kube.store.apply(pod('late', {namespace: 'ns-9'}));
    const token = first.metadata.continue ?? '';
    const rest = await read<ListBody>(kube, `/api/v1/pods?continue=${token}`);
    expect(names(rest)).toEqual(['pod-000002', 'pod-000003', 'pod-000004', 'pod-000005']);
    expect((await refusal(kube, `/api/v1/pods?resourceVersion=5&continue=${token}`)).code).toBe(400);
    kube.store.compact();
    const gone = await refusal(kube, `/api/v1/pods?continue=${token}`);
    expect(gone).toMatchObject({code: 410, reason: 'Expired'});
    const anyway = await read<ListBody>(kube, `/api/v1/pods?continue=${gone.metadata.continue ?? ''}`);
    expect(names(anyway)).toEqual(['pod-000002', 'pod-000003', 'pod-000004', 'late']);
    await kube.close();
  });

  it('of 50,000 pods are quick', async () => {
    const kube = await startKube({objects: manyPods(50_000)});
    let seen = 0;
    for (const page of await pages(kube, '/api/v1/pods', 500)) seen += page.items.length;
    expect(seen).toBe(50_000);
    // About two seconds on a small machine, reading and parsing included: a slip to quadratic time would take minutes.
    await kube.close();
  }, 60_000);
});
