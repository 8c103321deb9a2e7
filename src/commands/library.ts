import {CHECKS} from '../checks/index.ts';
import type {CallRecord} from '../facts/clients/types.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {Question, Surroundings} from '../model/library.ts';
import {answer, type Asked} from './answer.ts';
import {parseIgnores, selectChecks} from './checks-glob.ts';

/** A question in the words of the command line, made ready: checks chosen, causes known. */
export function askedOf(question: Question): Asked {
  const {name, namespace, from, checks, ignore = [], failOn = 'error', redact = 'none'} = question;
  return {
    ...(name === undefined ? {} : {name}),
    ...(namespace === undefined ? {} : {namespace}),
    ...(from === undefined ? {} : {from}),
    checks: selectChecks(CHECKS, checks),
    ignore: parseIgnores(ignore, CHECKS),
    failOn,
    redaction: redact,
  };
}

/**
 * Diagnoses for a program: prints nothing, listens to no signal of the process, and ends nothing but its own requests.
 *
 * @param version Of this program.
 */
export async function diagnose(question: Question, surroundings: Surroundings, version: string): Promise<Diagnosis> {
  const asked = askedOf(question);
  const {timeoutMs = 30_000, signal, env = process.env, onSaid, ...options} = surroundings;
  const since = performance.now();
  const controller = new AbortController();
  const ends = [AbortSignal.timeout(timeoutMs), controller.signal, ...(signal ? [signal] : [])];
  const calls: CallRecord[] = [];
  const say = (sentence: string): void => onSaid?.(sentence);
  const run = {
    options: {
      ...options,
      env,
      signal: AbortSignal.any(ends),
      onWarning: say,
      onCall: (call: CallRecord) => void calls.push(call),
    },
    signal: AbortSignal.any(ends),
    interrupted: () => signal?.aborted === true,
  };
  try {
    const {conclusion, startedAt} = await answer(asked, run, {
      say: () => undefined,
      warn: say,
      tell: say,
      done: () => undefined,
    });
    const durationMs = Math.round(performance.now() - since);
    return {run: {version, startedAt, durationMs, calls: calls.length}, ...conclusion};
  } finally {
    controller.abort(new Error('the run is over'));
  }
}
