import {setMaxListeners} from 'node:events';
import {failed, known, type Fact} from '../../model/fact.ts';
import {Asker, isObject, type Json, type KubeClientOptions} from './kube-asker.ts';
import {follow} from './kube-watch.ts';
import {pageReader, type Page} from './list-page.ts';
import type {KubeClient, KubeRequest} from './types.ts';

const PAGE_SIZE = '500';
/** Reads the Kubernetes API. Nothing is sent before the first read. */
export function createKubeClient(options: KubeClientOptions): KubeClient {
  // Every request in flight listens to the one signal of the run; Node warns of a leak from the eleventh on.
  setMaxListeners(0, options.signal);
  const asker = new Asker(options);
  return {
    server: options.access.server,
    async get<T>(request: KubeRequest): Promise<Fact<T>> {
      const answer = await asker.ask(request, request.query ?? {});
      if (answer.is === 'expired') return failed(`${asker.words} answered HTTP 410 to the read of a single object`);
      const isStrange = answer.is === 'known' && request.path !== '/version' && !isObject(answer.value['metadata']);
      if (isStrange) return failed(`${asker.words} gave an answer that is not a Kubernetes object`);
      return answer as Fact<T>;
    },
    async list<I, T>(
      request: KubeRequest,
      map: (item: I) => T | undefined,
      onPage?: (kept: readonly T[]) => void,
    ): Promise<Fact<readonly T[]>> {
      const first = await readList(asker, request, map, onPage);
      // The snapshot that the pages came from is gone. Nothing of it is kept, so that nothing is lost or doubled.
      const answer = first.is === 'expired' ? await readList(asker, request, map, onPage) : first;
      if (answer.is !== 'expired') return answer;
      return failed(`${asker.words} let the list expire twice while it was read (HTTP 410)`);
    },
    watch: (request, onChange) =>
      follow(
        {
          place: () => asker.place(request),
          stream: (place, onLine) => asker.stream(request, place, onLine),
          signal: options.signal,
        },
        onChange,
      ),
  };
}

async function readList<I, T>(
  asker: Asker,
  request: KubeRequest,
  map: (item: I) => T | undefined,
  onPage: (kept: readonly T[]) => void = () => undefined,
): Promise<Fact<readonly T[]> | {readonly is: 'expired'}> {
  const kept: T[] = [];
  const identities = new Set<string>();
  const tokens = new Set<string>();
  let unmapped: {readonly error: unknown} | undefined;
  const take = (item: unknown): Taken<T> | undefined => {
    if (!isObject(item)) return undefined;
    try {
      return {identity: identityOf(item), value: map(item as I)};
    } catch (error) {
      // What can't be mapped is no fault of the request: it is the caller's to judge.
      unmapped ??= {error};
      return undefined;
    }
  };
  let token = '';
  do {
    const query = {limit: PAGE_SIZE, ...request.query, ...(token === '' ? {} : {continue: token})};
    const answer = await asker.ask(request, query, () => pageReader(take));
    if (unmapped) throw unmapped.error;
    if (answer.is !== 'known') return answer;
    const page = answer.value as unknown as Page<Taken<T> | undefined>;
    if (page.taken === undefined) return failed(`${asker.words} gave something that is not a list`);
    for (const item of page.taken) {
      if (!item) return failed(`${asker.words} gave a list with something in it that is not an object`);
      const {identity, value} = item;
      if (identity !== undefined && identities.has(identity)) continue;
      if (identity !== undefined) identities.add(identity);
      if (value !== undefined) kept.push(value);
    }
    onPage(kept);
    const {continue: next} = isObject(page.metadata) ? page.metadata : {};
    token = typeof next === 'string' ? next : '';
    if (tokens.has(token)) return failed(`${asker.words} gave a list without an end: the same page token twice`);
    if (token !== '') tokens.add(token);
  } while (token !== '');
  return known(kept);
}

/** What is kept of one item of a list. */
interface Taken<T> {
  readonly identity: string | undefined;
  readonly value: T | undefined;
}

/** What tells an object from all others, so that a page that is sent twice does not double it. */
function identityOf(item: Json): string | undefined {
  const metadata = item['metadata'];
  if (!isObject(metadata)) return undefined;
  const {uid, namespace, name} = metadata;
  if (typeof uid === 'string' && uid !== '') return uid;
  return typeof name === 'string' ? `${typeof namespace === 'string' ? namespace : ''}/${name}` : undefined;
}
