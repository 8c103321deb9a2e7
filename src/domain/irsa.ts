import {globMatches} from './selectors.ts';
import {
  allOf,
  holdConditions,
  isObject,
  textsOf,
  type ConditionResult,
  type RequestContext,
} from './trust-conditions.ts';

const ACTION = 'sts:assumerolewithwebidentity';

/** Whose token it is. */
export interface WebIdentity {
  /** The issuer without its scheme: `oidc.eks.eu-central-1.amazonaws.com/id/3F2A…`. */
  readonly issuer: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Whether a role's trust policy lets a service account in; where not, why, as a clause. */
export type WebIdentityVerdict =
  | {readonly is: 'trusted' | 'unclear'}
  | {readonly is: 'untrusting'; readonly why: string; readonly statement?: number; readonly miss?: ConditionResult};

/**
 * Evaluates a trust policy for the token of a service account, as the AWS SDKs send it to STS.
 * https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function evaluateWebIdentity(policy: string, identity: WebIdentity): WebIdentityVerdict {
  const statements = statementsOf(policy);
  if (!statements) return {is: 'unclear'};
  const context = contextOf(identity);
  const fitting = statements.flatMap((raw, statement) => {
    const s = isObject(raw) ? raw : {};
    const acts = (textsOf(s['Action'] ?? []) ?? []).some((a) => globMatches(a.toLowerCase(), ACTION));
    if (!acts || !names(s['Principal'], identity.issuer)) return [];
    const conditions = holdConditions(s['Condition'], context);
    return [{statement, effect: String(s['Effect']), conditions, truth: allOf(conditions.map((c) => c.truth))}];
  });
  const allows = fitting.filter((s) => s.effect === 'Allow');
  if (fitting.some((s) => s.effect === 'Deny' && s.truth !== 'no')) return {is: 'unclear'};
  if (allows.some((s) => s.truth === 'yes')) return {is: 'trusted'};
  if (allows.some((s) => s.truth === 'unclear')) return {is: 'unclear'};
  const [near] = allows;
  if (!near) return {is: 'untrusting', why: `it does not trust the cluster's OIDC provider ${identity.issuer}`};
  const miss = near.conditions.find((c) => c.truth === 'no');
  const why = miss
    ? `it wants ${miss.key} ${miss.wanted.join(' or ')}, and the token has ${miss.actual ?? 'none'}`
    : 'its conditions do not hold';
  return {is: 'untrusting', why, statement: near.statement, ...(miss ? {miss} : {})};
}

function contextOf({issuer, namespace, serviceAccount}: WebIdentity): RequestContext {
  const known = new Map<string, readonly string[]>([
    [`${issuer}:sub`.toLowerCase(), [`system:serviceaccount:${namespace}:${serviceAccount}`]],
    [`${issuer}:aud`.toLowerCase(), ['sts.amazonaws.com']],
  ]);
  // Keys of another cluster's provider are not in this one's token.
  return (key) => known.get(key) ?? (/:(?:sub|aud)$/.test(key) ? 'absent' : 'unclear');
}

function names(principal: unknown, issuer: string): boolean {
  const federated = isObject(principal) ? (textsOf(principal['Federated']) ?? []) : [];
  return federated.some((arn) => arn.endsWith(`:oidc-provider/${issuer}`));
}

function statementsOf(policy: string): readonly unknown[] | undefined {
  try {
    const document: unknown = JSON.parse(policy);
    const all = isObject(document) ? document['Statement'] : undefined;
    return Array.isArray(all) ? (all as readonly unknown[]) : isObject(all) ? [all] : undefined;
  } catch {
    return undefined;
  }
}
