import {known, type Fact} from '../../model/fact.ts';
import type {AwsCall, AwsClients, AwsService, KubeClient, KubeRequest} from '../clients/types.ts';
import type {Connection} from '../connection.ts';

/** A client that makes each read once and keeps the answer, and can be told answers that came another way. */
export interface RememberingKube extends KubeClient {
  /** Keeps an object that a list already held as the answer to the read of that one object. */
  tell(request: KubeRequest, object: unknown): void;
}

/**
 * Makes a client remember its reads: of objects by their path, of lists by their path, selectors and mapping function (the
 * same function, not an equal one). A client that remembers already is returned as it is.
 */
export function remember(kube: KubeClient): RememberingKube {
  if ('tell' in kube) return kube as RememberingKube;
  const objects = new Map<string, Promise<Fact<unknown>>>();
  const lists = new Map<string, Map<unknown, Promise<Fact<readonly unknown[]>>>>();
  return {
    server: kube.server,
    get<T>(request: KubeRequest): Promise<Fact<T>> {
      const key = keyOf(request);
      const answer = objects.get(key) ?? kube.get<unknown>(request);
      objects.set(key, answer);
      return answer as Promise<Fact<T>>;
    },
    list<I, T>(request: KubeRequest, map: (item: I) => T | undefined): Promise<Fact<readonly T[]>> {
      const key = keyOf(request);
      const mappings = lists.get(key) ?? new Map<unknown, Promise<Fact<readonly unknown[]>>>();
      lists.set(key, mappings);
      const answer = mappings.get(map) ?? kube.list(request, map);
      mappings.set(map, answer);
      return answer as Promise<Fact<readonly T[]>>;
    },
    tell(request, object) {
      const key = keyOf(request);
      if (!objects.has(key)) objects.set(key, Promise.resolve(known(object)));
    },
  };
}

/**
 * The same connection with a client that remembers. What finds the subjects and what then asks about them share it, so
 * that the pod is read once.
 */
export function rememberReads(connection: Connection): Connection {
  if (connection.kube.is !== 'known') return connection;
  return {...connection, kube: known(remember(connection.kube.value))};
}

const keyOf = ({path, query}: KubeRequest): string =>
  JSON.stringify([path, ...Object.entries(query ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))]);

interface Command {
  readonly input: unknown;
}
type Send = (command: Command, ...rest: readonly unknown[]) => Promise<unknown>;

/**
 * Clients that send each command once, whoever asks: the number of calls then depends on what there is to ask about, and not
 * on how many subjects ask.
 */
export function rememberAws(aws: AwsClients): AwsClients {
  const answers = new Map<string, Promise<unknown>>();
  return {
    region: aws.region,
    call: <S extends AwsService, T>(call: AwsCall<S, T>): Promise<Fact<T>> =>
      aws.call({...call, send: (client, sdk) => call.send(sendingOnce(client, answers), sdk)}),
  };
}

function sendingOnce<C extends object>(client: C, answers: Map<string, Promise<unknown>>): C {
  const sender = client as unknown as {readonly send: Send};
  const asked = new Set<string>();
  const send = (command: Command, ...rest: readonly unknown[]): Promise<unknown> => {
    const key = `${command.constructor.name} ${JSON.stringify(command.input)}`;
    // A list whose page tokens go in a circle asks one question twice. The client ends it; memory would answer for ever.
    if (asked.has(key)) return sender.send(command, ...rest);
    asked.add(key);
    const answer = answers.get(key) ?? sender.send(command, ...rest);
    answers.set(key, answer);
    return answer;
  };
  // The SDK's paginators take nothing but an instance of their client's class.
  return Object.create(client, {send: {value: send}}) as C;
}
