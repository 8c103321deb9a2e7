import {arnLike, parseProfileArn, type ProfileArn} from './arn.ts';
import {globMatches} from './selectors.ts';
import {
  allOf,
  holdConditions,
  isObject,
  textsOf,
  type ConditionResult,
  type RequestContext,
  type Truth,
} from './trust-conditions.ts';

export type {ConditionResult} from './trust-conditions.ts';

/** Who assumes a pod execution role; the same in every partition (eksctl's partition table). */
export const FARGATE_PODS = 'eks-fargate-pods.amazonaws.com';
const ACTION = 'sts:AssumeRole';

/** Whether a trust policy lets Fargate assume the role for one profile; where not, the statement that comes nearest. */
export type TrustVerdict =
  | {readonly is: 'trusted'}
  /** Not JSON, or no policy. */
  | {readonly is: 'malformed'; readonly reason: string}
  /** No statement allows Fargate's principal. `services`: those that are allowed. */
  | {readonly is: 'other-principal'; readonly services: readonly string[]}
  /** The principal is allowed something else. */
  | {readonly is: 'other-action'; readonly statement: number; readonly actions: readonly string[]}
  /** A Deny applies. */
  | {readonly is: 'denied'; readonly statement: number; readonly conditions: readonly ConditionResult[]}
  /** Principal and action fit; `misses` are the conditions that don't hold. */
  | {readonly is: 'condition'; readonly statement: number; readonly misses: readonly ConditionResult[]}
  /** It hangs on conditions that can't be judged from here. */
  | {readonly is: 'unclear'; readonly statement: number; readonly misses: readonly ConditionResult[]};

/** Condition keys that a request by an AWS service never has. */
const ABSENT = [
  'sts:externalid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:username',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
];
const ABSENT_PREFIXES = ['aws:principaltag/', 'aws:requesttag/', 'saml:'];

/** The request that Fargate makes for a profile, as far as it is known. */
function requestOf(profileArn: string): RequestContext {
  const profile = parseProfileArn(profileArn);
  const known = new Map<string, readonly string[]>([
    // Of a profile whose ARN can't be read it is not known what Fargate names.
    ...(profile
      ? ([
          ['aws:sourcearn', [profileArn]],
          ['aws:sourceaccount', [profile.account]],
        ] as const)
      : []),
    ['aws:principalisawsservice', ['true']],
    ['aws:principalservicename', [FARGATE_PODS]],
    ['aws:securetransport', ['true']],
  ]);
  return (key) =>
    known.get(key) ??
    (ABSENT.includes(key) || ABSENT_PREFIXES.some((prefix) => key.startsWith(prefix)) ? 'absent' : 'unclear');
}

interface Statement {
  readonly index: number;
  readonly effect: string;
  readonly principal: boolean;
  readonly action: boolean;
  readonly services: readonly string[];
  readonly actions: readonly string[];
  readonly conditions: readonly ConditionResult[];
  readonly truth: Truth;
}

/**
 * Evaluates a role's trust policy for the request that Fargate makes with a profile's ARN. A Deny wins; conditions are
 * held as IAM does. Linear in the policy's length.
 */
export function evaluateTrust(policy: string, profileArn: string): TrustVerdict {
  const raw = statementsOf(policy);
  if (typeof raw === 'string') return {is: 'malformed', reason: raw};
  const context = requestOf(profileArn);
  const all = raw.map((value, index) => read(value, index, context));
  const fitting = all.filter((s) => s.principal && s.action);
  const denies = fitting.filter((s) => s.effect === 'Deny');
  const allows = fitting.filter((s) => s.effect === 'Allow');
  const denied = denies.find((s) => s.truth === 'yes');
  if (denied) return {is: 'denied', statement: denied.index, conditions: denied.conditions};
  const [best] = [...allows].sort((a, b) => RANK[a.truth] - RANK[b.truth] || misses(a).length - misses(b).length);
  if (!best) return nothingFits(all);
  if (best.truth === 'no') return {is: 'condition', statement: best.index, misses: misses(best)};
  const doubtful = best.truth === 'unclear' ? best : denies.find((s) => s.truth === 'unclear');
  return doubtful
    ? {is: 'unclear', statement: doubtful.index, misses: doubtful.conditions.filter((c) => c.truth === 'unclear')}
    : {is: 'trusted'};
}

const RANK: Readonly<Record<Truth, number>> = {yes: 0, unclear: 1, no: 2};
const misses = (s: Statement): readonly ConditionResult[] => s.conditions.filter((c) => c.truth === 'no');

function nothingFits(all: readonly Statement[]): TrustVerdict {
  const allows = all.filter((s) => s.effect === 'Allow');
  const named = allows.find((s) => s.principal);
  if (named) return {is: 'other-action', statement: named.index, actions: named.actions};
  return {is: 'other-principal', services: [...new Set(allows.flatMap((s) => s.services))]};
}

/** The statements, or why there are none. */
function statementsOf(policy: string): readonly unknown[] | string {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(document)) return 'it is not a JSON object';
  const {Statement} = document;
  if (Array.isArray(Statement)) return Statement as readonly unknown[];
  return isObject(Statement) ? [Statement] : 'it has no Statement';
}

function read(value: unknown, index: number, context: RequestContext): Statement {
  const s = isObject(value) ? value : {};
  const conditions = holdConditions(s['Condition'], context);
  const actions = textsOf(s['Action']) ?? [];
  const excluded = textsOf(s['NotAction']);
  const principal = s['NotPrincipal'] === undefined ? s['Principal'] : s['NotPrincipal'];
  return {
    index,
    effect: String(s['Effect']),
    principal: includesFargate(principal) !== (s['NotPrincipal'] !== undefined),
    action:
      s['NotAction'] === undefined
        ? actions.some(isAssumeRole)
        : excluded !== undefined && !excluded.some(isAssumeRole),
    services: isObject(principal) ? (textsOf(principal['Service']) ?? []) : [],
    actions,
    conditions,
    truth: allOf(conditions.map((c) => c.truth)),
  };
}

/** Action names have no case. */
const isAssumeRole = (pattern: string): boolean => globMatches(pattern.toLowerCase(), ACTION.toLowerCase());

/** `"*"` and `{"AWS": "*"}` stand for everyone, services included. */
function includesFargate(principal: unknown): boolean {
  if (principal === '*') return true;
  if (!isObject(principal)) return false;
  const services = textsOf(principal['Service']) ?? [];
  return (
    services.some((s) => s === '*' || s.toLowerCase() === FARGATE_PODS) ||
    (textsOf(principal['AWS']) ?? []).includes('*')
  );
}

/** Whether a statement of the trust policy allows a service to assume the role, conditions aside. */
export function allowsService(policy: string, service: string): boolean {
  const raw = statementsOf(policy);
  if (typeof raw === 'string') return false;
  return raw.some((value) => {
    const s = isObject(value) ? value : {};
    const principal = s['Principal'];
    const services = isObject(principal) ? (textsOf(principal['Service']) ?? []) : [];
    const actions = textsOf(s['Action']) ?? [];
    return s['Effect'] === 'Allow' && services.includes(service) && actions.some(isAssumeRole);
  });
}

/** The pattern by which a trust policy should name a cluster's profiles. */
export const sourceArnPattern = ({partition, region, account, cluster}: ProfileArn): string =>
  `arn:${partition}:eks:${region}:${account}:fargateprofile/${cluster}/*`;

/**
 * In what a condition's values for `aws:SourceArn` miss the profile, as a clause: "it names cluster dev". Of several
 * values the nearest speaks.
 */
export function sourceArnMiss(miss: ConditionResult, profileArn: string): string {
  const actual = parseProfileArn(profileArn);
  if (!actual) return 'it does not match the profile';
  if (/^String(Not)?Equals/i.test(miss.operator) && miss.wanted.some((w) => arnLike(w, profileArn))) {
    return `${miss.operator} takes * literally, where ArnLike would read it as a wildcard`;
  }
  const [nearest] = miss.wanted.map((w) => differences(w, actual)).sort((a, b) => a.length - b.length);
  return nearest && nearest.length > 0
    ? `it names ${nearest.join(' and ')}`
    : 'it does not match the whole ARN of the profile';
}

function differences(pattern: string, actual: ProfileArn): readonly string[] {
  const [prefix, partition = '', service = '', region = '', account = '', ...rest] = pattern.split(':', 40);
  if (prefix !== 'arn') return ['no ARN', '', ''];
  const [kind = '', cluster = '', profile = ''] = rest.join(':').split('/', 4);
  const pairs = [
    ['partition', partition, actual.partition],
    ['service', service, actual.service],
    ['Region', region, actual.region],
    ['account', account, actual.account],
    ['resource type', kind, 'fargateprofile'],
    ['cluster', cluster, actual.cluster],
    ['profile', profile, actual.profile],
  ] as const;
  return pairs
    .filter(([what, wanted, given]) => !globMatches(wanted, given) && !(what === 'profile' && wanted === ''))
    .map(([what, wanted]) => `${what} ${wanted || '(none)'}`);
}

/** The statement that lets Fargate assume a role for one cluster's profiles, as the AWS user guide gives it. */
function fargateStatement(profile: ProfileArn): unknown {
  return {
    Effect: 'Allow',
    Principal: {Service: FARGATE_PODS},
    Action: ACTION,
    Condition: {ArnLike: {'aws:SourceArn': sourceArnPattern(profile)}},
  };
}

/**
 * A trust policy document that lets Fargate in for the profile's cluster. Statements of `policy`, if given, are kept.
 * Undefined where they can't be read or the ARN is no profile's: replacing what we don't understand would lock others out.
 */
export function trustDocument(profileArn: string, policy?: string): string | undefined {
  const profile = parseProfileArn(profileArn);
  if (!profile) return undefined;
  if (policy === undefined) return JSON.stringify({Version: '2012-10-17', Statement: [fargateStatement(profile)]});
  const kept = statementsOf(policy);
  if (typeof kept === 'string') return undefined;
  return JSON.stringify({...(JSON.parse(policy) as object), Statement: [...kept, fargateStatement(profile)]});
}
