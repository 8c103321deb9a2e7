import {globMatches} from './glob.ts';
import type {KubeFault} from './kube/faults.ts';
import type {Twist} from './twists.ts';

/**
 * What a fake does wrong, and to which requests. One list may go to both fakes: each heeds what is written for it. Here,
 * for AWS, the first outcome that matches wins and delays add up; the switches that only Kubernetes knows do nothing.
 */
export interface Fault extends KubeFault {
  /**
   * Which requests. AWS: `eks:DescribeCluster`, `ec2:*`, `aws:*`, optionally followed by parameters that must fit, as in
   * `ec2:DescribeVpcAttribute Attribute=enableDnsSupport`. Kubernetes: `get configmaps/aws-auth -n kube-system`,
   * `list events`, `kube:*`. `*` alone is everything on both sides.
   */
  readonly match: string;
  /** Refuses as the service words it for a caller without the permission. */
  readonly deny?: boolean;
  /** AWS: refuses as the service words it for expired credentials. */
  readonly expired?: boolean;
  /** AWS: refuses as the service words it for a key that it does not know. */
  readonly unauthorized?: boolean;
  /** This HTTP status: 500 and 503 in the service's own words, any other as a proxy's HTML page. */
  readonly status?: number;
  /** The first n requests that match are throttled; after that all is well. */
  readonly throttle?: number;
  /** Milliseconds before anything is answered. Goes with every other switch. */
  readonly delay?: number;
  /** Resets the connection without an answer. */
  readonly reset?: boolean;
  /** Sends half of the body and closes the connection. */
  readonly truncate?: boolean;
  /** Never answers. */
  readonly hang?: boolean;
  /** 200 with an HTML page, as a captive proxy sends. */
  readonly html?: boolean;
  /** Turns the answer that would have been given. */
  readonly twist?: Twist;
  /** Only the first n requests that match. */
  readonly times?: number;
  /** Only every n-th request that matches. */
  readonly every?: number;
}

/** The switches and the kind of their values, for reading stories. */
export const FAULT_SWITCHES: Readonly<Record<Exclude<keyof Fault, 'match'>, 'boolean' | 'number' | 'string'>> = {
  deny: 'boolean',
  expired: 'boolean',
  unauthorized: 'boolean',
  expired401: 'boolean',
  status: 'number',
  throttle: 'number',
  delay: 'number',
  reset: 'boolean',
  truncate: 'boolean',
  hang: 'boolean',
  html: 'boolean',
  gone: 'number',
  empty: 'boolean',
  endless: 'boolean',
  times: 'number',
  every: 'number',
  repeat: 'boolean',
  twist: 'string',
};

/** What to do with one request. */
export interface FaultOutcome {
  readonly delayMs: number;
  readonly is:
    | 'fine'
    | 'deny'
    | 'expired'
    | 'unauthorized'
    | 'status'
    | 'throttle'
    | 'reset'
    | 'truncate'
    | 'hang'
    | 'html'
    | 'twist';
  /** With `status`. */
  readonly status?: number;
  /** With `twist`. */
  readonly twist?: Twist;
}

const PLAIN = ['deny', 'expired', 'unauthorized', 'reset', 'truncate', 'hang', 'html'] as const;

/** The faults of the AWS fake, with the count of requests that each has met. */
export class FaultBoard {
  #faults: readonly Fault[];
  readonly #met = new Map<Fault, number>();

  constructor(faults: readonly Fault[] = []) {
    this.#faults = faults;
  }

  set(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#met.clear();
  }

  /** What happens to the request for which `fits` tells whether a `match` means it. */
  take(fits: (match: string) => boolean): FaultOutcome {
    let delayMs = 0;
    let outcome: Omit<FaultOutcome, 'delayMs'> = {is: 'fine'};
    for (const fault of this.#faults) {
      if (!fits(fault.match)) continue;
      const met = (this.#met.get(fault) ?? 0) + 1;
      this.#met.set(fault, met);
      if (met > (fault.times ?? Infinity) || met % (fault.every ?? 1) !== 0) continue;
      delayMs += fault.delay ?? 0;
      if (outcome.is === 'fine') outcome = outcomeOf(fault, met);
    }
    return {...outcome, delayMs};
  }
}

function outcomeOf(fault: Fault, met: number): Omit<FaultOutcome, 'delayMs'> {
  if (fault.throttle !== undefined) return {is: met <= fault.throttle ? 'throttle' : 'fine'};
  if (fault.status !== undefined) return {is: 'status', status: fault.status};
  if (fault.twist !== undefined) return {is: 'twist', twist: fault.twist};
  return {is: PLAIN.find((key) => fault[key] === true) ?? 'fine'};
}

/** Whether an AWS request fits a fault's `match`. */
export function fitsAws(
  match: string,
  service: string,
  action: string,
  params: Readonly<Record<string, string>>,
): boolean {
  const [what = '', ...wanted] = match.split(' ').filter((word) => word !== '');
  if (what !== '*' && what !== 'aws:*' && !globMatches(what, `${service}:${action}`)) return false;
  return wanted.every((pair) => {
    const at = pair.indexOf('=');
    const value = at < 0 ? undefined : params[pair.slice(0, at)];
    return value !== undefined && globMatches(pair.slice(at + 1), value);
  });
}
