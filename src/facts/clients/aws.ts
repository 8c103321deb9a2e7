import {setMaxListeners} from 'node:events';
import type {EKSClientConfig} from '@aws-sdk/client-eks';
import {known, type Fact} from '../../model/fact.ts';
import {classifyAwsError} from '../classify-error.ts';
import {wallClockMs} from '../clock.ts';
import {PlainFailure} from '../plain-failure.ts';
import {endpointFor, requestHandlerFor, SERVICES} from './aws-options.ts';
import {awsRetryStrategy} from './aws-retry.ts';
import {quiet, type CredentialSource} from './credentials.ts';
import {closeAfter} from './pool.ts';
import {ReadOnlyError, assertReadCommand} from './read-only.ts';
import {untilAborted} from './retry.ts';
import type {AwsCall, AwsClients, AwsService, CallRecord} from './types.ts';

export interface AwsClientOptions {
  readonly region: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly credentials: CredentialSource;
  /** Named in hints (`aws sso login --profile …`) and read for its other settings. */
  readonly profile?: string;
  /** How long one attempt may wait for its answer. */
  readonly requestTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onCall?: (call: CallRecord) => void;
  /**
   * Modules other than that of EKS are loaded after this: loading them holds the whole process up, and the first requests
   * should be under way by then.
   */
  readonly firstRequests?: Promise<void>;
}

/** What every service's client is made with. The settings are the same for all, so the type of one stands for all. */
type ClientConfig = Pick<
  EKSClientConfig,
  'region' | 'profile' | 'endpoint' | 'credentials' | 'requestHandler' | 'retryStrategy' | 'logger'
>;

type Loaded<S extends AwsService> = {
  readonly client: Parameters<AwsCall<S, unknown>['send']>[0];
  readonly sdk: Parameters<AwsCall<S, unknown>['send']>[1];
};

// Literal imports, so that the bundler can make a chunk of each, cut to what is used.
const LOAD: {readonly [S in AwsService]: (config: ClientConfig) => Promise<Loaded<S>>} = {
  eks: async (config) => {
    const sdk = await import('./sdk/eks.ts');
    return {sdk, client: new sdk.EKSClient(config)};
  },
  ec2: async (config) => {
    const sdk = await import('./sdk/ec2.ts');
    return {sdk, client: new sdk.EC2Client(config)};
  },
  iam: async (config) => {
    const sdk = await import('./sdk/iam.ts');
    return {sdk, client: new sdk.IAMClient(config)};
  },
  sts: async (config) => {
    const sdk = await import('./sdk/sts.ts');
    return {sdk, client: new sdk.STSClient(config)};
  },
  servicequotas: async (config) => {
    const sdk = await import('./sdk/service-quotas.ts');
    return {sdk, client: new sdk.ServiceQuotasClient(config)};
  },
};

/** The AWS side of a run: one client per service, made when it is first needed, all under one signal. */
export function createAwsClients(options: AwsClientOptions): AwsClients {
  // The SDK prints a warning about Node 20 into every run; it reads this variable when a client is made.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Every call in flight listens to the one signal of the run; Node warns of a leak from the eleventh on.
  setMaxListeners(0, options.signal);
  const loaded = new Map<AwsService, Promise<unknown>>();
  const load = <S extends AwsService>(service: S): Promise<Loaded<S>> => {
    const made = loaded.get(service) ?? make(service, options);
    loaded.set(service, made);
    return made as Promise<Loaded<S>>;
  };
  // Nearly every run needs these two: loaded while the first answers are under way, they hold nothing up later.
  void options.firstRequests?.then(() => Promise.all([load('ec2'), load('iam')])).catch(() => undefined);
  return {
    region: options.region,
    async call<S extends AwsService, T>(call: AwsCall<S, T>): Promise<Fact<T>> {
      const send = async (): Promise<T> => {
        const {client, sdk} = await load(call.service);
        return call.send(oneCall(client, options.signal), sdk);
      };
      try {
        options.signal.throwIfAborted();
        return known(await untilAborted(send(), options.signal));
      } catch (error) {
        if (error instanceof ReadOnlyError) throw error;
        return classifyAwsError(options.signal.aborted ? {name: 'AbortError'} : error, {
          permission: call.permission,
          service: SERVICES[call.service].words,
          signal: options.signal,
          ...(call.absentOn === undefined ? {} : {absentOn: call.absentOn}),
          ...(options.profile === undefined ? {} : {profile: options.profile}),
        });
      }
    },
  };
}

async function make<S extends AwsService>(service: S, options: AwsClientOptions): Promise<Loaded<S>> {
  if (service !== 'eks') await options.firstRequests;
  const endpoint = endpointFor(service, options.env);
  const requestHandler = requestHandlerFor(service, options.region, options.env, options.requestTimeoutMs);
  for (const pool of [requestHandler.httpAgent, requestHandler.httpsAgent]) closeAfter(options.signal, pool);
  const result = await LOAD[service]({
    region: options.region,
    credentials: options.credentials,
    requestHandler,
    retryStrategy: awsRetryStrategy(options.signal),
    logger: quiet,
    ...(endpoint === undefined ? {} : {endpoint}),
    ...(options.profile === undefined ? {} : {profile: options.profile}),
  });
  watch(service, result.client as unknown as Sender, options.onCall);
  return result;
}

/** The part of a client that is the same for every service, with the generated generics left out. */
interface Sender {
  send(command: {readonly input: unknown}, options?: object): Promise<unknown>;
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: {step: 'initialize' | 'deserialize'; priority: 'high' | 'low'; name: string},
    ): void;
  };
}
type Middleware = (
  next: (args: MiddlewareArgs) => Promise<unknown>,
  context: {readonly commandName?: string},
) => (args: MiddlewareArgs) => Promise<unknown>;
interface MiddlewareArgs {
  readonly request?: {readonly headers?: Readonly<Record<string, string>>};
}

/** Puts the guard before everything else and the record around each attempt. */
function watch(service: AwsService, client: Sender, onCall: AwsClientOptions['onCall']): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      assertReadCommand(context.commandName);
      return next(args);
    },
    {step: 'initialize', priority: 'high', name: 'readOnlyGuard'},
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      assertOfAws((result as {readonly response?: RawResponse}).response);
      return result;
    },
    // Innermost: the answer is not parsed yet.
    {step: 'deserialize', priority: 'low', name: 'answerOfAws'},
  );
  if (onCall === undefined) return;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const startedAtMs = wallClockMs();
      const started = performance.now();
      let result = 'ok';
      try {
        return await next(args);
      } catch (error) {
        result = error instanceof Error ? error.name : 'error';
        throw error;
      } finally {
        const attempt = /^attempt=(\d{1,2})/.exec(args.request?.headers?.['amz-sdk-request'] ?? '')?.[1];
        onCall({
          what: `${service}:${(context.commandName ?? '').replace(/Command$/, '')}`,
          startedAtMs,
          durationMs: performance.now() - started,
          result,
          attempt: Number(attempt ?? 1),
        });
      }
    },
    {step: 'deserialize', priority: 'high', name: 'callRecord'},
  );
}

interface RawResponse {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/**
 * The SDK reads a proxy's web page as XML in which nothing is listed: what is there would be taken for gone.
 *
 * @throws PlainFailure where a good status comes with what no AWS service sends.
 */
function assertOfAws(response: RawResponse | undefined): void {
  if (response?.statusCode !== 200) return;
  const type = response.headers?.['content-type'];
  const isOther = type !== undefined && (/html/i.test(type) || !/xml|json/i.test(type));
  if (isOther) throw new PlainFailure('it is not an answer of AWS but another page, as a proxy sends');
  if (response.headers?.['content-length'] === '0') throw new PlainFailure('it is empty');
}

/** No list of a cluster's world has so many pages. */
const MOST_REQUESTS = 2_000;

/**
 * A view of the client for one call: passes the signal to every request, those of a paginator included, and ends a list
 * whose page tokens go in a circle, which the SDK's paginators would follow for ever.
 */
function oneCall<C extends object>(client: C, signal: AbortSignal): C {
  const sender = client as unknown as Sender;
  const seen = new Map<unknown, Set<string>>();
  let requests = 0;
  const send = async (command: {readonly input: unknown}, options?: object): Promise<unknown> => {
    const inputs = seen.get(command.constructor) ?? new Set();
    seen.set(command.constructor, inputs);
    const input = JSON.stringify(command.input);
    if (inputs.has(input) || ++requests > MOST_REQUESTS) {
      throw new PlainFailure('the list has no end: AWS gave the same page token twice');
    }
    inputs.add(input);
    return sender.send(command, {...options, abortSignal: signal});
  };
  return Object.create(client, {send: {value: send}}) as C;
}
