import type {RequestHandlerOptions} from './aws-options.ts';
import {assertProfile} from './profiles.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Gives valid credentials, renewed before they expire. Rejects with the SDK's own error where there are none. */
export type CredentialSource = () => Promise<AwsCredentials>;

export interface CredentialOptions {
  readonly env: Env;
  /** The profile to use; undefined for the chain's own choice. */
  readonly profile?: string;
  /** How requests of the chain itself travel (SSO, STS). */
  readonly handler: () => RequestHandlerOptions;
  /** Wall clock, milliseconds. */
  readonly nowMs: () => number;
}

/** Static keys of the environment, where both parts are there. */
export function environmentKeys(env: Env): AwsCredentials | undefined {
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return {accessKeyId, secretAccessKey, ...(sessionToken ? {sessionToken} : {})};
}

/** The profile that the environment names. `AWS_DEFAULT_PROFILE` is the AWS CLI's older name, which the SDK ignores. */
export function environmentProfile(env: Env): string | undefined {
  return env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || undefined;
}

/** The SDK's words go to our own channels or nowhere: standard error belongs to the user. */
export const quiet = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * The SDK's default chain for a profile, or for the environment's keys without loading the chain. A chain that failed is
 * not walked again for some seconds: each walk may wait for the metadata service of a machine that has none.
 */
export function credentialChain(options: CredentialOptions): CredentialSource {
  const keys = options.profile === undefined ? environmentKeys(options.env) : undefined;
  if (keys !== undefined) return () => Promise.resolve(keys);
  return steady(async () => {
    const {fromNodeProviderChain} = await import('@aws-sdk/credential-providers');
    const {env, profile, handler} = options;
    if (profile !== undefined) assertProfile(profile, env);
    const inContainer =
      env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] !== undefined ||
      env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] !== undefined;
    return fromNodeProviderChain({
      ...(profile === undefined ? {} : {profile}),
      ...(env['AWS_SHARED_CREDENTIALS_FILE'] ? {filepath: env['AWS_SHARED_CREDENTIALS_FILE']} : {}),
      ...(env['AWS_CONFIG_FILE'] ? {configFilepath: env['AWS_CONFIG_FILE']} : {}),
      clientConfig: {requestHandler: handler()},
      // A real metadata service answers in a few milliseconds; the agent of a container may have to call AWS first.
      timeout: inContainer ? 2_000 : 500,
      maxRetries: inContainer ? 1 : 0,
      logger: quiet,
    });
  }, options.nowMs);
}

/** Credentials of a role, taken on with those of `master`. */
export function roleCredentials(
  master: CredentialSource,
  roleArn: string,
  sts: {
    readonly region: string;
    readonly endpoint?: string;
    readonly handler: () => RequestHandlerOptions;
    readonly externalId?: string;
    readonly sessionName?: string;
  },
  nowMs: () => number,
): CredentialSource {
  return steady(async () => {
    const {fromTemporaryCredentials} = await import('@aws-sdk/credential-providers');
    return fromTemporaryCredentials({
      masterCredentials: master,
      params: {
        RoleArn: roleArn,
        RoleSessionName: sts.sessionName ?? 'fargate-doctor',
        ...(sts.externalId === undefined ? {} : {ExternalId: sts.externalId}),
      },
      clientConfig: {
        region: sts.region,
        ...(sts.endpoint === undefined ? {} : {endpoint: sts.endpoint}),
        requestHandler: sts.handler(),
      },
      logger: quiet,
    });
  }, nowMs);
}

const RENEW_BEFORE_MS = 5 * 60_000;
const RETRY_FAILED_AFTER_MS = 10_000;

/** Makes the provider once, holds its answer until shortly before it expires, and a failure for some seconds. */
function steady(make: () => Promise<CredentialSource>, nowMs: () => number): CredentialSource {
  let provider: Promise<CredentialSource> | undefined;
  let held: {readonly answer: Promise<AwsCredentials>; until: number} | undefined;
  return () => {
    if (held !== undefined && nowMs() < held.until) return held.answer;
    provider ??= make();
    const answer = provider.then((provide) => provide());
    const entry = {answer, until: Number.POSITIVE_INFINITY};
    held = entry;
    answer.then(
      (credentials) => {
        const expires = credentials.expiration?.getTime();
        // The chain itself hands out credentials with less than five minutes left where it can't get others.
        if (expires !== undefined) entry.until = Math.max(expires - RENEW_BEFORE_MS, nowMs() + RETRY_FAILED_AFTER_MS);
      },
      () => {
        provider = undefined;
        entry.until = nowMs() + RETRY_FAILED_AFTER_MS;
      },
    );
    return answer;
  };
}
