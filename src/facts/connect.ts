import {nearest} from '../domain/nearest.ts';
import type {ClusterTarget} from '../model/aws.ts';
import {absent, failed, known, type Fact} from '../model/fact.ts';
import {ClientMaker, NO_REGION} from './client-maker.ts';
import type {AccessOptions} from './clients/kube-access.ts';
import {tokenFile} from './clients/kube-credentials.ts';
import type {AwsClients} from './clients/types.ts';
import {wallClockMs} from './clock.ts';
import {chooseContext, createHint, understand} from './cluster/choose.ts';
import {
  describeCluster,
  findByServer,
  listClusters,
  sameCertificate,
  type DescribedCluster,
} from './cluster/describe.ts';
import {resolveContext, type ResolvedContext} from './cluster/identify.ts';
import {kubeconfigPaths, readKubeconfig, type Kubeconfig} from './cluster/kubeconfig.ts';
import {sameServer} from './cluster/mismatch.ts';
import {fromArn, hostOf, type ClusterHint} from './cluster/names.ts';
import {partitionOf} from './cluster/partitions.ts';
import {serviceAccount, type ServiceAccount} from './cluster/service-account.ts';
import type {Connection, ConnectOptions} from './connection.ts';
import {DoctorError, NoClusterError} from './errors.ts';
import {oneLine} from './network-words.ts';

/**
 * Finds the cluster and prepares both clients, in the product contract's order. Where the kubeconfig names the cluster
 * nothing is sent: credentials are looked up by the first call that needs them.
 *
 * @throws DoctorError where neither side can be had, or where what the user or the kubeconfig names does not exist.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const session = new Session(options);
  const found = session.find();
  if (found.is === 'context') return session.byContext(found.context);
  if (found.is === 'service-account') return session.byServiceAccount(found.account);
  return session.byDescription(found.kubeconfig);
}

type Found =
  | {readonly is: 'context'; readonly context: ResolvedContext}
  | {readonly is: 'service-account'; readonly account: ServiceAccount}
  /** Only `DescribeCluster` can say where the cluster is. */
  | {readonly is: 'described'; readonly kubeconfig: Kubeconfig | undefined};

class Session {
  readonly #options: ConnectOptions;
  readonly #wanted: ClusterHint;
  readonly #make: ClientMaker;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.#wanted = understand(options.cluster, options.region);
    this.#make = new ClientMaker(options);
  }

  find(): Found {
    const {context, allowMismatch, env} = this.#options;
    const kubeconfig = this.#kubeconfig();
    if (kubeconfig !== undefined) {
      const chosen = chooseContext(kubeconfig, {
        cluster: this.#wanted,
        allowMismatch: allowMismatch === true,
        ...(context === undefined ? {} : {context}),
      });
      if (chosen !== undefined) return {is: 'context', context: chosen};
    }
    if (this.#wanted.name !== undefined) return {is: 'described', kubeconfig};
    const account = serviceAccount(env);
    if (account !== undefined && context === undefined) return {is: 'service-account', account};
    const looked = kubeconfigPaths(env)
      .map((path) => oneLine(path))
      .join(', ');
    throw new NoClusterError(
      `There is no kubeconfig${looked === '' ? '' : ` at ${looked}`}, and no --cluster says which cluster to look at.`,
      createHint(this.#wanted),
    );
  }

  /** With `--cluster` a broken default kubeconfig is no reason to stop: the cluster can be reached without it. */
  #kubeconfig(): Kubeconfig | undefined {
    const {kubeconfig, context, env, onWarning} = this.#options;
    try {
      return readKubeconfig(kubeconfig, env);
    } catch (error) {
      const needed = kubeconfig !== undefined || context !== undefined || this.#wanted.name === undefined;
      if (needed || !(error instanceof DoctorError)) throw error;
      onWarning?.(error.message);
      return undefined;
    }
  }

  async byContext(context: ResolvedContext): Promise<Connection> {
    const {cluster} = context;
    const hint = {...context.hint, ...this.#wanted};
    const server = serverUrl(cluster.server, context.context);
    const profile = this.#make.profileFor(context.token);
    const region = await this.#make.region(hint, profile);
    const aws = this.#make.aws(region, profile, context.token?.env);
    const source = this.#make.source(context, hint, region);
    const kube = this.#make.kube({
      cluster: {...cluster, server},
      user: context.user,
      ...(source === undefined ? {} : {source}),
    });
    const target = await this.#target(
      aws,
      {...hint, ...(region === undefined ? {} : {region})},
      cluster,
      context.context,
    );
    // A tunnel whose certificate is checked against the endpoint's name ends at that endpoint.
    const proven = cluster.tlsServerName !== undefined && !cluster.skipTlsVerify;
    return {
      kube: known(kube),
      aws,
      target,
      namespace: context.namespace ?? 'default',
      ...(this.#options.allowMismatch === true
        ? {}
        : {serverToMatch: proven ? `https://${cluster.tlsServerName}` : server}),
    };
  }

  async byServiceAccount(account: ServiceAccount): Promise<Connection> {
    const profile = this.#make.profileFor(undefined);
    const region = await this.#make.region(this.#wanted, profile);
    const aws = this.#make.aws(region, profile);
    const kube = this.#make.kube({
      cluster: account.cluster,
      user: {},
      source: tokenFile(account.tokenPath, wallClockMs),
    });
    const hint = {...this.#wanted, ...(region === undefined ? {} : {region})};
    return {
      kube: known(kube),
      aws,
      target: await this.#target(aws, hint, account.cluster),
      namespace: account.namespace ?? 'default',
    };
  }

  /** `--cluster` names a cluster that no context is known to point at. */
  async byDescription(kubeconfig: Kubeconfig | undefined): Promise<Connection> {
    const profile = this.#make.profileFor(undefined);
    const region = await this.#make.region(this.#wanted, profile);
    const aws = this.#make.aws(region, profile);
    const name = this.#wanted.name ?? '';
    if (aws.is !== 'known' || region === undefined) {
      throw new DoctorError(
        `No AWS Region is known, so cluster ${name} can't be found.`,
        'Add --region, or set AWS_REGION.',
      );
    }
    const described = await describeCluster(aws.value, name);
    if (described.is === 'absent') throw await noSuchCluster(aws.value, name, region);
    const target = this.#known({...this.#wanted, name, region, ...accountOf(described)});
    if (described.is !== 'known') {
      // Nothing was learnt, and without an endpoint nothing can be: a denial at least is AWS's own answer.
      if (described.is !== 'denied') {
        throw new DoctorError(`Cluster ${name} can't be reached: ${described.reason}.`);
      }
      return {kube: described, aws, target, namespace: 'default'};
    }
    const {endpoint} = described.value;
    if (endpoint === undefined) {
      const status = described.value.status ?? 'unknown';
      return {
        kube: failed(`cluster ${name} has no endpoint (status ${oneLine(status)})`),
        aws,
        target,
        namespace: 'default',
      };
    }
    const own = this.#sameCluster(kubeconfig, described.value);
    const unnamed = own === undefined ? this.#unnamedContext(kubeconfig) : undefined;
    if (unnamed !== undefined) return this.#byUnnamed(unnamed, aws, target);
    const token = own?.source ?? this.#make.tokenSource(name, region);
    const kube = this.#make.kube(own ?? {cluster: clusterOf(described.value, endpoint), user: {}, source: token});
    return {kube: known(kube), aws, target, namespace: own?.namespace ?? 'default'};
  }

  /** The current context, where nothing tells which cluster it points at. */
  #unnamedContext(kubeconfig: Kubeconfig | undefined): ResolvedContext | undefined {
    const current = kubeconfig?.currentContext;
    const entry = current === undefined ? undefined : kubeconfig?.contexts.get(current);
    if (kubeconfig === undefined || current === undefined || entry === undefined) return undefined;
    const context = resolveContext(kubeconfig, current, entry);
    return context?.hint.name === undefined && context?.cluster.server !== '' ? context : undefined;
  }

  /** It is taken at the user's word for the cluster that `--cluster` names: refused as a mismatch, unless that is allowed. */
  #byUnnamed(context: ResolvedContext, aws: Fact<AwsClients>, target: Fact<ClusterTarget>): Connection {
    const server = serverUrl(context.cluster.server, context.context);
    const source = this.#make.source(context, {...this.#wanted}, this.#wanted.region);
    const kube = this.#make.kube({
      cluster: {...context.cluster, server},
      user: context.user,
      ...(source === undefined ? {} : {source}),
    });
    return {
      kube: known(kube),
      aws,
      target,
      namespace: context.namespace ?? 'default',
      ...(this.#options.allowMismatch === true ? {} : {serverToMatch: server}),
    };
  }

  /** A context, or the pod's service account, that proves to be the described cluster: its credentials come first. */
  #sameCluster(
    kubeconfig: Kubeconfig | undefined,
    described: DescribedCluster,
  ): (Pick<AccessOptions, 'cluster' | 'user' | 'source'> & {readonly namespace?: string}) | undefined {
    const endpoint = described.endpoint ?? '';
    for (const [name, entry] of kubeconfig?.contexts ?? []) {
      const context = kubeconfig === undefined ? undefined : resolveContext(kubeconfig, name, entry);
      if (context === undefined || context.hint.name !== undefined || !sameServer(context.cluster.server, endpoint))
        continue;
      const source = this.#make.source(context, {...this.#wanted}, this.#wanted.region);
      return {
        cluster: {...context.cluster, server: serverUrl(context.cluster.server, name)},
        user: context.user,
        ...(source === undefined ? {} : {source}),
        ...(context.namespace === undefined ? {} : {namespace: context.namespace}),
      };
    }
    const account = serviceAccount(this.#options.env);
    if (account === undefined || !sameCertificate(account.cluster.caData, described.caData)) return undefined;
    return {
      cluster: account.cluster,
      user: {},
      source: tokenFile(account.tokenPath, wallClockMs),
      ...(account.namespace === undefined ? {} : {namespace: account.namespace}),
    };
  }

  async #target(
    aws: Fact<AwsClients>,
    hint: ClusterHint,
    cluster: {readonly server: string; readonly caData?: string},
    context?: string,
  ): Promise<Fact<ClusterTarget>> {
    if (hint.name !== undefined) return this.#known(hint, context);
    if (aws.is !== 'known') return aws;
    const {server: url, caData} = cluster;
    const found = await findByServer(aws.value, {url, ...(caData === undefined ? {} : {caData})});
    if (found.is !== 'known') return found;
    return this.#known({...hint, name: found.value.name, ...accountOf(found)}, context);
  }

  #known({name, region, account}: ClusterHint, context?: string): Fact<ClusterTarget> {
    if (name === undefined) return absent;
    if (region === undefined) return failed(NO_REGION);
    return known({
      name,
      region,
      partition: partitionOf(region),
      ...(account === undefined ? {} : {account}),
      ...(context === undefined ? {} : {context}),
    });
  }
}

function accountOf(described: Fact<DescribedCluster>): {readonly account?: string} {
  const account = described.is === 'known' ? fromArn(described.value.arn ?? '')?.account : undefined;
  return account === undefined ? {} : {account};
}

function clusterOf({caData}: DescribedCluster, endpoint: string): AccessOptions['cluster'] {
  return {server: endpoint, skipTlsVerify: false, ...(caData === undefined ? {} : {caData})};
}

async function noSuchCluster(aws: AwsClients, name: string, region: string): Promise<DoctorError> {
  const names = await listClusters(aws);
  const all = names.is === 'known' ? names.value : [];
  const near = nearest(name, all);
  const others = near.length > 0 ? near : all.slice(0, 5);
  const hint =
    others.length > 0
      ? `Clusters there: ${others.map((n) => oneLine(n, 100)).join(', ')}`
      : `Clusters there: aws eks list-clusters --region ${region}`;
  return new DoctorError(`There is no EKS cluster ${name} in ${region}.`, hint);
}

/** @throws DoctorError where the kubeconfig's server is no address. */
function serverUrl(server: string, context: string): string {
  const url = server.includes('://') ? server : `https://${server}`;
  if (hostOf(url) === undefined || !/^https?:/i.test(url)) {
    throw new DoctorError(`The server of context ${oneLine(context, 120)} is not an address: ${oneLine(server)}.`);
  }
  return url;
}
