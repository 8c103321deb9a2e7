import {describe, expect, it} from 'vitest';
import {parseDuration} from '../../src/commands/flags.ts';
import {showsUnicode, terminalOf, wantsColor} from '../../src/commands/terminal.ts';

describe('colour', () => {
  it.each([
    ['always', {NO_COLOR: '1'}, false, true],
    ['never', {FORCE_COLOR: '1'}, true, false],
    ['auto', {NO_COLOR: '1', FORCE_COLOR: '1'}, true, false],
    ['auto', {NO_COLOR: ''}, true, true],
    ['auto', {FORCE_COLOR: '1', TERM: 'dumb'}, false, true],
    ['auto', {FORCE_COLOR: '0'}, true, false],
    ['auto', {TERM: 'dumb'}, true, false],
    ['auto', {}, true, true],
    ['auto', {}, false, false],
  ])('--color %s with %j, terminal %s: %s', (flag, env, tty, wanted) => {
    expect(wantsColor(flag, env, tty)).toBe(wanted);
  });
});

describe('width and characters', () => {
  it('is the stream, else COLUMNS, else 80, and never too narrow to read', () => {
    expect(terminalOf('auto', {}, {columns: 120}).width).toBe(120);
    expect(terminalOf('auto', {COLUMNS: '100'}, {}).width).toBe(100);
    expect(terminalOf('auto', {}, {}).width).toBe(80);
    expect(terminalOf('auto', {COLUMNS: '10'}, {}).width).toBe(80);
    expect(terminalOf('auto', {}, {columns: 400}).width).toBe(160);
  });

  it('is ASCII where the locale or the terminal can show no more', () => {
    expect(showsUnicode({LANG: 'en_US.UTF-8'})).toBe(true);
    expect(showsUnicode({LANG: 'C'})).toBe(false);
    expect(showsUnicode({LC_ALL: 'POSIX', LANG: 'en_US.UTF-8'})).toBe(false);
    expect(showsUnicode({TERM: 'linux', LANG: 'C.UTF-8'})).toBe(false);
    expect(showsUnicode({})).toBe(true);
  });
});

describe('durations', () => {
  it.each([
    ['8s', 8000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['30', 30_000],
    ['1h', 3_600_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text, 'timeout')).toBe(ms);
  });

  it.each(['soon', '5x', '', '1m 30s', '-3s', '1e9'])('refuses %j', (text) => {
    expect(() => parseDuration(text, 'timeout')).toThrow('--timeout takes a duration');
  });
});
