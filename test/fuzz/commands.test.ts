import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {sh, shellWord} from '../../src/domain/shell.ts';
import {NASTY, tries, wordy} from './cases.ts';

/** Splits a line as a POSIX shell does, where all that it holds is words and single quotes. Throws at anything more. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)) {
    for (const [bare] of word.replace(/'[^']*'|\\'/g, '').matchAll(/[|&;<>()$`\\"*?[\]#~!{}]/g)) {
      throw new Error(`a shell would heed ${bare} in ${line}`);
    }
    words.push(
      word.replace(
        /'([^']*)'|\\(')/g,
        (_, quoted: string | undefined, escaped: string | undefined) => quoted ?? escaped ?? '',
      ),
    );
  }
  return words;
}

/** What may stand where a printable text stands in a command. */
const names = fc.oneof(
  wordy(["'", '"', ' ', '$(reboot)', '`', ';', '&&', '\\', '-rf', '~', '#', 'web']),
  fc.string({unit: 'binary'}),
  fc.constantFrom(...NASTY),
);

describe('printed commands with hostile names', () => {
  it('hold one word for each value', () =>
    tries(
      fc.tuple(names, names),
      ([a, b]) => {
        const line = sh`kubectl delete pod ${a} -n ${b}`;
        expect(wordsOf(line).length).toBe(6);
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      },
      5,
    ));

  it('a shell reads them as they were meant', () => {
    const values = fc.sample(names, {numRuns: 300, seed: 7});
    const script = values.map((value) => `printf '%s\\0' ${shellWord(value)}`).join('\n');
    const checked = spawnSync('sh', ['-n'], {input: script});
    expect(checked.stderr.toString()).toBe('');
    const read = spawnSync('sh', [], {input: script}).stdout.toString().split('\0').slice(0, -1);
    const printable = values.map((value) =>
      Buffer.from(value.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?')).toString(),
    );
    expect(read).toEqual(printable);
  });
});
