import type {AwsCall, AwsClients, AwsService, KubeClient, KubeRequest} from '../src/facts/clients/types.ts';
import type {Connection} from '../src/facts/connection.ts';
import {rememberAws} from '../src/facts/sources/remember.ts';
import {denied, known, type Fact, type Permission} from '../src/model/fact.ts';

/** A connection that puts each question to the world once, answers it from memory from then on, and can be denied rights. */
export interface Replay {
  readonly connection: Connection;
  /** The rights that were asked for so far, sorted. */
  permissions(): readonly Permission[];
  /** Takes rights away, and gives back those that were taken before. */
  deny(...permissions: readonly Permission[]): void;
}

/** For tests that judge one world very many times: what a denial looks like on the wire is for others to try. */
export function replayOf(connection: Connection): Replay {
  const asked = new Set<Permission>();
  let taken: readonly Permission[] = [];
  const may = (permission: Permission): boolean => {
    asked.add(permission);
    return !taken.includes(permission);
  };
  return {
    connection: {
      ...connection,
      kube: connection.kube.is === 'known' ? known(kubeReplay(connection.kube.value, may)) : connection.kube,
      aws: connection.aws.is === 'known' ? known(awsReplay(connection.aws.value, may)) : connection.aws,
    },
    permissions: () => [...asked].sort(),
    deny: (...permissions) => {
      taken = permissions;
    },
  };
}

type May = (permission: Permission) => boolean;

function kubeReplay(kube: KubeClient, may: May): KubeClient {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer as Promise<T>;
  };
  const keyOf = ({path, query}: KubeRequest): string => JSON.stringify([path, query]);
  return {
    server: kube.server,
    async get<T>(request: KubeRequest): Promise<Fact<T>> {
      if (!may(request.permission)) return denied(request.permission);
      return once(`get ${keyOf(request)}`, () => kube.get<T>(request));
    },
    async list<I, T>(request: KubeRequest, map: (item: I) => T | undefined): Promise<Fact<readonly T[]>> {
      if (!may(request.permission)) return denied(request.permission);
      const items = await once(`list ${keyOf(request)}`, () => kube.list(request, (item: I) => item));
      if (items.is !== 'known') return items;
      return known(items.value.map(map).filter((item) => item !== undefined));
    },
  };
}

function awsReplay(aws: AwsClients, may: May): AwsClients {
  const remembering = rememberAws(aws);
  return {
    region: aws.region,
    call: <S extends AwsService, T>(call: AwsCall<S, T>): Promise<Fact<T>> =>
      may(call.permission) ? remembering.call(call) : Promise.resolve(denied(call.permission)),
  };
}
