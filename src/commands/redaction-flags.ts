import {Flags} from '@oclif/core';
import type {Redaction} from '../redaction/kinds.ts';

/** Flags of every command whose report may leave the company. */
export const redactionFlags = {
  redact: Flags.string({
    options: ['standard', 'strict', 'none'],
    helpValue: 'standard|strict',
    description:
      'Put tokens in the place of accounts, names, public addresses and credentials; strict: of private addresses and resource ids too. Default for bundles, markdown and html.',
    exclusive: ['no-redact'],
  }),
  'no-redact': Flags.boolean({description: 'Withhold nothing, in markdown and html either.'}),
};

/** `--redact` may stand alone, which the parser of flags does not know. */
export const withRedactValue = (argv: readonly string[]): string[] => {
  const end = argv.indexOf('--');
  return argv.map((word, i) => (word === '--redact' && (end < 0 || i < end) ? '--redact=standard' : word));
};

/** Formats that are made to be passed on. */
const SHARED: readonly string[] = ['markdown', 'html', 'bundle'];

/** What is to be withheld from a report in this format. */
export function redactionOf(
  flags: {readonly redact?: string | undefined; readonly 'no-redact': boolean},
  output: string,
): Redaction {
  if (flags['no-redact']) return 'none';
  return (flags.redact as Redaction | undefined) ?? (SHARED.includes(output) ? 'standard' : 'none');
}

/** The same, read without the parser, since it may have been the parser that failed. */
export function wantedRedaction(argv: readonly string[], output: string): Redaction {
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  const strict = words.includes('--redact=strict') || words[words.indexOf('--redact') + 1] === 'strict';
  const asked = words.some((word) => /^--redact(?:=|$)/.test(word));
  const redact = strict ? 'strict' : asked ? 'standard' : undefined;
  return redactionOf({redact, 'no-redact': words.includes('--no-redact')}, output);
}
