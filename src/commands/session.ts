import {DoctorError} from '../facts/errors.ts';
import type {CallRecord} from '../facts/clients/types.ts';
import {escapeTerminal} from '../report/escape.ts';
import {parseDuration} from './flags.ts';
import type {Run} from './run.ts';

/** The values of the flags that say which cluster, and for how long. */
export interface ClusterFlagValues {
  readonly namespace?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly as?: string | undefined;
  readonly cluster?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly 'allow-mismatch': boolean;
  readonly timeout: string;
  readonly 'request-timeout'?: string | undefined;
}

/** One run: its deadline, its way to be interrupted, its calls. */
export interface Session extends Run {
  readonly calls: CallRecord[];
  end(): void;
}

/**
 * Opens a run: one abort signal for Ctrl-C, SIGTERM and `--timeout`; a second Ctrl-C ends at once. `spentMs` is what the
 * start of the process has taken, which counts: the deadline is that of the whole run.
 */
export function openSession(
  flags: ClusterFlagValues,
  verbose: boolean,
  warn: (sentence: string) => void,
  spentMs = 0,
): Session {
  const timeout = parseDuration(flags.timeout, 'timeout');
  if (timeout <= 0) throw new DoctorError('--timeout must be longer than nothing', undefined, 2);
  const controller = new AbortController();
  let interrupted = false;
  const deadline = setTimeout(
    () => controller.abort(new DOMException(`the deadline of ${flags.timeout} passed`, 'TimeoutError')),
    Math.max(1, timeout - spentMs),
  );
  const onSignal = (): void => {
    if (interrupted) process.exit(130);
    interrupted = true;
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const calls: CallRecord[] = [];
  const given = {
    ...(flags.kubeconfig === undefined ? {} : {kubeconfig: flags.kubeconfig}),
    ...(flags.context === undefined ? {} : {context: flags.context}),
    ...(flags.cluster === undefined ? {} : {cluster: flags.cluster}),
    ...(flags.region === undefined ? {} : {region: flags.region}),
    ...(flags.profile === undefined ? {} : {profile: flags.profile}),
    ...(flags.as === undefined ? {} : {as: flags.as}),
    ...(flags['request-timeout'] === undefined
      ? {}
      : {requestTimeoutMs: parseDuration(flags['request-timeout'], 'request-timeout')}),
  };
  return {
    options: {
      ...given,
      allowMismatch: flags['allow-mismatch'],
      env: process.env,
      signal: controller.signal,
      onWarning: warn,
      onCall: (call) => {
        calls.push(call);
        if (verbose) process.stderr.write(`${describeCall(call)}\n`);
      },
    },
    calls,
    signal: controller.signal,
    interrupted: () => interrupted,
    end: () => {
      clearTimeout(deadline);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
      controller.abort(new Error('the run is over'));
    },
  };
}

function describeCall(call: CallRecord): string {
  const attempt = call.attempt > 1 ? ` (attempt ${call.attempt})` : '';
  return `${String(Math.round(call.durationMs)).padStart(6)} ms  ${escapeTerminal(call.what)}  ${escapeTerminal(call.result)}${attempt}`;
}
