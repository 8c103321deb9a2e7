import {Command, Errors, Flags, type Interfaces} from '@oclif/core';
import {failedDiagnosis} from '../engine/failed-diagnosis.ts';
import {DoctorError} from '../facts/errors.ts';
import {escapeTerminal} from '../report/escape.ts';
import type {Diagnosis} from '../model/diagnosis.ts';
import type {SharingOptions} from '../report/sharing.ts';
import type {Output} from './flags.ts';
import {wantedRedaction} from './redaction-flags.ts';
import type {RenderDetail} from './render.ts';
import type {Session} from './session.ts';
import {configPath, withSettings, type DeclaredFlag} from './settings.ts';
import {terminalOf, type Terminal} from './terminal.ts';
import {now} from '../facts/clock.ts';
import {timingsOf} from './timings.ts';

/** The flags that say how a report is given out. */
export interface DeliveryFlags {
  readonly output: string;
  readonly json: boolean;
  readonly color: string;
  readonly 'output-file'?: string | undefined;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly 'show-all'?: boolean;
}

/** What all commands share: one way to fail, one way to print. */
export abstract class DoctorCommand extends Command {
  protected readonly startedAtMs = performance.now();
  /** The run, once it is open: an error document counts its calls. */
  protected session?: Session;
  /** The report is out, so that what fails after it adds no second document. */
  #delivered = false;
  #judgedAtMs: number | undefined;

  static override baseFlags = {
    config: Flags.string({
      helpValue: 'FILE',
      description: 'Configuration; default: the nearest .fargate-doctor.yaml upwards.',
      helpGroup: 'GLOBAL',
    }),
  };

  /** Flags come first, then the environment (`FARGATE_DOCTOR_*`), then the configuration file. */
  protected override async parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    B extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(options?: Interfaces.Input<F, B, A>, argv: string[] = this.argv): Promise<Interfaces.ParserOutput<F, B, A>> {
    const path = configPath(argv, process.env, process.cwd());
    const file = path === undefined ? new Map() : (await import('./config-file.ts')).readConfig(path);
    return super.parse(
      options,
      withSettings(argv, (options?.flags ?? {}) as Record<string, DeclaredFlag>, process.env, file),
    );
  }

  protected override async init(): Promise<void> {
    await super.init();
    // A reader of our messages that went away (`-v 2>&1 | head`) ends nothing.
    process.stderr.on('error', () => undefined);
    // oclif throws what its own listener hears, out of reach of any catch; `print` hears of each of its writes.
    process.stdout.removeAllListeners('error').on('error', () => undefined);
  }

  /** One clear line on stderr, the mending command under it, and with `-o json` still one document. */
  protected override async catch(error: unknown): Promise<void> {
    const {message, hint, code} = failureOf(error);
    const output: Output | undefined = wantsDocument(this.argv, this.#formats());
    if (output && !this.#delivered) {
      const run = {
        version: this.config.version,
        startedAt: now(process.env),
        durationMs: this.elapsedMs(),
        calls: this.session?.calls.length ?? 0,
      };
      const failed = await this.#shareable(failedDiagnosis(run, code, message, hint), output);
      await this.#hand(await this.render(failed, output, IN_A_FILE, {}), wantedFile(this.argv));
    }
    process.stderr.write(
      `fargate-doctor: ${escapeTerminal(message)}\n${hint === undefined ? '' : `  ${hint.split('\n').map(escapeTerminal).join('\n  ')}\n`}`,
    );
    await this.leave(code);
  }

  /**
   * Gives the report to the reader: to stdout, or, with `--output-file`, to that file, and then stdout gets the text. A file
   * that can't be written does not take the text along.
   */
  protected async deliver(diagnosis: Diagnosis, flags: DeliveryFlags, sharing: SharingOptions = {}): Promise<void> {
    this.#judgedAtMs = performance.now();
    const output: Output = flags.json ? 'json' : (flags.output as Output);
    const detail = {
      verbose: flags.verbose ?? false,
      quiet: flags.quiet ?? false,
      showAll: flags['show-all'] ?? false,
      ...sharing,
    };
    const terminal = terminalOf(flags.color, process.env, process.stdout);
    const file = flags['output-file'];
    if (file === undefined) return this.print(await this.render(diagnosis, output, terminal, detail));
    const {writeAtomically} = await import('./write-atomically.ts');
    const written = writeAtomically(file, await this.render(diagnosis, output, IN_A_FILE, detail));
    const failure = await written.then(
      () => undefined,
      (error: unknown) => ({error}),
    );
    await this.print(await this.render(diagnosis, 'text', terminal, detail));
    this.#delivered = true;
    if (failure) throw failure.error;
  }

  /** Renders with what this program knows of itself: where its pages are. */
  protected async render(
    diagnosis: Diagnosis,
    output: Output,
    terminal: Terminal,
    detail: RenderDetail,
  ): Promise<string> {
    const {renderDiagnosis} = await import('./render.ts');
    const repository = repositoryOf(this.config.pjson);
    return renderDiagnosis(diagnosis, output, terminal, repository === undefined ? detail : {...detail, repository});
  }

  /** Formats of this command that hold a diagnosis even if there is none. */
  #formats(): readonly string[] {
    // A command may fail before it has any flags.
    const offered = (this.ctor.flags as Interfaces.FlagInput | undefined)?.['output'];
    const options = offered && 'options' in offered ? (offered.options ?? []) : [];
    return options.includes('sarif') ? options.filter((o) => o !== 'text' && o !== 'short') : ['json', 'yaml'];
  }

  /** What a document may say of a failure. The hint names what there is, which is for whoever sits at the terminal. */
  async #shareable(failed: Diagnosis, output: Output): Promise<Diagnosis> {
    const redaction = wantedRedaction(this.argv, output);
    if (redaction === 'none' || failed.error === undefined) return failed;
    const {redactSentence} = await import('../redaction/sentence.ts');
    const message = redactSentence(failed.error.message, redaction);
    return {...failed, error: {message}, exit: {...failed.exit, reason: message}};
  }

  /** A document on a failure: into the file that was asked for, if that can be, else on stdout. */
  async #hand(document: string, file: string | undefined): Promise<void> {
    const {writeAtomically} = await import('./write-atomically.ts');
    await (file === undefined ? this.print(document) : writeAtomically(file, document)).catch((error: unknown) => {
      process.stderr.write(`fargate-doctor: ${escapeTerminal(failureOf(error).message)}\n`);
    });
  }

  protected elapsedMs(): number {
    return Math.round(performance.now() - this.startedAtMs);
  }

  /**
   * Writes a report to stdout and waits until it is out; a reader that went away (`| head`) is no error.
   * @throws DoctorError where it can't be written, as on a full disk.
   */
  protected async print(text: string): Promise<void> {
    const error = await new Promise<NodeJS.ErrnoException | null | undefined>((resolve) => {
      process.stdout.write(text, resolve);
    });
    if (!error || GONE.includes(error.code ?? '')) return;
    // No other document will get through either.
    this.#delivered = true;
    const {writeFailure} = await import('./write-atomically.ts');
    throw writeFailure('the standard output', error);
  }

  /** Ends the process once all is written: idle connections would keep it alive otherwise. */
  protected async leave(code: Diagnosis['exit']['code']): Promise<never> {
    const timings = process.env['FARGATE_DOCTOR_TIMINGS']
      ? timingsOf(this.startedAtMs, this.session, this.#judgedAtMs)
      : '';
    await new Promise<void>((resolve) => process.stderr.write(timings, () => resolve()));
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
    const lines = rest.filter((line) => !/^(?:See more help|Note: --|Alternatively, you can use "--")/.test(line));
    // Where it counts errors first, the first of them says more.
    const counted = /^The following errors? occurred/.test(first) && lines.length > 0;
    const [headline = first, ...told] = counted ? lines.map((line) => line.trim()) : [first, ...lines];
    const message = headline.replace(/:$/, '');
    const hint = told.join('\n');
    return {message, hint: `${hint ? `${hint}\n` : ''}See --help.`, code: 2};
  }
  return {
    message: `internal error: ${error instanceof Error ? error.message : String(error)}`,
    hint: 'This is a bug in fargate-doctor; please report it with the command that you ran.',
    code: 1,
  };
}

/**
 * The machine format that the command line asks for, of those that the command has, read without the parser: it may have been
 * the parser that failed.
 */
export function wantsDocument(
  argv: readonly string[],
  formats: readonly string[] = ['json', 'yaml'],
): Output | undefined {
  for (const [i, word] of argv.entries()) {
    if (word === '--') break;
    if (word === '--json') return 'json';
    const value =
      /^(?:-o=?|--output=)([a-z]+)$/.exec(word)?.[1] ??
      (word === '-o' || word === '--output' ? argv[i + 1] : undefined);
    if (value !== undefined && formats.includes(value)) return value as Output;
  }
  return undefined;
}

/** The file that the report was to go to, read in the same way. */
export function wantedFile(argv: readonly string[]): string | undefined {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const at = words.indexOf('--output-file');
  if (at >= 0) return words[at + 1];
  return words.find((word) => word.startsWith('--output-file='))?.slice('--output-file='.length);
}

/** Of a stream whose reader went away. */
const GONE: readonly string[] = ['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET'];

/** How a report looks that nobody reads from a terminal. */
const IN_A_FILE: Terminal = {color: false, unicode: true, width: 100};

/** The web page of the repository that package.json names, without a slash at its end. */
export function repositoryOf(pjson: object): string | undefined {
  const repository: unknown = 'repository' in pjson ? pjson.repository : undefined;
  const url =
    typeof repository === 'object' && repository !== null && 'url' in repository ? repository.url : repository;
  if (typeof url !== 'string') return undefined;
  return /^(?:git\+)?(https:\/\/[^\s#]+?)(?:\.git)?\/?$/.exec(url)?.[1];
}
