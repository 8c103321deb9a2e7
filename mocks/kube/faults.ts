import type {Twist} from '../twists.ts';
import type {Attributes} from './request.ts';

/**
 * A thing that goes wrong, and for which requests. `match` is written as a permission in the report is: `list pods -n default`,
 * `get configmaps/aws-auth -n kube-system`, `list events`, `watch pods`, `get /version`; `*` may stand for the verb, the resource or in
 * a name; `*` or `kube:*` alone is every request. Without `-n` every namespace is meant, with `-A` only lists of the whole cluster.
 * Words for other services (`eks:DescribeCluster`) match nothing here, so one list of faults can be given to every fake.
 */
export interface KubeFault {
  readonly match: string;
  /** 403 in RBAC's words; access reviews say no, too. */
  readonly deny?: boolean;
  /** Answer with this status: 500, 503, 504. */
  readonly status?: number;
  /** 429 with `Retry-After: 1` for the first n requests; `Infinity` for ever. */
  readonly throttle?: number;
  /** Wait so many ms first, then go on. */
  readonly delay?: number;
  /** Reset the connection. */
  readonly reset?: boolean;
  /** Send half of the body, then cut the connection. */
  readonly truncate?: boolean;
  /** Never answer. */
  readonly hang?: boolean;
  /** 401, as for a token that has expired. */
  readonly expired401?: boolean;
  /** Answer the n-th page of a list (from 1), or a watch, with 410; once. */
  readonly gone?: number;
  /** 200 with an HTML page, as a captive proxy sends. */
  readonly html?: boolean;
  /** Lists have no items. */
  readonly empty?: boolean;
  /** Each page sends on to page one again, for ever. */
  readonly endless?: boolean;
  /** Each page but the first brings the first page's objects again, before its own. */
  readonly repeat?: boolean;
  /** Turns the answer that would have been given. */
  readonly twist?: Twist;
  /** Only the first n matching requests. */
  readonly times?: number;
  /** Only every n-th matching request. */
  readonly every?: number;
}

/** What happens to one request. */
export interface Trouble {
  readonly deny: boolean;
  readonly status: number;
  readonly throttled: boolean;
  readonly delayMs: number;
  readonly reset: boolean;
  readonly truncate: boolean;
  readonly hang: boolean;
  readonly expired401: boolean;
  readonly gone: boolean;
  readonly html: boolean;
  readonly empty: boolean;
  readonly endless: boolean;
  readonly repeat: boolean;
  readonly twist?: Twist;
}

type Pattern = (asked: Attributes) => boolean;

/** Whether a text fits a pattern in which `*` is any run of characters. */
function fits(pattern: string, value: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  if (parts.length === 1) return pattern === value;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return value.length - at >= last.length && value.endsWith(last);
}

function targetPattern(target: string): Pattern {
  if (target.startsWith('/')) return (asked) => asked.resource === '' && fits(target, asked.path);
  const slash = target.indexOf('/');
  const name = slash < 0 ? undefined : target.slice(slash + 1);
  const resource = slash < 0 ? target : target.slice(0, slash);
  return (asked) => {
    if (asked.resource === '') return false;
    const qualified = `${asked.resource}.${asked.group}`;
    if (!fits(resource, asked.resource) && !fits(resource, qualified)) return false;
    return name === undefined || (asked.name !== '' && fits(name, asked.name));
  };
}

/** Reads a fault's `match`. */
export function parseMatch(match: string): Pattern {
  const words = match
    .trim()
    .replace(/^kube:\s*/, '')
    .split(/\s+/);
  const [verb = '', target] = words;
  if (/^[a-z0-9-]+:/.test(verb)) return () => false;
  const flag = words.indexOf('-n');
  const namespace = flag < 0 ? undefined : words[flag + 1];
  const wholeCluster = words.includes('-A');
  const matchesTarget = target === undefined || target.startsWith('-') ? targetPattern(verb) : targetPattern(target);
  const verbs = target === undefined || target.startsWith('-') ? ['*'] : verb.split(',');
  if (verb === '*' && (target === undefined || target === '*') && namespace === undefined && !wholeCluster) {
    return () => true;
  }
  return (asked) =>
    (verbs.includes('*') || verbs.includes(asked.verb)) &&
    matchesTarget(asked) &&
    (namespace === undefined || asked.namespace === namespace) &&
    (!wholeCluster || asked.namespace === '');
}

interface Armed {
  readonly fault: KubeFault;
  readonly matches: Pattern;
  seen: number;
  spent: boolean;
}

/** The faults of a server, with their counters. */
export class FaultBook {
  #armed: readonly Armed[] = [];

  constructor(faults: readonly KubeFault[]) {
    this.set(faults);
  }

  /** Puts other faults in place of the present ones; counters start anew. */
  set(faults: readonly KubeFault[]): void {
    this.#armed = faults.map((fault) => ({fault, matches: parseMatch(fault.match), seen: 0, spent: false}));
  }

  /** Whether a fault denies this, for access reviews; counts nothing. */
  denies(asked: Attributes): boolean {
    return this.#armed.some(({fault, matches}) => fault.deny === true && matches(asked));
  }

  /** What happens to this request. `page` is the page of a list that it asks for. */
  meet(asked: Attributes, page: number): Trouble {
    const active = this.#armed.filter((armed) => {
      if (!armed.matches(asked)) return false;
      armed.seen++;
      const {times = Infinity, every = 1} = armed.fault;
      return armed.seen <= times && armed.seen % every === 0;
    });
    const any = (
      field: 'deny' | 'reset' | 'truncate' | 'hang' | 'expired401' | 'html' | 'empty' | 'endless' | 'repeat',
    ): boolean => active.some(({fault}) => fault[field] === true);
    const twist = active.find(({fault}) => fault.twist !== undefined)?.fault.twist;
    return {
      ...(twist === undefined ? {} : {twist}),
      deny: any('deny'),
      status: active.find(({fault}) => fault.status !== undefined)?.fault.status ?? 0,
      throttled: active.some(({fault, seen}) => fault.throttle !== undefined && seen <= fault.throttle),
      delayMs: active.reduce((sum, {fault}) => sum + (fault.delay ?? 0), 0),
      reset: any('reset'),
      truncate: any('truncate'),
      hang: any('hang'),
      expired401: any('expired401'),
      gone: active.some((armed) => goneNow(armed, asked, page)),
      html: any('html'),
      empty: any('empty'),
      endless: any('endless'),
      repeat: any('repeat'),
    };
  }
}

function goneNow(armed: Armed, asked: Attributes, page: number): boolean {
  if (armed.fault.gone === undefined || armed.spent) return false;
  if (asked.verb !== 'watch' && (asked.verb !== 'list' || page !== armed.fault.gone)) return false;
  armed.spent = true;
  return true;
}
