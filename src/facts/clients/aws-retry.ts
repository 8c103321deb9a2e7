import type {EKSClientConfig} from '@aws-sdk/client-eks';
import {wallClockMs} from '../clock.ts';
import {codeOf} from '../network-words.ts';
import {pause, pauseBefore, type Trouble} from './retry.ts';

type AnyStrategy = NonNullable<EKSClientConfig['retryStrategy']>;
type Strategy = Extract<AnyStrategy, {acquireInitialRetryToken: unknown}>;
type ErrorInfo = Parameters<Strategy['refreshRetryTokenForRetry']>[1];

/**
 * The SDK's standard mode shares one bucket of retries among all calls of a client: of sixty parallel calls that meet a
 * 500, half would get one attempt only, and a diagnosis would show gaps that a second try closes. Here each call has its
 * own attempts, and the pauses between them end with the run.
 */
export function awsRetryStrategy(signal: AbortSignal): Strategy {
  const token = (retries: number) => ({getRetryCount: () => retries, getRetryDelay: () => 0});
  return {
    acquireInitialRetryToken: () => Promise.resolve(token(0)),
    async refreshRetryTokenForRetry(used, info) {
      const attempts = used.getRetryCount() + 1;
      const trouble = troubleOf(info);
      const asked = info.retryAfterHint === undefined ? 0 : info.retryAfterHint.getTime() - wallClockMs();
      const wait = trouble === undefined ? undefined : pauseBefore(trouble, attempts, asked);
      // The SDK then throws the error of the last attempt.
      if (wait === undefined) throw new Error('no further attempt');
      await pause(wait, signal);
      return token(attempts);
    },
    recordSuccess: () => undefined,
  };
}

function troubleOf(info: ErrorInfo): Trouble | undefined {
  if (info.errorType === 'THROTTLING') return 'throttled';
  const error: unknown = info.error;
  // A name that does not exist, and a host that can't be connected to, will be the same in a moment.
  const unreachable =
    codeOf(error) === 'ENOTFOUND' ||
    (error instanceof Error && error.message.includes('did not establish a connection'));
  if (unreachable) return undefined;
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  return info.errorType === 'TRANSIENT' || info.errorType === 'SERVER_ERROR' ? 'transient' : undefined;
}
