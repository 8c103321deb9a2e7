import {startProgress, type Progress} from '../report/progress.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import {escapeTerminal} from '../report/escape.ts';
import type {SharingOptions} from '../report/sharing.ts';
import {DoctorCommand, type DeliveryFlags} from './doctor-command.ts';
import {openSession, type ClusterFlagValues, type Session} from './session.ts';
import {terminalOf} from './terminal.ts';
import type {WatchPlan} from './watch.ts';

/** Asks for one diagnosis. */
export type Ask = (
  session: Session,
  progress: Progress,
) => Promise<{readonly conclusion: Omit<Diagnosis, 'run'>; readonly startedAt: string} & SharingOptions>;

export type OnceFlags = DeliveryFlags & ClusterFlagValues;
export type StayFlags = DeliveryFlags & WatchPlan['flags'];

/** What differs between the commands that can stay. */
export interface StayPlan extends Pick<WatchPlan, 'watched' | 'isOver' | 'pauseMs'> {
  readonly diagnose: Ask;
}

/** Home, and clear what was drawn before; the lines that scrolled away stay. */
const CLEAR = '\u001b[H\u001b[2J';

/** What the commands share that give a diagnosis: once, or again and again. */
export abstract class DiagnosingCommand extends DoctorCommand {
  /** What the last line of a watch said, without its time. */
  #told: string | undefined;

  /** Asks once, gives the report out, and ends with its code. */
  protected async once(flags: OnceFlags, ask: Ask): Promise<never> {
    const {verbose = false, quiet = false} = flags;
    const progress = await startProgress(process.stderr, verbose || quiet);
    const session = openSession(flags, verbose, (sentence) => progress.warn(sentence), performance.now());
    this.session = session;
    try {
      const {conclusion, startedAt, ...sharing} = await ask(session, progress);
      progress.done();
      const run = {version: this.config.version, startedAt, durationMs: this.elapsedMs(), calls: session.calls.length};
      await this.deliver({run, ...conclusion}, flags, sharing);
      session.end();
      return await this.leave(conclusion.exit.code);
    } finally {
      progress.done();
      session.end();
    }
  }

  /** Stays: diagnoses again whenever something changes, shows what has changed, and ends with the code of the last answer. */
  protected async stay(flags: StayFlags, plan: StayPlan): Promise<never> {
    const {watch, QUIET} = await import('./watch.ts');
    const stderr = (sentence: string): void => void process.stderr.write(`${escapeTerminal(sentence)}\n`);
    const last = await watch({
      ...plan,
      flags,
      diagnose: async (session) => {
        this.session = session;
        const since = performance.now();
        const {conclusion, startedAt, ...sharing} = await plan.diagnose(session, QUIET);
        const durationMs = Math.round(performance.now() - since);
        const run = {version: this.config.version, startedAt, durationMs, calls: session.calls.length};
        return {diagnosis: {run, ...conclusion}, sharing};
      },
      show: ({diagnosis, sharing}) => this.#redraw(diagnosis, flags, sharing),
      complain: stderr,
      warn: (sentence) => stderr(`warning: ${sentence}`),
    });
    return this.leave(last?.exit.code ?? 4);
  }

  /** Shows one answer of a watch: in place on a terminal, a line for each otherwise; other formats as they are. */
  async #redraw(diagnosis: Diagnosis, flags: DeliveryFlags, sharing: SharingOptions): Promise<void> {
    const text = !flags.json && flags.output === 'text' && flags['output-file'] === undefined;
    if (!text) return this.deliver(diagnosis, flags, sharing);
    if (process.stdout.isTTY) {
      const terminal = terminalOf(flags.color, process.env, process.stdout);
      const detail = {verbose: flags.verbose ?? false, quiet: flags.quiet ?? false, ...sharing};
      const lines = (await this.render(diagnosis, 'text', terminal, detail)).trimEnd().split('\n');
      const time = diagnosis.run.startedAt.slice(11, 19);
      return this.print(`${CLEAR}${onScreen(lines, process.stdout.rows)}\nas of ${time} UTC; Ctrl-C ends it\n`);
    }
    const {changeLine} = await import('./watch.ts');
    const line = changeLine(diagnosis);
    const told = line.slice(line.indexOf(' '));
    // What changed may be beside the point of a line: a read that failed for a while.
    if (told === this.#told) return;
    this.#told = told;
    return this.print(`${escapeTerminal(line)}\n`);
  }
}

/** As many lines as fit above the last ones, so that the first, which names the cause, stays in sight. */
function onScreen(lines: readonly string[], rows: number): string {
  const room = Math.max(5, rows - 4);
  const shown =
    lines.length <= room ? lines : [...lines.slice(0, room - 1), `… and ${lines.length - room + 1} lines more`];
  return `${shown.join('\n')}\n`;
}
