import {arnLike} from './arn.ts';
import {globMatches} from './selectors.ts';

/** `unclear`: it hangs on something that we can't know (the time, an address), or on an operator that we don't know. */
export type Truth = 'yes' | 'no' | 'unclear';

/**
 * The values of IAM's condition keys in a request, by lower-cased key. A key that the request does not have is `absent`,
 * one whose value or presence we can't know is `unclear`.
 */
export type RequestContext = (key: string) => readonly string[] | 'absent' | 'unclear';

/** One line of a statement's `Condition`, held against a request. */
export interface ConditionResult {
  /** As the policy writes it: `ArnLike`. */
  readonly operator: string;
  /** As the policy writes it: `aws:SourceArn`. */
  readonly key: string;
  /** The policy's values; any one of them is enough. */
  readonly wanted: readonly string[];
  /** What the request has; undefined where the key is absent or can't be known. */
  readonly actual?: string;
  readonly truth: Truth;
}

type Matcher = (pattern: string, value: string) => boolean | undefined;

const sameText: Matcher = (pattern, value) => pattern === value;
const sameWord: Matcher = (pattern, value) => pattern.toLowerCase() === value.toLowerCase();

/** By lower-cased operator. The negated ones are those of `NEGATED`. */
const MATCHERS = new Map<string, Matcher>([
  ['stringequals', sameText],
  ['stringequalsignorecase', sameWord],
  ['stringlike', globMatches],
  ['arnequals', arnLike],
  ['arnlike', arnLike],
  ['bool', sameWord],
]);
const NEGATED = new Map<string, Matcher>([
  ['stringnotequals', sameText],
  ['stringnotequalsignorecase', sameWord],
  ['stringnotlike', globMatches],
  ['arnnotequals', arnLike],
  ['arnnotlike', arnLike],
]);

const NOT: Readonly<Record<Truth, Truth>> = {yes: 'no', no: 'yes', unclear: 'unclear'};

/** All lines of a statement's `Condition`; every one must hold. A shape that is no condition gives one unclear line. */
export function holdConditions(condition: unknown, context: RequestContext): readonly ConditionResult[] {
  if (condition === undefined) return [];
  if (!isObject(condition)) return [{operator: '', key: '', wanted: [], truth: 'unclear'}];
  return Object.entries(condition).flatMap(([operator, lines]) =>
    isObject(lines)
      ? Object.entries(lines).map(([key, value]) => hold(operator, key, textsOf(value), context))
      : [{operator, key: '', wanted: [], truth: 'unclear' as const}],
  );
}

function hold(
  operator: string,
  key: string,
  wanted: readonly string[] | undefined,
  context: RequestContext,
): ConditionResult {
  const given = context(key.toLowerCase());
  const actual = typeof given === 'object' ? given[0] : undefined;
  return {
    operator,
    key,
    wanted: wanted ?? [],
    ...(actual === undefined ? {} : {actual}),
    truth: wanted ? truthOf(operator.toLowerCase(), wanted, given) : 'unclear',
  };
}

function truthOf(operator: string, wanted: readonly string[], given: ReturnType<RequestContext>): Truth {
  if (operator === 'null') {
    if (given === 'unclear') return 'unclear';
    return wanted.some((w) => w.toLowerCase() === String(given === 'absent')) ? 'yes' : 'no';
  }
  const forAll = operator.startsWith('forallvalues:');
  const forAny = operator.startsWith('foranyvalue:');
  const bare = forAll || forAny ? operator.slice(operator.indexOf(':') + 1) : operator;
  const optional = bare.endsWith('ifexists');
  const base = optional ? bare.slice(0, -'ifexists'.length) : bare;
  const negated = NEGATED.get(base);
  const matcher = MATCHERS.get(base) ?? negated;
  if (!matcher || given === 'unclear') return 'unclear';
  // A key that is not there satisfies the negated operators, and every operator with IfExists or ForAllValues.
  if (given === 'absent') return optional || forAll || (negated && !forAny) ? 'yes' : 'no';
  const matches = given.flatMap((value) =>
    // A policy variable stands for something that we don't have.
    wanted.map((pattern) => (pattern.includes('${') ? undefined : matcher(pattern, value))),
  );
  const any: Truth = matches.includes(true) ? 'yes' : matches.includes(undefined) ? 'unclear' : 'no';
  return negated ? NOT[any] : any;
}

/** All must be `yes`; a `no` decides whatever is unclear. */
export const allOf = (truths: readonly Truth[]): Truth =>
  truths.includes('no') ? 'no' : truths.includes('unclear') ? 'unclear' : 'yes';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A policy's string or list of strings; numbers and booleans as text. Undefined for anything else. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list
    .filter((v) => typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean')
    .map(String);
  return texts.length === list.length ? texts : undefined;
}
