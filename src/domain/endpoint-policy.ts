import {globMatches} from './selectors.ts';
import {allOf, holdConditions, isObject, textsOf, type RequestContext, type Truth} from './trust-conditions.ts';

/** A call that goes through a VPC endpoint. */
export interface EndpointRequest {
  /** `ecr:BatchGetImage`. */
  readonly action: string;
  /** ARN of what is acted on; undefined where it is not known, which then is no reason to refuse. */
  readonly resource: string | undefined;
  /** ARN of the role that calls; undefined where the caller is not known. */
  readonly principal: string | undefined;
  readonly context: RequestContext;
}

export type PolicyVerdict =
  | {readonly is: 'allowed'}
  /** Not JSON, or no policy. */
  | {readonly is: 'malformed'}
  /** It hangs on a condition or principal that can't be judged from here; `keys` are the conditions' keys. */
  | {readonly is: 'unclear'; readonly keys: readonly string[]}
  /** A statement (by index) denies it. */
  | {readonly is: 'denied'; readonly statement: number}
  /** No statement allows it. */
  | {readonly is: 'not-allowed'};

/**
 * Evaluates the policy of a VPC endpoint for one call: a Deny wins, and what no statement allows is refused. Linear in the
 * policy's length.
 */
export function evaluatePolicy(policy: string, request: EndpointRequest): PolicyVerdict {
  const statements = statementsOf(policy);
  if (!statements) return {is: 'malformed'};
  const held = statements.map((statement, index) => hold(statement, index, request));
  const denies = held.filter((one) => one.effect === 'Deny');
  const allows = held.filter((one) => one.effect === 'Allow');
  const denied = denies.find((one) => one.truth === 'yes');
  if (denied) return {is: 'denied', statement: denied.index};
  const doubts = [...denies, ...allows].filter((one) => one.truth === 'unclear');
  if (allows.some((one) => one.truth === 'yes')) {
    return denies.some((one) => one.truth === 'unclear') ? {is: 'unclear', keys: keysOf(doubts)} : {is: 'allowed'};
  }
  return doubts.some((one) => one.effect === 'Allow') ? {is: 'unclear', keys: keysOf(doubts)} : {is: 'not-allowed'};
}

interface Held {
  readonly index: number;
  readonly effect: string;
  readonly truth: Truth;
  readonly keys: readonly string[];
}

const keysOf = (held: readonly Held[]): readonly string[] => [...new Set(held.flatMap((one) => one.keys))].sort();

function hold(statement: unknown, index: number, request: EndpointRequest): Held {
  const s = isObject(statement) ? statement : {};
  const conditions = holdConditions(s['Condition'], request.context);
  const truth = allOf([
    actionTruth(s, request.action),
    resourceTruth(s, request.resource),
    principalTruth(s, request.principal),
    ...conditions.map((condition) => condition.truth),
  ]);
  const keys = conditions.filter((c) => c.truth === 'unclear').map((c) => c.key);
  return {index, effect: String(s['Effect']), truth, keys};
}

type Statement = Readonly<Record<string, unknown>>;

/** Action names have no case. */
function actionTruth(s: Statement, action: string): Truth {
  const negated = s['NotAction'] !== undefined;
  const patterns = textsOf(negated ? s['NotAction'] : s['Action']);
  if (!patterns) return 'unclear';
  const fits = patterns.some((pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase()));
  return fits !== negated ? 'yes' : 'no';
}

function resourceTruth(s: Statement, resource: string | undefined): Truth {
  const negated = s['NotResource'] !== undefined;
  const patterns = textsOf(negated ? s['NotResource'] : (s['Resource'] ?? '*'));
  if (!patterns) return 'unclear';
  if (patterns.includes('*')) return negated ? 'no' : 'yes';
  if (resource === undefined || patterns.some((pattern) => pattern.includes('${'))) return 'unclear';
  return patterns.some((pattern) => globMatches(pattern, resource)) !== negated ? 'yes' : 'no';
}

/** Whoever is named as an ARN may be matched by a session of it too, so that only other accounts and roles are a plain no. */
function principalTruth(s: Statement, principal: string | undefined): Truth {
  if (s['NotPrincipal'] !== undefined) return 'unclear';
  const named = s['Principal'];
  if (named === undefined || named === '*') return 'yes';
  const texts = isObject(named) ? textsOf(named['AWS'] ?? []) : undefined;
  if (!texts) return 'unclear';
  if (texts.includes('*')) return 'yes';
  if (principal === undefined) return 'unclear';
  const account = principal.split(':', 6)[4] ?? '';
  const whole = [account, principal.replace(/:role\/.*$/s, ':root')];
  if (texts.some((text) => text === principal || whole.includes(text))) return 'yes';
  const name = principal.slice(principal.lastIndexOf('/') + 1);
  // A session, or a role by its id: perhaps this one's.
  const maybe = texts.some((text) => text.includes(`:assumed-role/${name}/`) || !text.startsWith('arn:'));
  return maybe ? 'unclear' : 'no';
}

/** An endpoint's policy may not be longer (Amazon VPC user guide). */
const LONGEST_POLICY = 20_480;

/**
 * The policy with one statement more, as JSON. Undefined where that would not help or can't be said: a statement denies, it
 * is no policy that we can read, or it would grow too long.
 */
export function withStatement(policy: string, statement: Statement): string | undefined {
  const statements = statementsOf(policy);
  if (!statements?.every((one) => isObject(one) && one['Effect'] === 'Allow')) return undefined;
  const document = JSON.parse(policy) as Statement;
  const text = JSON.stringify({...document, Statement: [...statements, statement]});
  return text.length > LONGEST_POLICY ? undefined : text;
}

/** Each statement of a policy as JSON; none where it is no policy. */
export const statementTexts = (policy: string): readonly string[] =>
  (statementsOf(policy) ?? []).map((statement) => JSON.stringify(statement));

function statementsOf(policy: string): readonly unknown[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return undefined;
  }
  const statements = isObject(document) ? document['Statement'] : undefined;
  if (Array.isArray(statements)) return statements as readonly unknown[];
  return isObject(statements) ? [statements] : undefined;
}
