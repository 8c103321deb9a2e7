import {ARN, redactArn} from './arns.ts';
import {Pieces, type Names} from './pieces.ts';
import type {Tokens} from './tokens.ts';

// Every pattern either begins at the edge of a word or has a bounded length, so that no text takes longer than its length.
const KEY_BLOCK = /-----BEGIN [A-Z ]{1,40}-----[A-Za-z0-9+/=\s\\]{0,20000}/g;
const JSON_WEB_TOKEN = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g;
const KNOWN_TOKEN =
  /(?<![\w-])(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|sk-|npm_|hf_|k8s-aws-v1\.|AKIA|ASIA)[\w.-]{10,2000}/g;
const BEARER = /(?<=\b(?:[Bb]earer|[Bb]asic) )[\w.~+/-]{8,2000}={0,2}/g;
const IN_ADDRESS = /(?<=:\/\/)[^\s/:@"']{1,100}:[^\s/@"']{1,200}(?=@)/g;
const NAMED_SECRET =
  /(?<![A-Za-z0-9])(?:[A-Za-z0-9_.-]{0,40}[_.-])?(?:passwd|password|passphrase|secret|token|api_?key|access_?key|shared_?key|credentials?)(["']?\s{0,3}[:=]\s{0,3}["']?)([^\s"',;&]{4,400})/gi;
/** A line of Fluent Bit's configuration. */
const SETTING =
  /^(\s{0,40}[A-Za-z_.]{0,40}(?:passwd|password|secret|token|api_?key|access_?key|shared_?key)\s{1,20})(\S[^\n]{0,400})$/gim;
const EMAIL = /(?<![\w.%+-])[\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![\w@])/g;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?!\d|\.\d)/g;
const DASHED = /(?<=\b(?:ip|ec2)-)\d{1,3}(?:-\d{1,3}){3}(?!-?\d)/g;
const IPV6 = /(?<![\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?:\/\d{1,3})?(?![\w:])/g;
const ISSUER = /(?<![0-9A-Za-z])[0-9A-F]{32}(?![0-9A-Za-z])/g;
const PRINCIPAL = /(?<![A-Z0-9])(?:AROA|AIDA|AGPA|ANPA|AIPA)[A-Z0-9]{12,124}(?![A-Z0-9])/g;
const RESOURCE =
  /(?<![\w-])(?:subnet|vpc|sg|rtb|nat|igw|eigw|vpce|acl|eni|i|tgw|tgw-attach|pcx|vgw|dopt|eipalloc|eipassoc|fs|fsap|pl|lgw|cagw|svpc)-[0-9a-f]{8,17}(?![0-9A-Za-z])/g;
// The last group of a UUID may be twelve digits too.
const ACCOUNT = /(?<![0-9A-Za-z]|[0-9a-f]{4}-)\d{12}(?![0-9A-Za-z])/g;
const CLUSTER_TAG = /(?<=kubernetes\.io\/cluster\/)[^\s"'/]{1,100}/g;
const KUBERNETES_USER = /(?<=\b[Uu]ser:? ["'])[^\s"']{1,256}(?=["'])/g;
const MAPPED_USER = /(?<=\busername["']?:[ \t]{0,20}["']?)[^\s"',}]{1,256}/g;
/** Long, and of too many kinds of signs to be a word: base64 as keys and secrets are. */
const RANDOM = /(?<![A-Za-z0-9+/_=.:-])[A-Za-z0-9+/_-]{40,}={0,2}(?![A-Za-z0-9+/_.-])/g;

/** A text with everything in it exchanged that is to be withheld. `names` are those known from elsewhere. */
export function redactText(text: string, tokens: Tokens, names: Names): string {
  if (!/[A-Za-z0-9]{3}|[.:]/.test(text)) return text;
  const pieces = new Pieces(text);
  if (tokens.withholds('credential')) credentials(pieces, tokens);
  pieces
    .exchange(ARN, (arn) => redactArn(arn, tokens))
    .exchange(EMAIL, (email) => tokens.of('email', email))
    .exchange(IPV4, (address) => tokens.address(address))
    .exchange(DASHED, (address) => tokens.address(address.replaceAll('-', '.')).replaceAll('.', '-'))
    .exchange(IPV6, (address) => settledAddress(address, tokens))
    .exchange(ISSUER, (id) => tokens.of('issuer', id))
    .exchange(PRINCIPAL, (id) => tokens.of('principal', id))
    .exchange(RESOURCE, (id) => tokens.of('resource', id))
    .exchange(ACCOUNT, (id) => tokens.account(id))
    .exchange(CLUSTER_TAG, (name) => tokens.name('cluster', name))
    .exchange(KUBERNETES_USER, (name) => userName(name, tokens))
    .exchange(MAPPED_USER, (name) => userName(name, tokens))
    .each((open) => names.find(open));
  if (tokens.withholds('credential'))
    pieces.exchange(RANDOM, (word) => (isRandom(word) ? secret(word, tokens) : undefined));
  return pieces.toString();
}

/** A name of Kubernetes' own stays (`system:node:…`), and so does a template. */
export function userName(name: string, tokens: Tokens): string | undefined {
  return name.startsWith('system:') || name.startsWith('arn:') || name.includes('{{')
    ? undefined
    : tokens.name('user', name);
}

const secret = (value: string, tokens: Tokens): string => tokens.of('credential', value);

function credentials(pieces: Pieces, tokens: Tokens): void {
  for (const pattern of [KEY_BLOCK, JSON_WEB_TOKEN, KNOWN_TOKEN, BEARER, IN_ADDRESS]) {
    pieces.exchange(pattern, (value) => secret(value, tokens));
  }
  pieces
    .exchange(SETTING, (_, [before = '', value = '']) => `${before}${secret(value, tokens)}`)
    .exchange(NAMED_SECRET, (match, [sign = '', value = '']) =>
      sign.includes('=') || looksSecret(value) ? `${match.slice(0, -value.length)}${secret(value, tokens)}` : undefined,
    );
}

/** After a colon there may as well be a sentence. */
const looksSecret = (value: string): boolean =>
  value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^(?:arn:|https?:|sha256:|\d{1,3}\.)/.test(value);

function isRandom(word: string): boolean {
  const count = (pattern: RegExp): number => word.match(pattern)?.length ?? 0;
  return count(/[0-9]/g) >= 3 && count(/[A-Z]/g) >= 5 && count(/[a-z]/g) >= 5 && count(/[-_/]/g) <= 3;
}

/** Much that has colons is no address: only what was read as one is settled. */
function settledAddress(text: string, tokens: Tokens): string | undefined {
  const token = tokens.address(text);
  return token === text ? undefined : token;
}
