import {PlainFailure} from './plain-failure.ts';

/** What of an unknown error is looked at. Every member may be missing or of another type: errors are foreign data. */
export interface ErrorShape {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly code?: unknown;
  readonly hostname?: unknown;
  readonly cause?: unknown;
}

const SHOWN = 300;

/** Foreign text in one line that is safe to show: no control or bidirectional characters, and no longer than `max`. */
export function oneLine(text: unknown, max = SHOWN): string {
  if (typeof text !== 'string') return '';
  const line = text
    .slice(0, max * 4)
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
}

/** The first error code on the way down an error's causes: Node hides it there behind proxies and name look-ups. */
export function codeOf(error: unknown): string | undefined {
  let at: unknown = error;
  for (let depth = 0; depth < 5 && typeof at === 'object' && at !== null; depth++) {
    const {code, cause} = at as ErrorShape;
    if (typeof code === 'string') return code;
    at = cause;
  }
  return undefined;
}

type Words = (who: string, error: ErrorShape) => string;

const untrusted: Words = (who) =>
  `the certificate of ${who} is not signed by an authority that is trusted here: ` +
  'the CA given for it is another one, or a proxy stands in between';
const reset: Words = (who) => `the connection to ${who} was closed before the answer was complete`;
const unreachable: Words = (who) => `there is no route from here to ${who}`;
const unresolved: Words = (who, error) =>
  `the host name of ${who} does not resolve${typeof error.hostname === 'string' ? `: ${oneLine(error.hostname, 253)}` : ''}`;

const WORDS: Readonly<Record<string, Words>> = {
  ECONNREFUSED: (who) => `${who} refuses connections`,
  ECONNRESET: reset,
  EPIPE: reset,
  ERR_STREAM_PREMATURE_CLOSE: reset,
  Z_BUF_ERROR: reset,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: (who) => `${who} did not answer in time`,
  ERR_TLS_CERT_ALTNAME_INVALID: (who) => `the certificate of ${who} is made out to another host name`,
  CERT_HAS_EXPIRED: (who) => `the certificate of ${who} has expired`,
  CERT_NOT_YET_VALID: (who) => `the certificate of ${who} is not valid yet: is the clock of this machine right?`,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_UNTRUSTED: untrusted,
};

/** What went wrong on the way to `who`, in one sentence; undefined where the error is not one of the network. */
export function networkSentence(error: unknown, who: string): string | undefined {
  if (error instanceof PlainFailure) return error.message;
  const shape = (typeof error === 'object' && error !== null ? error : {}) as ErrorShape;
  const code = codeOf(error);
  const words = code === undefined || !Object.hasOwn(WORDS, code) ? undefined : WORDS[code];
  if (words !== undefined) return words(who, shape);
  if (code?.startsWith('ERR_SSL_') === true || code === 'EPROTO') {
    return `${who} does not speak TLS as expected (${oneLine(code, 60)}): is it the right host and port?`;
  }
  if (code?.startsWith('ERR_OSSL_') === true || code?.startsWith('ERR_CRYPTO_') === true) {
    return `a certificate or key for ${who} can't be read (${oneLine(code, 60)})`;
  }
  if (code?.startsWith('HPE_') === true) return `${who} does not speak HTTP (${oneLine(code, 60)})`;
  if (code?.startsWith('Z_') === true) return `the compressed answer of ${who} is damaged`;
  // What the proxy agent says when CONNECT is refused.
  const refused = /^Bad response: (\d{3})$/.exec(typeof shape.message === 'string' ? shape.message.slice(0, 40) : '');
  if (refused !== null) return `the proxy on the way to ${who} answered ${refused[1]}`;
  if (shape.name === 'TimeoutError') return `${who} did not answer in time`;
  return undefined;
}

/** Why a request was given up when the run ended. */
export function endedSentence(signal: AbortSignal, who: string): string {
  const reason: unknown = signal.reason;
  const timeUp = typeof reason === 'object' && reason !== null && (reason as ErrorShape).name === 'TimeoutError';
  return timeUp ? `the time of the run was up before ${who} answered` : `the run was stopped before ${who} answered`;
}
