import {failed, known, type Fact} from '../model/fact.ts';
import {REQUEST_TIMEOUT_MS} from './clients/aws-options.ts';
import {createAwsClients} from './clients/aws.ts';
import {environmentKeys, environmentProfile} from './clients/credentials.ts';
import {eksTokenSource, identities, type Identities} from './clients/eks-credentials.ts';
import {runPlugin} from './clients/exec-plugin.ts';
import {kubeAccess, type AccessOptions} from './clients/kube-access.ts';
import {remembered, tokenFile, type KubeCredentialSource} from './clients/kube-credentials.ts';
import {createKubeClient} from './clients/kube.ts';
import {regionOfProfile} from './clients/region.ts';
import type {AwsClients, KubeClient} from './clients/types.ts';
import {wallClockMs} from './clock.ts';
import type {TokenCommand} from './cluster/exec-args.ts';
import type {ResolvedContext} from './cluster/identify.ts';
import type {ClusterHint} from './cluster/names.ts';
import {isRegion} from './cluster/partitions.ts';
import type {ConnectOptions} from './connection.ts';
import {oneLine} from './network-words.ts';

const NO_TIMEOUT_MS = 0x7fff_ffff;

export const NO_REGION = 'no AWS Region is known: add --region, or set AWS_REGION';

/** Makes the clients of one run from what the user said; sends nothing by itself. */
/** How long heavier modules wait for the first Kubernetes request, which may never come. */
const LONGEST_WAIT_MS = 250;

/** Tells when the first Kubernetes request has left. */
function firstRequests(): {readonly made: Promise<void>; tell(): void} {
  let tell = (): void => undefined;
  const made = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, LONGEST_WAIT_MS);
    timer.unref();
    tell = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return {made, tell: () => tell()};
}

export class ClientMaker {
  readonly #options: ConnectOptions;
  readonly #identities: Identities;
  readonly #requestTimeoutMs: number;
  readonly #firstRequests = firstRequests();

  constructor(options: ConnectOptions) {
    this.#options = options;
    // kubectl's 0 means: no limit but that of the run.
    this.#requestTimeoutMs =
      options.requestTimeoutMs === 0 ? NO_TIMEOUT_MS : (options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
    this.#identities = identities(this.#identityOptions());
  }

  /** Whose credentials read AWS. */
  profileFor(token: TokenCommand | undefined): string | undefined {
    return this.#identities.profileFor(token);
  }

  /** `--region` and what the cluster's own names tell, then the environment, then the profile. */
  async region(hint: ClusterHint, profile: string | undefined): Promise<string | undefined> {
    const {env} = this.#options;
    // The SDK reads only the first of the two, the AWS CLI's older versions only the second.
    const region = hint.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || (await regionOfProfile(profile)));
    return region !== undefined && isRegion(region) ? region : undefined;
  }

  aws(
    region: string | undefined,
    profile: string | undefined,
    tokenEnv?: Readonly<Record<string, string>>,
  ): Fact<AwsClients> {
    if (region === undefined) return failed(NO_REGION);
    const {env, signal, onCall} = this.#options;
    this.#warnOfShadowedKeys(profile);
    // The files that the token command reads its profile from hold for that profile here too.
    const files = Object.entries(tokenEnv ?? {}).filter(([name]) => CONFIG_FILES.has(name));
    const own =
      profile !== undefined && environmentProfile(tokenEnv ?? {}) === profile ? Object.fromEntries(files) : {};
    return known(
      createAwsClients({
        region,
        env,
        credentials: this.#identities.credentials(profile, {...env, ...own}, region),
        requestTimeoutMs: this.#requestTimeoutMs,
        signal,
        firstRequests: this.#firstRequests.made,
        ...(profile === undefined ? {} : {profile}),
        ...(onCall === undefined ? {} : {onCall}),
      }),
    );
  }

  #warnOfShadowedKeys(profile: string | undefined): void {
    const {env, onWarning} = this.#options;
    if (profile === undefined || this.#options.profile !== undefined || environmentKeys(env) === undefined) return;
    onWarning?.(`AWS profile ${oneLine(profile, 100)} is used; the keys in AWS_ACCESS_KEY_ID are not.`);
  }

  kube(access: Pick<AccessOptions, 'cluster' | 'user' | 'source'>): KubeClient {
    const {env, signal, onCall, as} = this.#options;
    return createKubeClient({
      access: kubeAccess({...access, env, ...(as === undefined ? {} : {as})}),
      requestTimeoutMs: this.#requestTimeoutMs,
      signal,
      onSent: () => this.#firstRequests.tell(),
      ...(onCall === undefined ? {} : {onCall}),
    });
  }

  /** What stands in for the user's exec section or token file; undefined leaves the user to client-node. */
  source(context: ResolvedContext, hint: ClusterHint, region: string | undefined): KubeCredentialSource | undefined {
    const {user, cluster, token} = context;
    const {env, signal} = this.#options;
    // client-go's order: a token file over a token, a token over a plugin.
    if (user.tokenFile !== undefined) return tokenFile(user.tokenFile, wallClockMs);
    if (user.token !== undefined || user.exec === undefined) return undefined;
    if (token?.inProcess === true) {
      return eksTokenSource({
        ...this.#identityOptions(),
        identities: this.#identities,
        cluster: token.cluster,
        region: token.region ?? context.hint.region ?? hint.region ?? region,
        command: token,
        signal,
      });
    }
    const {exec} = user;
    const {server, caData} = cluster;
    return remembered(
      () =>
        runPlugin({
          exec,
          env,
          signal,
          timeoutMs: this.#requestTimeoutMs,
          cluster: {server, ...(caData === undefined ? {} : {caData})},
        }),
      wallClockMs,
    );
  }

  tokenSource(cluster: string, region: string): KubeCredentialSource {
    const {signal} = this.#options;
    return eksTokenSource({...this.#identityOptions(), identities: this.#identities, cluster, region, signal});
  }

  #identityOptions() {
    const {env, profile} = this.#options;
    return {
      env,
      requestTimeoutMs: this.#requestTimeoutMs,
      nowMs: wallClockMs,
      ...(profile === undefined ? {} : {profile}),
    };
  }
}

const CONFIG_FILES = new Set(['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']);
