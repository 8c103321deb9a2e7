import {describe, expect, it} from 'vitest';
import type {KubeServer} from '../../mocks/kube/options.ts';
import {startKube} from '../../mocks/kube/server.ts';
import {ask, read, refusal, TABLE} from './kube-client.ts';
import type {Ask, ListBody, StatusBody, TableBody} from './kube-client.ts';
import {littleWorld, pod} from './kube-world.ts';

interface WatchEvent {
  readonly type: string;
  readonly object: {
    readonly kind: string;
    readonly metadata: {
      readonly name: string;
      readonly resourceVersion: string;
      readonly annotations?: Record<string, string>;
    };
  };
}

const NGINX = {apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'nginx'};

/** Watches until the server ends the stream; `change` runs once the watch is open. */
async function watch<T = WatchEvent>(
  kube: KubeServer,
  query: string,
  change?: () => void,
  options: Ask = {},
): Promise<T[]> {
  const before = kube.requests.length;
  const running = ask(kube, `/api/v1/pods?watch=true&timeoutSeconds=1&${query}`, options);
  while (kube.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  change?.();
  const {body} = await running;
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function told(events: readonly WatchEvent[]): string[] {
  return events.map((event) => `${event.type} ${event.object.metadata.name}`);
}

async function started(): Promise<{kube: KubeServer; version: string}> {
  const kube = await startKube({objects: littleWorld()});
  const list = await read<ListBody>(kube, '/api/v1/pods');
  return {kube, version: list.metadata.resourceVersion};
}

describe('a watch', () => {
  it('tells what changes after the version of a list, in order, and nothing of other resources', async () => {
    const {kube, version} = await started();
    kube.store.apply(pod('before'));
    const events = await watch(kube, `resourceVersion=${version}`, () => {
      kube.store.apply(pod('nginx', {status: {phase: 'Running'}}));
      kube.store.apply({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x', namespace: 'default'}});
      kube.store.remove(NGINX);
    });
    expect(told(events)).toEqual(['ADDED before', 'MODIFIED nginx', 'DELETED nginx']);
    const versions = events.map((event) => Number(event.object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(kube.requests.at(-1)).toMatchObject({verb: 'watch', resource: 'pods', status: 200});
    await kube.close();
  });

  it('begins with everything there is if it names no version', async () => {
    const {kube} = await started();
    expect(told(await watch(kube, ''))).toEqual(['ADDED nginx', 'ADDED web-1', 'ADDED coredns-1']);
    const events = await watch(
      kube,
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true',
    );
    expect(events.at(3)).toMatchObject({
      type: 'BOOKMARK',
      object: {kind: 'Pod', metadata: {annotations: {'k8s.io/initial-events-end': 'true'}}},
    });
    await kube.close();
  });

  it('with a selector tells when objects enter and leave its view', async () => {
    const {kube, version} = await started();
    const query = `resourceVersion=${version}&fieldSelector=status.phase%3DPending&labelSelector=app%3Dnginx`;
    const events = await watch(kube, query, () => {
      kube.store.apply(pod('nginx', {status: {phase: 'Running'}}));
      kube.store.apply(pod('nginx'));
      kube.store.apply(pod('other'));
    });
    expect(told(events)).toEqual(['DELETED nginx', 'ADDED nginx']);
    await kube.close();
  });

  it('sends bookmarks to whom wants them', async () => {
    const kube = await startKube({objects: littleWorld(), bookmarkEveryMs: 300});
    const version = kube.store.version;
    const events = await watch(kube, `resourceVersion=${version}&allowWatchBookmarks=true`);
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(events.every((event) => event.type === 'BOOKMARK')).toBe(true);
    expect(await watch(kube, `resourceVersion=${version}`)).toEqual([]);
    await kube.close();
  });

  it('that starts before the history that is kept gets an ERROR event with 410', async () => {
    const {kube, version} = await started();
    kube.store.apply(pod('late'));
    kube.store.compact();
    const [event] = await watch<{type: string; object: StatusBody}>(kube, `resourceVersion=${version}`);
    expect(event).toMatchObject({type: 'ERROR', object: {kind: 'Status', code: 410, reason: 'Expired'}});
    const future = await refusal(kube, '/api/v1/pods?watch=1&resourceVersion=99999999');
    expect(future).toMatchObject({code: 504, reason: 'Timeout'});
    await kube.close();
  });

  it('keeps a bounded history', async () => {
    const kube = await startKube({objects: [], historySize: 10});
    const version = kube.store.version;
    for (let index = 0; index < 25; index++) kube.store.apply(pod(`p${index}`));
    expect(kube.store.since(version)).toBeUndefined();
    expect(kube.store.since(kube.store.version - 10)).toHaveLength(10);
    await kube.close();
  });

  it('speaks in table rows to kubectl, with columns in the first only', async () => {
    const {kube, version} = await started();
    const change = (): void => {
      kube.store.apply(pod('a'));
      kube.store.apply(pod('b'));
    };
    const events = await watch<{object: TableBody}>(kube, `resourceVersion=${version}`, change, {
      headers: {accept: TABLE},
    });
    expect(events.map((event) => event.object.rows[0]?.cells[0])).toEqual(['a', 'b']);
    expect(events.map((event) => event.object.columnDefinitions === null)).toEqual([false, true]);
    await kube.close();
  });

  it('ends when the server closes, and does not keep it from closing', async () => {
    const {kube, version} = await started();
    const running = ask(kube, `/api/v1/pods?watch=true&resourceVersion=${version}`).then(
      () => 'ended',
      () => 'cut',
    );
    while (kube.requests.every((record) => record.verb !== 'watch')) await new Promise((r) => setTimeout(r, 5));
    await kube.close();
    expect(await running).toBe('cut');
  });
});
