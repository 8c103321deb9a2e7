import type {IncomingHttpHeaders} from 'node:http';
import type {AwsWorld} from '../world-aws.ts';
import type {FaultOutcome} from '../faults.ts';

export type AwsServiceName = 'eks' | 'ec2' | 'iam' | 'sts' | 'servicequotas';

/** One request, as far as the services need it. */
export interface WireRequest {
  readonly method: string;
  /** Path as sent, still encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a service reads out of a request before it looks at the world. */
export interface WireCall {
  /** `DescribeCluster`; empty where the request names no operation of the service. */
  readonly action: string;
  /** Parameters by their API names: path, query or body, flat. */
  readonly params: Readonly<Record<string, string>>;
  /** Not a read, whether or not the service knows it: refused. */
  readonly write: boolean;
}

/** What a service answers from. */
export interface CallContext {
  /** The world as seen from the Region that the request is signed for. */
  readonly world: AwsWorld;
  /** RFC 3339. */
  readonly now: string;
  readonly callerArn: string;
  readonly callerId: string;
  /** UUID, as the services put into their answers. */
  readonly requestId: string;
  /** At most so many items on a page, whatever the request asks for. */
  readonly pageSize?: number;
  /** Notes that an access key now speaks for this role session. */
  remember(accessKeyId: string, arn: string, id: string): void;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refusal in a service's own words; thrown by operations, written by the service's protocol. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
    /** Further members of a JSON error. */
    readonly more: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The faults that a service words itself. */
export type WordedFault = Extract<FaultOutcome['is'], 'deny' | 'expired' | 'throttle' | 'status'>;

/** One AWS service on its wire protocol. */
export interface Service {
  readonly name: AwsServiceName;
  read(request: WireRequest): WireCall;
  /** Throws `AwsError`. */
  answer(call: WireCall, context: CallContext): WireAnswer;
  /** An error as the protocol carries it. */
  refuse(error: AwsError, requestId: string): WireAnswer;
  /** The error for a fault; `status` is 500 or 503 with `status`. */
  fault(fault: WordedFault, status: number, call: WireCall, context: CallContext): AwsError;
}

/** AWS's sentence for a caller whose policies lack the action. */
export function notAuthorized(callerArn: string, action: string, resource?: string): string {
  const on = resource === undefined ? '' : ` on resource: ${resource}`;
  return `User: ${callerArn} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`;
}

export const EXPIRED = 'The security token included in the request is expired';
const READS = /^(?:Describe|List|Get|Simulate|AssumeRole|Search|Decode)/;

/** Whether an operation's name is that of a read, by AWS's naming of operations. */
export function isRead(action: string): boolean {
  return READS.test(action);
}

/** One page of a list, and the opaque token of the next. Throws `badToken` for a token that this server did not give. */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
  badToken: AwsError,
): {readonly items: readonly T[]; readonly next?: string} {
  const from = token === undefined ? 0 : offsetOf(token);
  if (from === undefined) throw badToken;
  const end = from + size;
  return {
    items: items.slice(from, end),
    ...(end < items.length ? {next: Buffer.from(`offset:${end}`).toString('base64url')} : {}),
  };
}

function offsetOf(token: string): number | undefined {
  const digits = /^offset:(\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
