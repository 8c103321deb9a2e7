import {readFileSync} from 'node:fs';
import {delimiter, dirname, isAbsolute, join, resolve} from 'node:path';
import {LineCounter, parseDocument} from 'yaml';
import {DoctorError} from '../errors.ts';
import {oneLine} from '../network-words.ts';

/** A credential plugin as a user of a kubeconfig names it. */
export interface ExecSection {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
  readonly installHint?: string;
}

/** A user; relative paths are already resolved. Holds credentials: never printed. */
export interface KubeUser {
  readonly token?: string;
  readonly tokenFile?: string;
  readonly certData?: string;
  readonly certFile?: string;
  readonly keyData?: string;
  readonly keyFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly authProvider?: unknown;
  readonly exec?: ExecSection;
  readonly impersonate?: {
    readonly user?: string;
    readonly uid?: string;
    readonly groups: readonly string[];
    readonly extra: Readonly<Record<string, readonly string[]>>;
  };
}

export interface KubeCluster {
  readonly server: string;
  /** Base64 PEM. */
  readonly caData?: string;
  readonly caFile?: string;
  readonly skipTlsVerify: boolean;
  readonly tlsServerName?: string;
  readonly proxyUrl?: string;
}

export interface KubeContext {
  readonly cluster: string;
  readonly user?: string;
  readonly namespace?: string;
}

/** Several files as kubectl sees them: the first that sets a name wins. */
export interface Kubeconfig {
  /** The files that were read. */
  readonly files: readonly string[];
  readonly currentContext?: string;
  readonly contexts: ReadonlyMap<string, KubeContext>;
  readonly clusters: ReadonlyMap<string, KubeCluster>;
  readonly users: ReadonlyMap<string, KubeUser>;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads `--kubeconfig`, else the files of `KUBECONFIG`, else `~/.kube/config`. Files that do not exist are skipped, as
 * kubectl skips them, except the one that `--kubeconfig` names. Undefined where none exists.
 *
 * @throws DoctorError where a file can't be read or is not YAML.
 */
export function readKubeconfig(explicit: string | undefined, env: Env): Kubeconfig | undefined {
  if (explicit !== undefined) {
    const text = read(explicit);
    if (text === undefined)
      throw new DoctorError(`There is no kubeconfig at ${oneLine(explicit)}.`, 'Check --kubeconfig.');
    return merge([parse(text, explicit)]);
  }
  const parsed = kubeconfigPaths(env).flatMap((path) => {
    const text = read(path);
    return text === undefined ? [] : [parse(text, path)];
  });
  return parsed.length === 0 ? undefined : merge(parsed);
}

/** Where a kubeconfig is looked for when no flag names one. */
export function kubeconfigPaths(env: Env): readonly string[] {
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) return [...new Set(listed)];
  const home = env['HOME'] || env['USERPROFILE'];
  return home === undefined ? [] : [join(home, '.kube', 'config')];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DoctorError(`The kubeconfig ${oneLine(path)} can't be read (${code ?? 'unknown reason'}).`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** One file. The parser's own message is not shown: it quotes the line, and a token may stand there. */
function parse(text: string, path: string): Kubeconfig {
  const lines = new LineCounter();
  const broken = (position: number | undefined): never => {
    const at = position === undefined ? undefined : lines.linePos(position);
    const where = at === undefined || at.line === 0 ? '' : `, line ${at.line}, column ${at.col}`;
    throw new DoctorError(`The kubeconfig ${oneLine(path)} is not valid YAML${where}.`);
  };
  let root: unknown;
  try {
    const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, logLevel: 'silent'});
    const error = document.errors[0];
    if (error !== undefined) broken(error.pos[0]);
    root = document.toJS({maxAliasCount: 100});
  } catch (error) {
    if (error instanceof DoctorError) throw error;
    broken(undefined);
  }
  if (root !== null && root !== undefined && fields(root) === undefined) broken(0);
  const config = fields(root) ?? {};
  const directory = dirname(resolve(path));
  const current = string(config['current-context']);
  return {
    files: [path],
    ...(current === undefined ? {} : {currentContext: current}),
    contexts: named(config['contexts'], 'context', context),
    clusters: named(config['clusters'], 'cluster', (entry) => cluster(entry, directory)),
    users: named(config['users'], 'user', (entry) => user(entry, directory)),
  };
}

function merge(configs: readonly Kubeconfig[]): Kubeconfig {
  const first = <T>(pick: (config: Kubeconfig) => ReadonlyMap<string, T>): ReadonlyMap<string, T> => {
    const all = new Map<string, T>();
    for (const config of configs) for (const [name, value] of pick(config)) if (!all.has(name)) all.set(name, value);
    return all;
  };
  const current = configs.find((config) => config.currentContext !== undefined)?.currentContext;
  return {
    files: configs.flatMap((config) => config.files),
    ...(current === undefined ? {} : {currentContext: current}),
    contexts: first((config) => config.contexts),
    clusters: first((config) => config.clusters),
    users: first((config) => config.users),
  };
}

function named<T>(list: unknown, key: string, map: (entry: Fields) => T | undefined): ReadonlyMap<string, T> {
  const result = new Map<string, T>();
  for (const item of Array.isArray(list) ? list : []) {
    const name = string(fields(item)?.['name']);
    const value = name === undefined || result.has(name) ? undefined : map(fields(fields(item)?.[key]) ?? {});
    if (name !== undefined && value !== undefined) result.set(name, value);
  }
  return result;
}

function context(entry: Fields): KubeContext | undefined {
  const cluster = string(entry['cluster']);
  return cluster === undefined ? undefined : {cluster, ...texts(entry, {user: 'user', namespace: 'namespace'})};
}

function cluster(entry: Fields, directory: string): KubeCluster {
  return {
    server: string(entry['server']) ?? '',
    skipTlsVerify: entry['insecure-skip-tls-verify'] === true,
    ...texts(entry, {caData: 'certificate-authority-data', tlsServerName: 'tls-server-name', proxyUrl: 'proxy-url'}),
    ...paths(entry, directory, {caFile: 'certificate-authority'}),
  };
}

function user(entry: Fields, directory: string): KubeUser {
  const exec = execSection(fields(entry['exec']), directory);
  return {
    ...texts(entry, {
      token: 'token',
      certData: 'client-certificate-data',
      keyData: 'client-key-data',
      username: 'username',
      password: 'password',
    }),
    ...paths(entry, directory, {tokenFile: 'tokenFile', certFile: 'client-certificate', keyFile: 'client-key'}),
    ...(fields(entry['auth-provider']) === undefined ? {} : {authProvider: entry['auth-provider']}),
    ...(exec === undefined ? {} : {exec}),
    ...(string(entry['as']) === undefined ? {} : {impersonate: impersonation(entry)}),
  };
}

function impersonation(entry: Fields): NonNullable<KubeUser['impersonate']> {
  const extra = Object.entries(fields(entry['as-user-extra']) ?? {});
  return {
    ...texts(entry, {user: 'as', uid: 'as-uid'}),
    groups: strings(entry['as-groups']),
    extra: Object.fromEntries(extra.map(([key, value]) => [key, strings(value)])),
  };
}

function execSection(entry: Fields | undefined, directory: string): ExecSection | undefined {
  const command = string(entry?.['command']);
  if (entry === undefined || command === undefined) return undefined;
  const env = (Array.isArray(entry['env']) ? entry['env'] : []).flatMap((item: unknown) => {
    const name = string(fields(item)?.['name']);
    return name === undefined ? [] : [[name, string(fields(item)?.['value']) ?? ''] as const];
  });
  return {
    apiVersion: string(entry['apiVersion']) ?? 'client.authentication.k8s.io/v1beta1',
    // A path is relative to the kubeconfig, a bare name is looked up in PATH: as in client-go.
    command: /[/\\]/.test(command) && !isAbsolute(command) ? join(directory, command) : command,
    args: strings(entry['args']),
    env: Object.fromEntries(env),
    provideClusterInfo: entry['provideClusterInfo'] === true,
    ...texts(entry, {installHint: 'installHint'}),
  };
}

/** The members that hold text; a kubeconfig may hold anything there. */
function texts<K extends string>(entry: Fields, keys: Readonly<Record<K, string>>): {readonly [P in K]?: string} {
  const found = Object.entries<string>(keys).flatMap(([name, key]) => {
    const value = string(entry[key]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found) as {readonly [P in K]?: string};
}

/** The same for paths, which are relative to the file they stand in. */
function paths<K extends string>(
  entry: Fields,
  directory: string,
  keys: Readonly<Record<K, string>>,
): {readonly [P in K]?: string} {
  const found = Object.entries<string>(texts(entry, keys) as Readonly<Record<string, string>>);
  const absolute = found.map(([name, path]) => [name, isAbsolute(path) ? path : join(directory, path)] as const);
  return Object.fromEntries(absolute) as {readonly [P in K]?: string};
}

function fields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function string(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((item) => string(item) ?? []) : [];
}
