import {escapeTerminal} from './escape.ts';

/** What the person at the terminal sees while the doctor works. */
export interface Progress {
  /** What is being done now; replaces what was said before. */
  say(text: string): void;
  /** A warning that stays, on a line of its own. */
  warn(sentence: string): void;
  /** The same for a sentence that is no warning: what was chosen and why. */
  tell(sentence: string): void;
  /** Takes the progress away. More calls do no harm. */
  done(): void;
}

/** The stream for progress, stderr: a terminal, or anything that can be written to. */
export type ProgressStream = NodeJS.WritableStream & {readonly isTTY?: boolean};

/**
 * Progress on a stream. Only a terminal gets the moving line, and only unless it is unwanted (`silent`); warnings are
 * written in any case. The spinner is loaded only where it is shown.
 */
export async function startProgress(stream: ProgressStream, silent = false): Promise<Progress> {
  const tell = (sentence: string): void => void stream.write(`${escapeTerminal(sentence)}\n`);
  const warn = (sentence: string): void => tell(`warning: ${sentence}`);
  if (silent || stream.isTTY !== true) return {say: () => undefined, warn, tell, done: () => undefined};
  const {default: ora} = await import('ora');
  // It must not read from the keyboard: the terminal belongs to whatever the person types next.
  const spinner = ora({stream, discardStdin: false});
  return {
    say(text) {
      spinner.text = escapeTerminal(text);
      if (!spinner.isSpinning) spinner.start();
    },
    warn(sentence) {
      spinner.clear();
      warn(sentence);
    },
    tell(sentence) {
      spinner.clear();
      tell(sentence);
    },
    done() {
      if (spinner.isSpinning) spinner.stop();
    },
  };
}
