import {createHash, createHmac, timingSafeEqual} from 'node:crypto';

/** What the fake knows about AWS, to judge the tokens that `aws eks get-token` and its like make. */
export interface EksTokenRules {
  /** The cluster that a token must be signed for. */
  readonly clusterName: string;
  /** Secret of an access key; where it is known, the token's signature is verified as STS would. */
  readonly secretOf?: (accessKeyId: string) => string | undefined;
}

const PREFIX = 'k8s-aws-v1.';
const LIFETIME_MS = 15 * 60 * 1000;
const SKEW_MS = 5 * 60 * 1000;

/** Whether a bearer token is one of EKS's. */
export function isEksToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

function urlOf(token: string): URL | undefined {
  try {
    const url = new URL(Buffer.from(token.slice(PREFIX.length), 'base64url').toString('utf8'));
    return url.pathname === '/' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** When `X-Amz-Date` (`20260102T030405Z`) was, in ms. */
function signedAt(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (!parts) return Number.NaN;
  const [year = 0, month = 1, ...rest] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

function encoded(value: string): string {
  return encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** The signature that a presigned STS URL must carry if it was made with this secret for this cluster (Signature Version 4). */
function signature(url: URL, clusterName: string, secret: string): string {
  const query = [...url.searchParams]
    .filter(([key]) => key !== 'X-Amz-Signature')
    .map(([key, value]) => `${encoded(key)}=${encoded(value)}`)
    .sort()
    .join('&');
  const known: Readonly<Record<string, string>> = {host: url.host, 'x-k8s-aws-id': clusterName};
  const signed = url.searchParams.get('X-Amz-SignedHeaders') ?? '';
  const headers = signed.split(';').map((name) => `${name}:${known[name] ?? ''}\n`);
  const emptyBody = createHash('sha256').update('').digest('hex');
  const request = ['GET', '/', query, headers.join(''), signed, emptyBody].join('\n');
  const [, day = '', region = '', service = '', end = ''] = (url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const text = [
    'AWS4-HMAC-SHA256',
    url.searchParams.get('X-Amz-Date') ?? '',
    [day, region, service, end].join('/'),
    createHash('sha256').update(request).digest('hex'),
  ].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
  return createHmac('sha256', key).update(text).digest('hex');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** Whether the token is a fresh, presigned `sts:GetCallerIdentity` whose signature covers the header that names the cluster. */
export function validEksToken(token: string, rules: EksTokenRules): boolean {
  const url = urlOf(token);
  if (url === undefined || url.searchParams.get('Action') !== 'GetCallerIdentity') return false;
  const signed = (url.searchParams.get('X-Amz-SignedHeaders') ?? '').split(';');
  if (!signed.includes('host') || !signed.includes('x-k8s-aws-id')) return false;
  const age = Date.now() - signedAt(url.searchParams.get('X-Amz-Date') ?? '');
  if (!(age > -SKEW_MS && age < LIFETIME_MS)) return false;
  const given = url.searchParams.get('X-Amz-Signature') ?? '';
  const accessKeyId = (url.searchParams.get('X-Amz-Credential') ?? '').split('/')[0] ?? '';
  if (rules.secretOf === undefined) return given !== '' && accessKeyId !== '';
  const secret = rules.secretOf(accessKeyId);
  return secret !== undefined && sameText(given, signature(url, rules.clusterName, secret));
}
