import {describe, expect, it} from 'vitest';
import {renderGithub} from '../../src/report/github.ts';
import {ALL, founding, healthy, incomplete} from './diagnoses.ts';
import {ATTEMPTS, hostile, pointing} from './hostile.ts';

/** A line as the runner reads it: a command, properties whose values hold no `:`, `,` or line end, and data. */
const COMMAND = /^::(error|warning|notice) (?:file=[^:,\r\n]*,line=\d+,col=\d+,)?title=[^:,\r\n]*::[^\r\n]*$/;

describe('annotations for GitHub Actions', () => {
  for (const [name, d] of Object.entries(ALL)) {
    it(`are one command a line, of at most 4 KB: ${name}`, () => {
      const lines = renderGithub(d).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line).toMatch(COMMAND);
        expect(line.length).toBeLessThan(4600);
      }
    });
  }

  it('can’t be forged by foreign text', () => {
    const expected = renderGithub(hostile('harmless')).split('\n').length;
    for (const attempt of ATTEMPTS) {
      const lines = renderGithub(hostile(attempt)).split('\n');
      expect(lines, attempt).toHaveLength(expected);
      for (const line of lines.slice(0, -1)) expect(line).toMatch(COMMAND);
      expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    // A percent sign of theirs must not be read as one of ours.
    expect(renderGithub(hostile('%0A::warning::forged'))).toContain('%250A::warning::forged');
  });

  it('has errors for causes, notices for notes, and one notice for a healthy run', () => {
    const levels = (text: string): readonly (string | undefined)[] =>
      text
        .trim()
        .split('\n')
        .map((l) => COMMAND.exec(l)?.[1]);
    expect(levels(renderGithub(founding))).toEqual(['error', 'notice', 'notice']);
    expect(levels(renderGithub({...healthy, notes: [], notChecked: []}))).toEqual(['notice']);
    expect(levels(renderGithub(incomplete))[0]).toBe('error');
  });

  it('points into the file', () => {
    expect(renderGithub(pointing({file: 'a:b,c.yaml', line: 3, column: 5}))).toMatch(
      /^::error file=a%3Ab%2Cc\.yaml,line=3,col=5,title=spec-privileged /,
    );
  });
});
