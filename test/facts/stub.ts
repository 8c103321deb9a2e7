import * as ec2 from '@aws-sdk/client-ec2';
import * as eks from '@aws-sdk/client-eks';
import * as iam from '@aws-sdk/client-iam';
import * as quotas from '@aws-sdk/client-service-quotas';
import * as sts from '@aws-sdk/client-sts';
import type {AwsCall, AwsClients, AwsService, KubeClient, KubeRequest} from '../../src/facts/clients/types.ts';
import type {Connection} from '../../src/facts/connection.ts';
import {absent, denied, failed, known, unavailable, type Fact} from '../../src/model/fact.ts';

// The two APIs as plain objects: no HTTP, but the real command and paginator classes of the AWS SDK.

/** Holds calls back until nothing else can run, and counts how often that was needed: the rounds of dependent calls. */
export class Waves {
  count = 0;
  private waiting: (() => void)[] = [];

  enter(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Runs to the end, releasing one wave of calls after the other. */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const watched = work.finally(() => (ended = true));
    for (;;) {
      for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
      if (ended) return watched;
      if (this.waiting.length === 0) throw new Error('nothing is under way, and it has not ended');
      this.count++;
      const released = this.waiting;
      this.waiting = [];
      for (const release of released) release();
    }
  }
}

export interface StubOptions {
  readonly waves?: Waves;
  /** Permissions that are refused. */
  readonly deny?: readonly string[];
  /** Permissions whose calls fail. */
  readonly fail?: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** A Kubernetes API over objects by their paths; lists are made from the objects below a path. */
export function stubKube(
  objects: Readonly<Record<string, unknown>>,
  options: StubOptions = {},
): KubeClient & {readonly asked: string[]} {
  const asked: string[] = [];
  const enter = async (request: KubeRequest): Promise<Fact<never> | undefined> => {
    const query = new URLSearchParams(request.query).toString();
    asked.push(decodeURIComponent(`${request.path}${query === '' ? '' : `?${query.replaceAll('+', ' ')}`}`));
    await options.waves?.enter();
    if (options.deny?.includes(request.permission)) return denied(request.permission);
    return options.fail?.includes(request.permission) ? failed('time-out') : undefined;
  };
  return {
    server: 'https://stub',
    asked,
    async get<T>(request: KubeRequest): Promise<Fact<T>> {
      const gap = await enter(request);
      if (gap) return gap;
      return Object.hasOwn(objects, request.path) ? known(objects[request.path] as T) : absent;
    },
    async list<I, T>(request: KubeRequest, map: (item: I) => T | undefined): Promise<Fact<readonly T[]>> {
      const gap = await enter(request);
      if (gap) return gap;
      const items = Object.entries(objects)
        .filter(([path]) => inCollection(path, request.path))
        .map(([, object]) => object)
        .filter((object) => selected(object as Json, request.query ?? {}));
      return known(items.map((item) => map(item as I)).filter((item) => item !== undefined));
    },
  };
}

/** `/api/v1/pods` holds the pods of every namespace. */
function inCollection(path: string, collection: string): boolean {
  const namespaced = /^(\/apis?(?:\/[\w.]+)+)\/namespaces\/[^/]+\/(\w+)\/[^/]+$/.exec(path);
  return path.slice(0, path.lastIndexOf('/')) === collection || `${namespaced?.[1]}/${namespaced?.[2]}` === collection;
}

function selected(object: Json, query: Readonly<Record<string, string>>): boolean {
  const fields = (query['fieldSelector'] ?? '').split(',').filter((term) => term !== '');
  const labels = ((object['metadata'] as Json)['labels'] ?? {}) as Json;
  const terms = (query['labelSelector'] ?? '').split(/,(?![^(]*\))/).filter((term) => term !== '');
  return (
    fields.every((term) => {
      const [path = '', value] = term.split('=');
      return path.split('.').reduce<unknown>((at, key) => (at as Json | undefined)?.[key], object) === value;
    }) &&
    terms.every((term) => {
      const among = /^(\S+) in \((.*)\)$/.exec(term);
      if (among) return among[2]?.split(',').includes(String(labels[among[1] ?? '']));
      const [key = '', value] = term.split('=');
      return value === undefined ? key in labels : labels[key] === value;
    })
  );
}

/** What a stub answers to a command of the SDK, by the command's name. Throw `error(name)` for a service error. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>;

export const error = (name: string): Error => Object.assign(new Error(`${name} happened`), {name});

const SDK = {
  eks: {module: eks, Client: eks.EKSClient},
  ec2: {module: ec2, Client: ec2.EC2Client},
  iam: {module: iam, Client: iam.IAMClient},
  sts: {module: sts, Client: sts.STSClient},
  servicequotas: {module: quotas, Client: quotas.ServiceQuotasClient},
};

/** AWS over functions by command. */
export function stubAws(answers: Answers, options: StubOptions = {}): AwsClients & {readonly asked: string[]} {
  const asked: string[] = [];
  const send = async (command: {readonly input: object; readonly constructor: {readonly name: string}}) => {
    const name = command.constructor.name.replace(/Command$/, '');
    asked.push(name);
    await options.waves?.enter();
    // The SDK's paginators change the input that they were given from page to page.
    return answers[name]?.({...command.input} as never) ?? {};
  };
  return {
    region: 'eu-central-1',
    asked,
    async call<S extends AwsService, T>(call: AwsCall<S, T>): Promise<Fact<T>> {
      if (options.deny?.includes(call.permission)) {
        asked.push(`denied ${call.permission}`);
        await options.waves?.enter();
        return denied(call.permission);
      }
      const {module, Client} = SDK[call.service];
      const client = Object.create(Client.prototype, {send: {value: send}}) as never;
      try {
        return known(await call.send(client, module as never));
      } catch (thrown) {
        const {name, message} = thrown as Error;
        return call.absentOn?.includes(name) ? absent : failed(message);
      }
    },
  };
}

export const TARGET = {name: 'fargate-test', region: 'eu-central-1', partition: 'aws'};

/** A connection of stubs; a side that is left out can't be reached. */
export function connect(kube?: KubeClient, aws?: AwsClients, over: Partial<Connection> = {}): Connection {
  return {
    kube: kube ? known(kube) : unavailable('no kubeconfig'),
    aws: aws ? known(aws) : unavailable('no credentials'),
    target: known(TARGET),
    namespace: 'default',
    ...over,
  };
}
