import {absent, denied, failed, type Fact, type Gap, type Permission} from '../model/fact.ts';
import {ReadOnlyError} from './clients/read-only.ts';
import {codeOf, endedSentence, networkSentence, oneLine, type ErrorShape} from './network-words.ts';

/** The call that went wrong, as far as it helps to say what to do about it. */
export interface FailedAwsCall {
  /** `eks:DescribeCluster`. */
  readonly permission: Permission;
  /** The service in words: `EKS`. */
  readonly service: string;
  readonly absentOn?: readonly string[];
  /** The AWS profile in use, if one is. */
  readonly profile?: string;
  readonly signal: AbortSignal;
}

interface AwsErrorShape extends ErrorShape {
  readonly $fault?: unknown;
  readonly $metadata?: {readonly httpStatusCode?: unknown};
  readonly $response?: {readonly statusCode?: unknown};
}

// Names differ from service to service; these are those of EKS, EC2, IAM, STS and Service Quotas.
const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'Client.UnauthorizedOperation',
  'AuthorizationError',
  'NotAuthorized',
]);
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const INVALID = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSecurity',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotSignedUp',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestInTheFuture']);
const THROTTLED = new Set([
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'EC2ThrottledException',
]);
const CREDENTIALS = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/** Turns what an AWS call threw into a fact. The sentence never holds a stack, a token or a raw body. */
export function classifyAwsError(error: unknown, call: FailedAwsCall): Fact<never> {
  const shape = (typeof error === 'object' && error !== null ? error : {}) as AwsErrorShape;
  const name = typeof shape.name === 'string' ? oneLine(shape.name, 80) : '';
  const message = typeof shape.message === 'string' ? shape.message.slice(0, 8_000) : '';
  const status = statusOf(shape);

  if (name === 'AbortError' || (call.signal.aborted && name === 'TimeoutError')) {
    return failed(endedSentence(call.signal, call.service));
  }
  if (CREDENTIALS.has(name)) return failed(credentialSentence(message, call.profile));
  if (SKEWED.has(name) || /Signature expired|Signature not yet current/.test(message)) {
    return failed(`${call.service} refuses the request's time: the clock of this machine is wrong by minutes`);
  }
  if (EXPIRED.has(name) || (name === 'RequestExpired' && status === 400)) {
    return failed(`the AWS credentials have expired; ${renewal(call.profile)}`);
  }
  if (INVALID.has(name)) {
    return failed(
      `${call.service} does not accept the AWS credentials (${name}): the key is wrong or deleted, ` +
        'or the Region is not enabled for this account',
    );
  }
  if (name === 'OptInRequired') return failed('the AWS account may not use this Region or service (OptInRequired)');
  // A service exception has a fault; a page of a proxy that happens to answer 403 or 404 has none, and proves nothing.
  if (shape.$fault !== undefined) {
    const isDenied = DENIED.has(name) || (status === 403 && /not authorized to perform/.test(message));
    if (isDenied) return denied(deniedPermission(message, call.permission), deniedDetail(message));
    if (call.absentOn?.includes(name) === true) return absent;
  }
  if (THROTTLED.has(name) || status === 429) {
    return failed(`${call.service} throttled ${call.permission} until all attempts were used up`);
  }
  const network = networkSentence(error, call.service);
  if (network !== undefined) return failed(network);
  if (status !== undefined && status >= 500)
    return failed(`${call.service} answered with an error of its own (HTTP ${status})`);
  return failed(unexpected(name, message, status, shape, call));
}

function unexpected(
  name: string,
  message: string,
  status: number | undefined,
  shape: AwsErrorShape,
  call: FailedAwsCall,
): string {
  const nameless = name === '' || name === 'Error' || name.startsWith('Unknown');
  if (shape.$fault !== undefined && !nameless) {
    return `${call.service} answered ${name}: ${oneLine(message, 200)}`;
  }
  if (status !== undefined) return `${call.service} answered HTTP ${status} with something that can't be read`;
  return `${call.permission} gave an answer that can't be used: ${oneLine(message, 200) || name || 'no reason given'}`;
}

function statusOf(shape: AwsErrorShape): number | undefined {
  const status = shape.$metadata?.httpStatusCode ?? shape.$response?.statusCode;
  return typeof status === 'number' ? status : undefined;
}

/** The action that AWS names wins over ours: a role that may not be assumed denies `sts:AssumeRole`, not the call. */
function deniedPermission(message: string, permission: Permission): Permission {
  const named = /not authorized to perform: ?([a-z][a-z0-9-]{1,40}:[A-Z][A-Za-z0-9]{1,80})(?![A-Za-z0-9:*])/.exec(
    message,
  );
  return named?.[1] ?? permission;
}

function deniedDetail(message: string): string | undefined {
  // EC2 appends some kilobytes that only sts:DecodeAuthorizationMessage can read.
  const readable = message.split('Encoded authorization failure message')[0] ?? '';
  return oneLine(readable) || undefined;
}

function renewal(profile: string | undefined): string {
  return profile === undefined
    ? 'renew them: aws sso login, or new keys in the environment'
    : `renew them: aws sso login --profile ${profile}`;
}

/** Credentials that could not be had. The SDK's own text is not shown: it may quote the output of a credential process. */
function credentialSentence(message: string, profile: string | undefined): string {
  const flag = profile === undefined ? '' : ` --profile ${profile}`;
  const whose = profile === undefined ? 'the default profile' : `profile ${profile}`;
  if (/\bSSO\b|aws sso login|Token is expired|refresh token|login session/i.test(message)) {
    return `the AWS sign-in of ${whose} has expired or never took place: aws sso login${flag}`;
  }
  if (/credential_process|Command failed/i.test(message)) {
    return `the credential_process of ${whose} gave no credentials`;
  }
  if (/multi-factor|MFA/i.test(message)) {
    return `${whose} asks for an MFA code: sign in first with a tool that asks for it, then try again`;
  }
  if (profile !== undefined)
    return `AWS profile ${profile} gives no credentials: aws configure list --profile ${profile}`;
  return `no AWS credentials were found: aws sso login, aws configure, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`;
}

/**
 * What reading an answer threw, as a fact: an answer that can't be mapped is the world's. A write that was refused is a
 * mistake of ours.
 *
 * @throws ReadOnlyError
 */
export function unmapped(error: unknown): Gap {
  if (error instanceof ReadOnlyError) throw error;
  return failed(`the answer could not be read: ${error instanceof Error ? error.message : String(error)}`);
}

/** An answer of the Kubernetes API that is not 2xx. */
export interface KubeRefusal {
  readonly status: number;
  /** The body as text. */
  readonly body: string;
  readonly path: string;
  readonly permission: Permission;
  /** `the API server at host`. */
  readonly server: string;
  /** How far this machine's clock is off, in milliseconds, by the answer's `Date`; absent without one. */
  readonly skewMs?: number;
}

const NOTICEABLE_SKEW_MS = 5 * 60_000;

/** Turns a refusal into a fact: only a `Status` of Kubernetes itself may say denied or absent. */
export function classifyKubeRefusal(refusal: KubeRefusal): Fact<never> {
  const {status, server} = refusal;
  const said = kubeStatus(refusal.body);
  const message = oneLine(said?.message);
  if (status === 401) {
    const skew = Math.abs(refusal.skewMs ?? 0);
    const clock =
      skew > NOTICEABLE_SKEW_MS ? `; the clock of this machine is off by ${Math.round(skew / 60_000)} minutes` : '';
    return failed(`${server} does not accept these credentials${clock}`);
  }
  if (status === 403 && said !== undefined) {
    if (message.includes('"system:anonymous"')) {
      return failed(`${server} takes us for an anonymous user: the kubeconfig gives no credentials that it knows`);
    }
    return denied(refusal.permission, message || undefined);
  }
  // An API group that this cluster does not serve is answered in plain text.
  const unserved = refusal.path.startsWith('/apis/') && refusal.body.trim() === '404 page not found';
  if (status === 404 && (said !== undefined || unserved)) return absent;
  if (status === 429) return failed(`${server} has too many requests to answer now (HTTP 429)`);
  if (status >= 500) {
    return failed(
      `${server} answered with an error of its own (HTTP ${status})${message === '' ? '' : `: ${message}`}`,
    );
  }
  if (said !== undefined) return failed(`${server} answered HTTP ${status}: ${message || 'no reason given'}`);
  return failed(`${server} answered HTTP ${status} with something that is not Kubernetes`);
}

function kubeStatus(body: string): {readonly message?: unknown} | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const isStatus = typeof parsed === 'object' && parsed !== null && (parsed as {kind?: unknown}).kind === 'Status';
    return isStatus ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const UNREACHED = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND']);

/** Turns what a request to the Kubernetes API threw into a fact. `server` in words: `the API server at host`. */
export function classifyKubeError(error: unknown, server: string, signal: AbortSignal): Gap {
  if (signal.aborted) return failed(endedSentence(signal, server));
  const sentence = networkSentence(error, server);
  // From outside its VPC a private endpoint looks like one that is down.
  const mayBePrivate = server.includes('.eks.amazonaws.com') && UNREACHED.has(codeOf(error) ?? '');
  if (sentence !== undefined)
    return failed(mayBePrivate ? `${sentence}; a private endpoint answers only inside its VPC` : sentence);
  const message = error instanceof Error ? oneLine(error.message, 200) : '';
  return failed(`the request to ${server} failed${message === '' ? '' : `: ${message}`}`);
}
