import {globMatches} from './glob.ts';

/** What a fake does wrong, and to which requests. The first outcome that matches wins; delays add up. */
export interface Fault {
  /**
   * Which requests. AWS: `eks:DescribeCluster`, `ec2:*`, `aws:*`, optionally followed by parameters that must fit, as in
   * `ec2:DescribeVpcAttribute Attribute=enableDnsSupport`. Kubernetes: `GET configmaps/aws-auth -n kube-system`,
   * `LIST events`, `kube:*`. `*` is everything on both sides; `*` and `?` may stand anywhere.
   */
  readonly match: string;
  /** Refuses as the service words it for a caller without the permission. */
  readonly deny?: boolean;
  /** Refuses as the service words it for expired credentials. */
  readonly expired?: boolean;
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
}

/** Names of the switches, for reading stories. */
export const FAULT_KEYS = [
  'match',
  'deny',
  'expired',
  'status',
  'throttle',
  'delay',
  'reset',
  'truncate',
  'hang',
] as const satisfies readonly (keyof Fault)[];

/** What to do with one request. */
export interface FaultOutcome {
  readonly delayMs: number;
  readonly is: 'fine' | 'deny' | 'expired' | 'status' | 'throttle' | 'reset' | 'truncate' | 'hang';
  /** With `status`. */
  readonly status?: number;
}

/** The faults of one fake, with the count of requests already throttled. */
export class FaultBoard {
  #faults: readonly Fault[];
  readonly #throttled = new Map<Fault, number>();

  constructor(faults: readonly Fault[] = []) {
    this.#faults = faults;
  }

  set(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#throttled.clear();
  }

  /** What happens to a request that `fits` tells apart; counts it against `throttle`. */
  take(fits: (match: string) => boolean): FaultOutcome {
    let delayMs = 0;
    let outcome: Omit<FaultOutcome, 'delayMs'> = {is: 'fine'};
    for (const fault of this.#faults) {
      if (!fits(fault.match)) continue;
      delayMs += fault.delay ?? 0;
      if (outcome.is === 'fine') outcome = this.#outcomeOf(fault);
    }
    return {...outcome, delayMs};
  }

  #outcomeOf(fault: Fault): Omit<FaultOutcome, 'delayMs'> {
    if (fault.throttle !== undefined) {
      const count = this.#throttled.get(fault) ?? 0;
      if (count >= fault.throttle) return {is: 'fine'};
      this.#throttled.set(fault, count + 1);
      return {is: 'throttle'};
    }
    if (fault.status !== undefined) return {is: 'status', status: fault.status};
    const is = (['deny', 'expired', 'reset', 'truncate', 'hang'] as const).find((key) => fault[key] === true);
    return {is: is ?? 'fine'};
  }
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
