// Serves one world in a process of its own, so that neither its memory nor its work is taken for the doctor's. Told by its
// parent which world, it answers with the environment that leads there, and later with its log.
import {serveWorld, type ServedWorld} from '../../mocks/serve.ts';
import {loadStory} from '../../mocks/story.ts';
import type {World} from '../../mocks/world.ts';
import {crowdedWorld, wideWorld, type Size} from './worlds.ts';

/** Which world: that of a story, one with very many pods, or a story's in a very large VPC. */
export type Wanted =
  {readonly is: 'story'; readonly id: string; readonly wide?: boolean} | ({readonly is: 'crowd'} & Size);

export type Order = {readonly serve: Wanted; readonly latencyMs: number; readonly now: string} | {readonly log: true};

/** One request as the fakes saw it. Times are milliseconds since the epoch. */
export interface Logged {
  readonly api: 'kubernetes' | 'aws';
  readonly what: string;
  readonly at: number;
  readonly endedAt: number;
  /** A page of a list over the whole cluster. */
  readonly page: boolean;
  /** Its query, for lists. */
  readonly query: string;
}

export type Reply =
  | {readonly env: Readonly<Record<string, string>>; readonly folder: string}
  | {readonly log: readonly Logged[]; readonly cpuMs: number};

function worldOf(wanted: Wanted, now: string): World {
  if (wanted.is === 'crowd') return crowdedWorld(now, wanted);
  const {world} = loadStory(wanted.id, now);
  return wanted.wide === true ? wideWorld(world) : world;
}

let served: ServedWorld | undefined;
let told = {kube: 0, aws: 0, cpu: process.cpuUsage()};

function logOf({kube, aws}: ServedWorld): Reply {
  const log: readonly Logged[] = [
    ...kube.requests.slice(told.kube).map(({verb, path, query, name, at, endedAt}) => ({
      api: 'kubernetes' as const,
      what: `${verb} ${path}`,
      at,
      endedAt,
      page: verb === 'list' && name === '',
      query,
    })),
    ...aws.requests.slice(told.aws).map(({service, action, at, endedAt}) => ({
      api: 'aws' as const,
      what: `${service}:${action}`,
      at,
      endedAt,
      page: false,
      query: '',
    })),
  ];
  const {user, system} = process.cpuUsage(told.cpu);
  told = {kube: kube.requests.length, aws: aws.requests.length, cpu: process.cpuUsage()};
  return {log, cpuMs: (user + system) / 1000};
}

async function answer(order: Order): Promise<void> {
  if ('log' in order) {
    if (served) process.send?.(logOf(served));
    return;
  }
  // A token that stands in the kubeconfig: what `aws eks get-token` takes is no part of reading a crowd.
  const auth = order.serve.is === 'crowd' ? 'token' : 'exec-eks';
  served = await serveWorld(worldOf(order.serve, order.now), {latencyMs: order.latencyMs, auth});
  process.send?.({env: served.env, folder: served.folder} satisfies Reply);
}

process.on('message', (order: Order) => void answer(order));
process.on('disconnect', () => void served?.close().finally(() => process.exit(0)));
