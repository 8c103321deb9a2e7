import {Command, Errors} from '@oclif/core';
import {failedDiagnosis} from '../engine/diagnose.ts';
import {DoctorError} from '../facts/errors.ts';
import {escapeTerminal} from '../report/escape.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {Output} from './flags.ts';
import type {Session} from './session.ts';
import {now} from '../facts/clock.ts';

/** What all commands share: one way to fail, one way to print. */
export abstract class DoctorCommand extends Command {
  protected readonly startedAtMs = performance.now();
  /** The run, once it is open: an error document counts its calls. */
  protected session?: Session;

  protected override async init(): Promise<void> {
    await super.init();
    // A reader of our messages that went away (`-v 2>&1 | head`) ends nothing.
    process.stderr.on('error', () => undefined);
  }

  /** One clear line on stderr, the mending command under it, and with `-o json` still one document. */
  protected override async catch(error: unknown): Promise<void> {
    const {message, hint, code} = failureOf(error);
    const output: Output | undefined = wantsDocument(this.argv);
    if (output) {
      const run = {
        version: this.config.version,
        startedAt: now(process.env),
        durationMs: this.elapsedMs(),
        calls: this.session?.calls.length ?? 0,
      };
      const {renderDiagnosis} = await import('./render.ts');
      const plain = {color: false, unicode: true, width: 80};
      await this.print(await renderDiagnosis(failedDiagnosis(run, code, message, hint), output, plain, {}));
    }
    process.stderr.write(
      `fargate-doctor: ${escapeTerminal(message)}\n${hint === undefined ? '' : `  ${hint.split('\n').map(escapeTerminal).join('\n  ')}\n`}`,
    );
    await this.leave(code);
  }

  protected elapsedMs(): number {
    return Math.round(performance.now() - this.startedAtMs);
  }

  /** Writes a report to stdout and waits until it is out; a reader that went away (`| head`) is no error. */
  protected async print(text: string): Promise<void> {
    await new Promise<void>((resolve) => {
      process.stdout.once('error', () => resolve());
      process.stdout.write(text, () => resolve());
    });
  }

  /** Ends the process once all is written: idle connections would keep it alive otherwise. */
  protected async leave(code: Diagnosis['exit']['code']): Promise<never> {
    await new Promise<void>((resolve) => process.stderr.write('', () => resolve()));
    process.exit(code);
  }
}

function failureOf(error: unknown): {message: string; hint?: string; code: 1 | 2} {
  if (error instanceof DoctorError) {
    return {message: error.message, code: error.exit, ...(error.hint === undefined ? {} : {hint: error.hint})};
  }
  if (error instanceof Errors.CLIError) {
    // oclif's own errors are about usage; its texts have a headline and a hint to --help.
    const [first = 'wrong usage', ...rest] = error.message.split('\n').filter((line) => line.trim() !== '');
    // What it adds on flags with several values is beside the point.
    const told = rest.filter((line) => !/^(?:See more help|Note: --|Alternatively, you can use "--")/.test(line));
    const message = first.replace(/:$/, '');
    const hint = told.join('\n');
    return {message, hint: `${hint ? `${hint}\n` : ''}See --help.`, code: 2};
  }
  return {
    message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'This is a bug in fargate-doctor; please report it with the command that you ran.',
    code: 1,
  };
}

/** The machine format that the command line asks for, read without the parser: it may have been the parser that failed. */
export function wantsDocument(argv: readonly string[]): 'json' | 'yaml' | undefined {
  for (const [i, word] of argv.entries()) {
    if (word === '--') break;
    if (word === '--json') return 'json';
    const value =
      /^(?:-o=?|--output=)(json|yaml)$/.exec(word)?.[1] ??
      (word === '-o' || word === '--output' ? argv[i + 1] : undefined);
    if (value === 'json' || value === 'yaml') return value;
  }
  return undefined;
}
