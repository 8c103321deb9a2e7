import type {PolicyDocument} from '../model/aws.ts';
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

// Identity policies, evaluated as IAM does: a Deny wins, what nothing allows is denied, and a permissions boundary has to
// allow it too. What hangs on values that we don't have is `unclear`, never yes or no.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

/** What is asked of IAM. */
export interface PolicyRequest {
  /** `ecr:BatchGetImage`. */
  readonly action: string;
  /** The ARN that it is asked for, `*` for an action that has no resource; absent: we don't know which. */
  readonly resource?: string;
  readonly context: RequestContext;
}

/** One statement of one policy. */
export interface StatementPlace {
  readonly policy: PolicyDocument;
  /** From 0. */
  readonly statement: number;
  /** Its `Resource` or `NotResource`, as written. */
  readonly resources: readonly string[];
  /** Its conditions as they were held; empty where it has none. */
  readonly conditions: readonly ConditionResult[];
}

/** What the policies say to a request. */
export type PolicyVerdict =
  | {readonly is: 'allowed'}
  /** A Deny applies. */
  | {readonly is: 'denied'; readonly by: StatementPlace}
  /** Nothing allows it. `near`: a statement that allows the action, for other resources or under a condition that fails. */
  | {readonly is: 'not-allowed'; readonly near?: StatementPlace}
  /** It hangs on something that can't be judged from here, or on a policy that can't be parsed. */
  | {readonly is: 'unclear'; readonly because: string; readonly by?: StatementPlace};

interface Held extends StatementPlace {
  readonly effect: string;
  readonly truth: Truth;
}

/** Evaluates a request against policies that all belong to one identity, or that are its one boundary. */
export function evaluatePolicies(policies: readonly PolicyDocument[], request: PolicyRequest): PolicyVerdict {
  const read = policies.map((policy) => ({policy, statements: statementsOf(policy.document)}));
  // A statement that is not about the action says nothing to it, whatever its resources and conditions.
  const held = read.flatMap(({policy, statements}) =>
    (statements ?? []).flatMap((raw, i) => hold(policy, i, raw, request) ?? []),
  );
  const denies = held.filter((s) => s.effect === 'Deny');
  const allows = held.filter((s) => s.effect === 'Allow');
  const deny = denies.find((s) => s.truth === 'yes');
  if (deny) return {is: 'denied', by: deny};
  const garbled = read.find(({statements}) => statements === undefined);
  if (garbled) return {is: 'unclear', because: `policy ${garbled.policy.name} can't be parsed`};
  const mayDeny = denies.find((s) => s.truth === 'unclear');
  if (allows.some((s) => s.truth === 'yes')) {
    return mayDeny ? {is: 'unclear', because: whyUnclear(mayDeny), by: mayDeny} : {is: 'allowed'};
  }
  const mayAllow = allows.find((s) => s.truth === 'unclear');
  if (mayAllow) return {is: 'unclear', because: whyUnclear(mayAllow), by: mayAllow};
  const [near] = allows;
  return near ? {is: 'not-allowed', near} : {is: 'not-allowed'};
}

/** A statement held against the request; undefined where it is not about the action. */
function hold(policy: PolicyDocument, statement: number, raw: unknown, request: PolicyRequest): Held | undefined {
  const s = isObject(raw) ? raw : {};
  if (!includesAction(s, request.action)) return undefined;
  const conditions = holdConditions(s['Condition'], request.context);
  return {
    policy,
    statement,
    effect: String(s['Effect']),
    resources: textsOf(s['NotResource'] ?? s['Resource'] ?? []) ?? [],
    conditions,
    truth: allOf([includesResource(s, request.resource), ...conditions.map((c) => c.truth)]),
  };
}

/** Action names have no case. */
function includesAction(s: Readonly<Record<string, unknown>>, action: string): boolean {
  const fits = (pattern: string): boolean => globMatches(pattern.toLowerCase(), action.toLowerCase());
  if (s['NotAction'] !== undefined) return !(textsOf(s['NotAction']) ?? ['*']).some(fits);
  return (textsOf(s['Action'] ?? []) ?? []).some(fits);
}

function includesResource(s: Readonly<Record<string, unknown>>, resource: string | undefined): Truth {
  const negated = s['NotResource'] !== undefined;
  const patterns = textsOf(negated ? s['NotResource'] : (s['Resource'] ?? []));
  if (!patterns) return 'unclear';
  const truths = patterns.map((pattern): Truth => {
    if (pattern === '*') return 'yes';
    // A policy variable stands for something that we don't have; an unknown resource may be any.
    if (resource === undefined || pattern.includes('${')) return 'unclear';
    return globMatches(pattern, resource) ? 'yes' : 'no';
  });
  const any: Truth = truths.includes('yes') ? 'yes' : truths.includes('unclear') ? 'unclear' : 'no';
  if (!negated || any === 'unclear') return any;
  return any === 'yes' ? 'no' : 'yes';
}

function whyUnclear(held: Held): string {
  const doubtful = held.conditions.filter((c) => c.truth === 'unclear').map((c) => c.key || 'a condition');
  return doubtful.length > 0
    ? `policy ${held.policy.name} hangs on ${doubtful.join(' and ')}`
    : `policy ${held.policy.name} names resources that can't be held against this one`;
}

/** The statements of a policy; undefined where it is none. */
function statementsOf(policy: string): readonly unknown[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    return undefined;
  }
  if (!isObject(document)) return undefined;
  const {Statement} = document;
  if (Array.isArray(Statement)) return Statement as readonly unknown[];
  return isObject(Statement) ? [Statement] : undefined;
}

/** Condition keys that a request by a role's own session never has. */
const ABSENT = ['aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:calledvia', 'aws:username'];

/**
 * The request of a session of a role, as far as it is known. Where it comes from (address, VPC, endpoint), its tags and its
 * organization are not.
 */
export function sessionContext(role: {
  readonly arn: string;
  readonly account: string;
  readonly region?: string;
  readonly resourceAccount?: string;
}): RequestContext {
  const known = new Map<string, readonly string[]>([
    ['aws:principalarn', [role.arn]],
    ['aws:principalaccount', [role.account]],
    ['aws:principaltype', ['AssumedRole']],
    ['aws:principalisawsservice', ['false']],
    ['aws:viaawsservice', ['false']],
    ['aws:securetransport', ['true']],
    ...(role.region === undefined ? [] : [['aws:requestedregion', [role.region]] as const]),
    ...(role.resourceAccount === undefined ? [] : [['aws:resourceaccount', [role.resourceAccount]] as const]),
  ]);
  return (key) => known.get(key) ?? (ABSENT.includes(key) ? 'absent' : 'unclear');
}
