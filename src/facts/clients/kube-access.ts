import http from 'node:http';
import https from 'node:https';
import {HttpProxyAgent, HttpsProxyAgent} from 'hpagent';
import type {KubeCluster, KubeUser} from '../cluster/kubeconfig.ts';
import {oneLine} from '../network-words.ts';
import {PlainFailure} from '../plain-failure.ts';
import {MOST_AT_ONCE, proxyUrl} from './aws-options.ts';
import type {KubeCredential, KubeCredentialSource} from './kube-credentials.ts';
import {proxyFor} from './proxy.ts';

/** How one request reaches the API server and proves who we are. */
export interface KubeTransport {
  readonly agent: http.Agent;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

/** An API server with the way to it. */
export interface KubeAccess {
  readonly server: string;
  /** @throws PlainFailure where a file, a plugin or credentials can't be had. */
  open(): Promise<KubeTransport>;
  /** Drops credentials that were refused. False where asking again would give the same. */
  renew(): boolean;
}

export interface AccessOptions {
  readonly cluster: KubeCluster;
  readonly user: KubeUser;
  /** Takes the place of the user's own credentials: a token made in process, a plugin, a token file. */
  readonly source?: KubeCredentialSource;
  /** Kubernetes user to impersonate; replaces the user's own `as`. */
  readonly as?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads TLS, proxy and authentication settings through client-node's `KubeConfig` and keeps one pool of connections for
 * them: the agents that `KubeConfig` makes are new for each request and close each connection.
 */
export function kubeAccess(options: AccessOptions): KubeAccess {
  const {cluster, source} = options;
  let opened: {readonly credential: KubeCredential | undefined; readonly transport: Promise<KubeTransport>} | undefined;
  return {
    server: cluster.server,
    async open() {
      const credential = await source?.get();
      // The transport lives as long as the credential does; an auth provider's own token as long as the run.
      if (opened === undefined || opened.credential !== credential) {
        opened = {credential, transport: transport(options, credential)};
      }
      return opened.transport;
    },
    renew() {
      if (source === undefined) return false;
      source.forget();
      return true;
    },
  };
}

async function transport(options: AccessOptions, credential: KubeCredential | undefined): Promise<KubeTransport> {
  const {cluster, user, env} = options;
  const url = new URL(cluster.server);
  const plain = url.protocol === 'http:';
  const proxy = cluster.proxyUrl ?? proxyFor(url, env);
  const socks = proxy !== undefined && proxy.startsWith('socks');
  // config.js alone: the root of the package brings the whole typed API with it, 300 ms at each start.
  const {KubeConfig} = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      name: 'cluster',
      server: cluster.server,
      // client-node refuses plain http without this; kubectl does not (kubectl proxy, loopback).
      skipTLSVerify: cluster.skipTlsVerify || plain,
      ...pick(cluster, ['caData', 'caFile', 'tlsServerName']),
      ...(socks ? {proxyUrl: proxy} : {}),
    },
    {
      name: 'user',
      ...pick(user, ['certData', 'certFile', 'keyData', 'keyFile', 'username', 'password']),
      ...(options.source === undefined ? pick(user, ['token']) : {}),
      ...(options.source === undefined && user.authProvider !== undefined ? {authProvider: user.authProvider} : {}),
    },
  );
  const settings: https.RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(settings);
  } catch (error) {
    throw new PlainFailure(unusable(error));
  }
  if (credential?.certificate !== undefined) settings.cert = credential.certificate;
  if (credential?.key !== undefined) settings.key = credential.key;
  const agent = socks ? (settings.agent as http.Agent) : pool(plain, settings, proxy);
  return {agent, headers: headers(options, settings, credential)};
}

function pool(plain: boolean, settings: https.RequestOptions, proxy: string | undefined): http.Agent {
  const options: https.AgentOptions = {
    keepAlive: true,
    maxSockets: MOST_AT_ONCE,
    ...pick(settings, ['ca', 'cert', 'key', 'rejectUnauthorized', 'servername']),
  };
  if (proxy === undefined) return plain ? new http.Agent(options) : new https.Agent(options);
  const through = {...options, proxy: proxyUrl(proxy)};
  return plain ? new HttpProxyAgent(through) : new HttpsProxyAgent(through);
}

function headers(
  {user, as}: AccessOptions,
  settings: https.RequestOptions,
  credential: KubeCredential | undefined,
): Record<string, string | readonly string[]> {
  const result: Record<string, string | readonly string[]> = {};
  const bearer = (settings.headers as Readonly<Record<string, unknown>> | undefined)?.['Authorization'];
  if (credential?.token !== undefined) result['authorization'] = `Bearer ${credential.token}`;
  else if (typeof bearer === 'string') result['authorization'] = bearer;
  else if (typeof settings.auth === 'string') {
    result['authorization'] = `Basic ${Buffer.from(settings.auth).toString('base64')}`;
  }
  const impersonated = as === undefined ? user.impersonate : {user: as, groups: [], extra: {}};
  if (impersonated?.user !== undefined) result['impersonate-user'] = impersonated.user;
  if (impersonated !== undefined && 'uid' in impersonated && impersonated.uid !== undefined) {
    result['impersonate-uid'] = impersonated.uid;
  }
  if (impersonated !== undefined && impersonated.groups.length > 0) result['impersonate-group'] = impersonated.groups;
  for (const [key, values] of Object.entries(impersonated?.extra ?? {})) {
    result[`impersonate-extra-${encodeURIComponent(key.toLowerCase())}`] = values;
  }
  return result;
}

/** Only what is there: client-node takes a member that is `undefined` for one that is set. */
function pick<T extends object, K extends keyof T>(object: T, keys: readonly K[]): {[P in K]?: NonNullable<T[P]>} {
  const present = keys.filter((key) => object[key] !== undefined && object[key] !== null);
  return Object.fromEntries(present.map((key) => [key, object[key]])) as {[P in K]?: NonNullable<T[P]>};
}

function unusable(error: unknown): string {
  const {code, path} = error as {code?: unknown; path?: unknown};
  if (typeof path === 'string' && typeof code === 'string') {
    return `the kubeconfig names the file ${oneLine(path)}, which can't be read (${oneLine(code, 40)})`;
  }
  return "the credentials of the kubeconfig's user can't be used: its auth-provider failed";
}
