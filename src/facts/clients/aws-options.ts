import {readFileSync} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import {HttpProxyAgent, HttpsProxyAgent} from 'hpagent';
import {dnsSuffix} from '../cluster/partitions.ts';
import {oneLine} from '../network-words.ts';
import {PlainFailure} from '../plain-failure.ts';
import {proxyFor} from './proxy.ts';
import type {AwsService} from './types.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** As the SDK writes the service in `AWS_ENDPOINT_URL_<SERVICE>`, and as people write it. */
export const SERVICES: Readonly<Record<AwsService, {readonly variable: string; readonly words: string}>> = {
  eks: {variable: 'EKS', words: 'EKS'},
  ec2: {variable: 'EC2', words: 'EC2'},
  iam: {variable: 'IAM', words: 'IAM'},
  sts: {variable: 'STS', words: 'STS'},
  servicequotas: {variable: 'SERVICE_QUOTAS', words: 'Service Quotas'},
};

/** The endpoint that the environment sets for a service; undefined leaves it to the SDK, which also reads the config file. */
export function endpointFor(service: AwsService, env: Env): string | undefined {
  if (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return undefined;
  return env[`AWS_ENDPOINT_URL_${SERVICES[service].variable}`] || env['AWS_ENDPOINT_URL'] || undefined;
}

/** A plain object that the SDK makes its own request handler of, so that no handler package has to be loaded. */
export interface RequestHandlerOptions {
  readonly requestTimeout: number;
  readonly throwOnRequestTimeout: true;
  readonly connectionTimeout: number;
  /** Ends an answer that stops in its middle. */
  readonly socketTimeout: number;
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
}

/** Long enough for a slow API, short enough that one retry still fits into the default time of a run. */
export const REQUEST_TIMEOUT_MS = 8_000;
/** A laptop outside the VPC or behind a firewall that drops packets must not wait longer than this to learn it. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How long a connection may take to stand: who asks for more patience than usual gets it for this too. */
export const connectTimeoutMs = (requestTimeoutMs: number): number =>
  requestTimeoutMs > REQUEST_TIMEOUT_MS ? requestTimeoutMs : Math.min(CONNECT_TIMEOUT_MS, requestTimeoutMs);
/**
 * Requests to one API at once: more than a diagnosis of ten profiles has to ask in one round, and few beside what the APIs
 * throttle at (EC2 lets 50 to 100 reads through in a burst), since other people are mending the same cluster.
 */
export const MOST_AT_ONCE = 20;

/**
 * How requests to one service travel: time limits, `AWS_CA_BUNDLE`, `HTTPS_PROXY` and `NO_PROXY`. The SDK by itself has
 * no time limit and knows none of these variables.
 *
 * @throws PlainFailure where the CA bundle or the proxy's URL can't be read.
 */
export function requestHandlerFor(
  service: AwsService,
  region: string,
  env: Env,
  requestTimeoutMs: number,
): RequestHandlerOptions {
  const url = new URL(endpointFor(service, env) ?? `https://${service}.${region}.${dnsSuffix(region)}`);
  const ca = caBundle(env);
  const options = {keepAlive: true, maxSockets: MOST_AT_ONCE, ...(ca === undefined ? {} : {ca})};
  const proxy = proxyFor(url, env);
  if (proxy !== undefined && !/^https?:\/\//i.test(proxy)) {
    throw new PlainFailure('AWS can be reached through an http or https proxy only: see HTTPS_PROXY');
  }
  return {
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
    connectionTimeout: connectTimeoutMs(requestTimeoutMs),
    socketTimeout: requestTimeoutMs,
    httpAgent: proxy === undefined ? new http.Agent(options) : new HttpProxyAgent({...options, proxy: proxyUrl(proxy)}),
    httpsAgent:
      proxy === undefined ? new https.Agent(options) : new HttpsProxyAgent({...options, proxy: proxyUrl(proxy)}),
  };
}

/** @throws PlainFailure which does not show the URL, since a password may be in it. */
export function proxyUrl(proxy: string): URL {
  try {
    return new URL(proxy);
  } catch {
    throw new PlainFailure("the URL of the proxy can't be understood: see HTTPS_PROXY, HTTP_PROXY and proxy-url");
  }
}

function caBundle(env: Env): Buffer | undefined {
  const path = env['AWS_CA_BUNDLE'];
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path);
  } catch {
    throw new PlainFailure(`AWS_CA_BUNDLE names a file that can't be read: ${oneLine(path)}`);
  }
}
