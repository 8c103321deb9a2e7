import {createHash, createHmac, type Hash, type Hmac} from 'node:crypto';
import {dnsSuffix} from '../cluster/partitions.ts';
import type {AwsCredentials} from './credentials.ts';

/** What a token for an EKS cluster is made of. */
export interface TokenRequest {
  /** The cluster's name; for a local cluster on Outposts, its id. */
  readonly cluster: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** An STS endpoint other than the Region's own. */
  readonly endpoint?: string;
  /** Wall clock, milliseconds. */
  readonly atMs: number;
}

const PREFIX = 'k8s-aws-v1.';
/** Binds the token to one cluster: https://docs.aws.amazon.com/eks/latest/userguide/cluster-auth.html */
const CLUSTER_HEADER = 'x-k8s-aws-id';
/** How long the signature may be used for a first sign-in; the API server then honours the token for 15 minutes. */
const SIGNATURE_SECONDS = 60;
/** A token is made anew a minute before the API server would refuse it. */
export const TOKEN_LIFETIME_MS = 14 * 60_000;

/**
 * The bearer token that `aws eks get-token` prints: a presigned `sts:GetCallerIdentity` that the cluster plays back to
 * learn who we are. Nothing is sent here.
 */
export async function eksToken(request: TokenRequest): Promise<string> {
  // Loaded only by runs that need a token.
  const {SignatureV4} = await import('@smithy/signature-v4');
  const url = new URL(request.endpoint ?? `https://sts.${request.region}.${dnsSuffix(request.region)}`);
  const signer = new SignatureV4({
    service: 'sts',
    region: request.region,
    credentials: request.credentials,
    sha256: Sha256,
  });
  const signed = await signer.presign(
    {
      method: 'GET',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {Action: 'GetCallerIdentity', Version: '2011-06-15'},
      headers: {host: url.host, [CLUSTER_HEADER]: request.cluster},
    },
    {
      expiresIn: SIGNATURE_SECONDS,
      signingDate: new Date(request.atMs),
      unhoistableHeaders: new Set([CLUSTER_HEADER]),
    },
  );
  const query = Object.entries(signed.query ?? {})
    .map(([key, value]) => `${escaped(key)}=${escaped(String(value))}`)
    .join('&');
  const presigned = `${url.protocol}//${url.host}${url.pathname}?${query}`;
  return PREFIX + Buffer.from(presigned).toString('base64url');
}

/** Percent-encoding as the signature wants it, which is stricter than `encodeURIComponent`. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** SHA-256 in the form that the signer asks for, on Node's own crypto. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
