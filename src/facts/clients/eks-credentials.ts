import {classifyAwsError} from '../classify-error.ts';
import type {TokenCommand} from '../cluster/exec-args.ts';
import {PlainFailure} from '../plain-failure.ts';
import {endpointFor, requestHandlerFor} from './aws-options.ts';
import {
  credentialChain,
  environmentKeys,
  environmentProfile,
  roleCredentials,
  type CredentialSource,
} from './credentials.ts';
import {remembered, type KubeCredentialSource} from './kube-credentials.ts';
import {untilAborted} from './retry.ts';
import {eksToken, TOKEN_LIFETIME_MS} from './tokens.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface IdentityOptions {
  readonly env: Env;
  /** `--profile`. */
  readonly profile?: string;
  readonly requestTimeoutMs: number;
  readonly nowMs: () => number;
}

/** The AWS identities of a run. Each is looked up when it is first needed, and once, though several users share it. */
export interface Identities {
  /** Whose credentials read AWS: `--profile`, else what the kubeconfig's token command names, else the environment. */
  profileFor(token: TokenCommand | undefined): string | undefined;
  credentials(profile: string | undefined, env: Env, region: string): CredentialSource;
}

export function identities(options: IdentityOptions): Identities {
  const sources = new Map<string, CredentialSource>();
  return {
    profileFor(token) {
      if (options.profile !== undefined) return options.profile;
      if (token?.profile !== undefined) return token.profile;
      const environment = environmentProfile(options.env);
      // Exported keys win over a profile that only the kubeconfig names, as they do for `aws eks get-token` itself.
      if (environment === undefined && environmentKeys(options.env) !== undefined) return undefined;
      return environmentProfile(token?.env ?? {}) ?? environment;
    },
    credentials(profile, env, region) {
      const settings = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_ACCESS_KEY_ID'].map((name) => env[name]);
      const key = JSON.stringify([profile, ...settings]);
      const source =
        sources.get(key) ??
        credentialChain({
          env,
          ...(profile === undefined ? {} : {profile}),
          handler: () => requestHandlerFor('sts', region, env, options.requestTimeoutMs),
          nowMs: options.nowMs,
        });
      sources.set(key, source);
      return source;
    },
  };
}

export interface EksTokenOptions extends IdentityOptions {
  readonly identities: Identities;
  /** The cluster's name, for the token. */
  readonly cluster: string;
  /** Undefined signs for STS's global endpoint. */
  readonly region: string | undefined;
  /** The command in whose place the token is made; its options and environment hold. */
  readonly command?: TokenCommand;
  readonly signal: AbortSignal;
}

const GLOBAL_STS = {region: 'us-east-1', endpoint: 'https://sts.amazonaws.com'};

/** Tokens for the API server, made in process, as `aws eks get-token` would with the same options and environment. */
export function eksTokenSource(options: EksTokenOptions): KubeCredentialSource {
  const {command, signal, nowMs} = options;
  const env: Env = {...options.env, ...command?.env};
  const region = options.region ?? GLOBAL_STS.region;
  const endpoint = endpointFor('sts', env) ?? (options.region === undefined ? GLOBAL_STS.endpoint : undefined);
  const profile = tokenProfile(options, env);
  const own = options.identities.credentials(profile, env, region);
  const source =
    command?.roleArn === undefined
      ? own
      : roleCredentials(
          own,
          command.roleArn,
          {
            region,
            handler: () => requestHandlerFor('sts', region, env, options.requestTimeoutMs),
            ...(endpoint === undefined ? {} : {endpoint}),
            ...(command.externalId === undefined ? {} : {externalId: command.externalId}),
            ...(command.sessionName === undefined ? {} : {sessionName: command.sessionName}),
          },
          nowMs,
        );
  return remembered(async () => {
    const credentials = await untilAborted(source(), signal).catch((error: unknown) => {
      throw new PlainFailure(withoutToken(error, profile, signal));
    });
    const atMs = nowMs();
    const token = await eksToken({
      cluster: options.cluster,
      region,
      credentials,
      atMs,
      ...(endpoint === undefined ? {} : {endpoint}),
    });
    return {token, expiresAtMs: atMs + TOKEN_LIFETIME_MS};
  }, nowMs);
}

/** The token command's own profile wins over `--profile`, which is about AWS: kubectl would use the former. */
function tokenProfile({command, identities: ids, profile}: EksTokenOptions, env: Env): string | undefined {
  if (command?.profile !== undefined) return command.profile;
  const named = environmentProfile(command?.env ?? {});
  if (named !== undefined && environmentKeys(env) === undefined) return named;
  return profile ?? ids.profileFor(command);
}

function withoutToken(error: unknown, profile: string | undefined, signal: AbortSignal): string {
  const fact = classifyAwsError(error, {
    permission: 'sts:AssumeRole',
    service: 'STS',
    signal,
    ...(profile === undefined ? {} : {profile}),
  });
  if (fact.is === 'denied') return `no token for the cluster: needs ${fact.permission}`;
  return fact.is === 'failed' ? fact.reason : 'no token for the cluster could be made';
}
