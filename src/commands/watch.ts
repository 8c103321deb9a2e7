import {connect} from '../facts/connect.ts';
import {DoctorError} from '../facts/errors.ts';
import {LIST_PODS, read} from '../facts/probes/kube/requests.ts';
import {everywhere} from '../facts/scan/scope.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {Progress} from '../report/progress.ts';
import {sentence} from '../report/sentence.ts';
import type {SharingOptions} from '../report/sharing.ts';
import {openSession, type ClusterFlagValues, type Session} from './session.ts';

/** Which pods' changes call for another diagnosis. */
export interface Watched {
  /** Undefined: all namespaces. */
  readonly namespace?: string;
  /** One pod. */
  readonly name?: string;
  readonly selector?: string;
}

/** An answer, and what a report of it is to say of what was withheld. */
export interface Answered {
  readonly diagnosis: Diagnosis;
  readonly sharing: SharingOptions;
}

export interface WatchPlan {
  readonly flags: ClusterFlagValues & {readonly 'wait-timeout'?: string | undefined};
  /** What to watch, once the namespace of the kubeconfig context is known. */
  watched(contextNamespace: string): Watched;
  /** One diagnosis, with a deadline of its own. */
  diagnose(session: Session): Promise<Answered>;
  /** Shows an answer that differs from the one before. */
  show(answer: Answered): Promise<void>;
  /** Says that a diagnosis could not be made, where one was made before. */
  complain(sentence: string): void;
  warn(sentence: string): void;
  /** Whether there is nothing left to wait for. */
  isOver(diagnosis: Diagnosis): boolean;
  /** Between two diagnoses: at least so long, for the APIs' sake; and at most, since AWS tells of no change. In ms. */
  readonly pauseMs: {readonly least: number; readonly most: number};
}

/** A watch shows answers, and not the way to them. */
export const QUIET: Progress = {
  say: () => undefined,
  warn: () => undefined,
  tell: () => undefined,
  done: () => undefined,
};

/** As good as for ever: timers hold no more than 24 days. */
const FOR_EVER = '500h';

/**
 * Diagnoses again whenever a watched pod changes, and now and then for what changes in AWS, until there is nothing left to
 * wait for, the time is up, or Ctrl-C. Nothing is kept but the last answer, which is returned.
 */
export async function watch(plan: WatchPlan): Promise<Diagnosis | undefined> {
  const {flags} = plan;
  const outer = openSession({...flags, timeout: flags['wait-timeout'] ?? FOR_EVER}, false, (s) => plan.warn(s));
  const bell = new Bell(outer.signal);
  let last: Answered | undefined;
  let shown: string | undefined;
  try {
    await ringOnChanges(plan, outer, bell);
    while (!outer.signal.aborted) {
      bell.silence();
      const inner = openSession(flags, false, (s) => plan.warn(s));
      try {
        const answer = await plan.diagnose(inner);
        // Ended half-way, it says less than the one before.
        if (outer.signal.aborted && last !== undefined) break;
        last = answer;
      } catch (error) {
        // A pod that is gone may come back under its name, and an API server that restarts does.
        if (!(error instanceof DoctorError) || error.exit === 2 || last === undefined) throw error;
        if (shown !== error.message) plan.complain(error.message);
        shown = error.message;
        await bell.wait(plan.pauseMs);
        continue;
      } finally {
        inner.end();
      }
      const said = essence(last.diagnosis);
      if (said !== shown) await plan.show(last);
      shown = said;
      if (plan.isOver(last.diagnosis)) break;
      await bell.wait(plan.pauseMs);
    }
  } finally {
    outer.end();
  }
  return last?.diagnosis;
}

/** Follows the pods in the background; where that can't be, the diagnosis is repeated all the same. */
async function ringOnChanges(plan: WatchPlan, {options, signal}: Session, bell: Bell): Promise<void> {
  const {kube, namespace: own} = await connect(options);
  if (kube.is !== 'known' || !kube.value.watch) return;
  const {namespace, name, selector} = plan.watched(own);
  const request = read(namespace === undefined ? everywhere(LIST_PODS) : LIST_PODS, {
    ...(namespace === undefined ? {} : {namespace}),
    ...(name === undefined ? {} : {fieldSelector: `metadata.name=${name}`}),
    ...(selector === undefined ? {} : {labelSelector: selector}),
  });
  void kube.value
    .watch({...request, permission: request.permission.replace(/^list /, 'watch ')}, () => bell.ring())
    .then((gap) => {
      if (gap === undefined || signal.aborted) return;
      const why = gap.is === 'denied' ? `needs ${gap.permission}` : gap.reason;
      plan.warn(`pods can't be watched (${why}): looking again every ${plan.pauseMs.most / 1000} s`);
    });
}

/** What an answer says, without ages and counts of calls. */
function essence({verdict, subjects, causes, notes, notChecked, cluster}: Diagnosis): string {
  return JSON.stringify([
    verdict,
    cluster,
    subjects.map((s) => [s.kind, s.namespace, s.name, s.phase, s.stage, s.standing, s.verdict]),
    [...causes, ...notes].map((c) => [c.id, c.certainty, c.subjects]),
    notChecked.map((n) => [n.check, n.needs ?? n.detail]),
  ]);
}

/** `13:04:05  default/nginx is running and ready.` for a reader who is no terminal. */
export function changeLine(diagnosis: Diagnosis): string {
  return `${diagnosis.run.startedAt.slice(11, 19)}  ${sentence(diagnosis).replaceAll('\n', ' ')}`;
}

/** Wakes whoever waits. What rings while nobody waits is heard at the next wait. */
class Bell {
  readonly #signal: AbortSignal;
  #rung = false;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  ring(): void {
    this.#rung = true;
    this.#wake();
  }

  silence(): void {
    this.#rung = false;
  }

  /** At least and at most so long; in between, until it rings. Ends at once when the watch ends. */
  async wait({least, most}: WatchPlan['pauseMs']): Promise<void> {
    await this.#pause(least);
    if (!this.#rung) await this.#pause(most - least, true);
  }

  async #pause(ms: number, listening = false): Promise<void> {
    if (this.#signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#signal.removeEventListener('abort', done);
        this.#wake = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#signal.addEventListener('abort', done, {once: true});
      if (listening) this.#wake = done;
    });
  }
}
