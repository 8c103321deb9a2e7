import {describe, expect, it} from 'vitest';
import {ascii, cut, safe} from '../../src/report/escape.ts';
import {flow, hang, table, wrap} from '../../src/report/layout.ts';
import {ago, capital, count, duration, inSentence, list, runTime, size, withStop} from '../../src/report/wording.ts';

describe('durations and ages', () => {
  it.each([
    [-5, '0s'],
    [59.9, '59s'],
    [119, '119s'],
    [120, '2m'],
    [200, '3m20s'],
    [840, '14m'],
    [3599, '59m'],
    [3900, '1h5m'],
    [7200, '2h'],
    [9 * 3600, '9h'],
    [26 * 3600, '26h'],
    [49 * 3600, '2d'],
    [3 * 86400, '3d'],
  ])('%d s is %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it('counts back from the clock it is given', () => {
    expect(ago('2025-03-01T03:02:00Z', '2025-03-01T03:10:00Z')).toBe('8m ago');
    expect(ago('2025-03-01T04:02:00+01:00', '2025-03-01T03:10:00Z')).toBe('8m ago');
    expect(ago('2025-03-01T03:10:05Z', '2025-03-01T03:10:00Z')).toBe('just now');
    expect(ago('never', '2025-03-01T03:10:00Z')).toBeUndefined();
  });

  it('tells run times and sizes', () => {
    expect([runTime(80.4), runTime(912), runTime(12_345)]).toEqual(['80 ms', '0.9 s', '12.3 s']);
    expect([size(1), size(999), size(5300), size(999_949), size(999_950)]).toEqual([
      '1 character',
      '999 characters',
      '5.3 kB',
      '999.9 kB',
      '1.0 MB',
    ]);
  });
});

describe('words', () => {
  it('joins lists and counts what it leaves out', () => {
    expect(list([])).toBe('');
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b, c and 2 more');
    expect([count(1, 'cause'), count(0, 'cause'), count(2, 'entry', 'entries')]).toEqual([
      '1 cause',
      '0 causes',
      '2 entries',
    ]);
  });

  it('puts a title inside a sentence without hurting names', () => {
    expect(inSentence('Public endpoint')).toBe('public endpoint');
    expect(inSentence('A role')).toBe('a role');
    expect(inSentence('IAM role')).toBe('IAM role');
    expect(inSentence('CoreDNS annotated for EC2')).toBe('CoreDNS annotated for EC2');
    expect(inSentence('Fargate profile')).toBe('Fargate profile');
    expect(inSentence('“x” missing')).toBe('“x” missing');
    expect(capital('its node never joined')).toBe('Its node never joined');
    expect(capital('fargate-scheduler refuses it')).toBe('fargate-scheduler refuses it');
    expect([withStop('a'), withStop('a.'), withStop('a?')]).toEqual(['a', 'a', 'a?'].map((s, i) => (i < 2 ? 'a.' : s)));
  });
});

describe('safe', () => {
  it('shows what can not be seen', () => {
    expect(safe('a\u001b[31mb\u0000\u009b\u202e\u200b\ufeff\t\r\n')).toBe(
      'a\\x1b[31mb\\x00\\x9b\\u202e\\u200b\\ufeff\\t\\r⏎',
    );
    expect(safe('\n', {unicode: false})).toBe('\\n');
    expect(safe('\ud800x\udc00 \u{e0041}')).toBe('\\ud800x\\udc00 \\u{e0041}');
    expect(safe('名前 👍🏽 é')).toBe('名前 👍🏽 é');
  });

  it('keeps the joiner of an emoji, and no other', () => {
    expect(safe('👩‍👧 ❤️‍🔥')).toBe('👩‍👧 ❤️‍🔥');
    expect(safe('web\u200dx')).toBe('web\\u200dx');
  });

  it('cuts what is too long, never through a pair', () => {
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abcdef', 3)).toBe('abc… (+3 characters)');
    expect(safe(`ab😀${'x'.repeat(2_000_000)}`, {limit: 3})).toBe('ab… (+2.0 MB)');
  });

  it('transcribes our own signs for ASCII, escapes others', () => {
    expect(ascii('a → b · “c” ≥ 1…')).toBe('a -> b - "c" >= 1...');
    expect(ascii('é 😀')).toBe('\\xe9 \\u{1f600}');
  });
});

describe('layout', () => {
  it('wraps at spaces and leaves long words whole', () => {
    expect(wrap('aaa bbb  ccc', 8)).toEqual(['aaa bbb', 'ccc']);
    expect(wrap('a  b', 8)).toEqual(['a  b']);
    expect(wrap(`a ${'x'.repeat(20)} b`, 8)).toEqual(['a', 'x'.repeat(20), 'b']);
    expect(wrap('', 8)).toEqual(['']);
    expect(wrap('x'.repeat(300), 80).map((l) => l.length)).toEqual([80, 80, 80, 60]);
    expect(wrap('漢字漢字', 5)).toEqual(['漢字', '漢字']);
  });

  it('breaks lists between their items only', () => {
    expect(flow(['aa bb', 'cc', 'dd'], ' · ', 10)).toEqual(['aa bb · cc', 'dd']);
    expect(hang('x', 3, ['a', 'b'])).toEqual(['x  a', '   b']);
  });

  it('puts the source beside what was seen, or at the right edge below it', () => {
    const rows = [
      {left: 'short', right: 'eks:A'},
      {left: 'l'.repeat(38), right: 'ec2:B'},
    ];
    const plain = (s: string): string => s;
    expect(table(rows, 40, plain)).toEqual([`short${' '.repeat(30)}eks:A`, 'l'.repeat(38), `${' '.repeat(35)}ec2:B`]);
    expect(table(rows, 100, plain)).toEqual([`short${' '.repeat(36)}eks:A`, `${'l'.repeat(38)}   ec2:B`]);
  });
});
