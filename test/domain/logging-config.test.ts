import {describe, expect, it} from 'vitest';
import {loggingFaults} from '../../src/domain/logging-config.ts';

const OUTPUT = '[OUTPUT]\n    Name cloudwatch_logs\n    Match *\n    region eu-central-1\n';
const faults = (data: Record<string, string>) => loggingFaults({'output.conf': OUTPUT, ...data});
const filter = (...lines: readonly string[]) => faults({'filters.conf': ['[FILTER]', ...lines].join('\n')});

describe('aws-logging', () => {
  it.each([
    ['the output alone', {}],
    [
      'filters, parsers and the switch',
      {
        'filters.conf':
          '# a comment\n[FILTER]\n    name parser\n    MATCH *\n    Key_name log\n\n[FILTER]\n    Name kubernetes\n    Match kube.*\n    Merge_Log On\n',
        'parsers.conf': '[PARSER]\n    Name crio\n    Format Regex\n    Regex ^(?<time>[^ ]+) (?<log>.*)$\n',
        flb_log_cw: 'true',
      },
    ],
    ['tabs', {'output.conf': OUTPUT.replaceAll('    ', '\t')}],
    ['Windows line ends', {'output.conf': OUTPUT.replaceAll('\n', '\r\n')}],
    ['an empty file', {'filters.conf': ''}],
    ['a variable in a comment', {'filters.conf': '# ${HOME}\n'}],
  ])('keeps the rules: %s', (_, data) => {
    expect(faults(data)).toEqual([]);
  });

  it.each([
    ['5300 characters', {flb_log_cw: 'x'.repeat(5300)}, '', undefined, /has 53\d\d characters/],
    ['an unknown key', {'extra.conf': ''}, 'extra.conf', undefined, /none of filters\.conf/],
    [
      'a SERVICE section',
      {'filters.conf': '[SERVICE]\n    Flush 1\n'},
      'filters.conf',
      1,
      /\[SERVICE\] is not allowed/,
    ],
    [
      'an INPUT section',
      {'output.conf': `${OUTPUT}[INPUT]\n    Name tail\n`},
      'output.conf',
      5,
      /\[INPUT\] is not allowed/,
    ],
    ['a section in the wrong file', {'filters.conf': OUTPUT}, 'filters.conf', 1, /only \[FILTER\]/],
    ['no Format', {'parsers.conf': '[PARSER]\n    Name x\n'}, 'parsers.conf', 1, /no Format/],
    ['a variable', {'output.conf': `${OUTPUT}    host \${HOST}\n`}, 'output.conf', 5, /variables/],
    ['text before the first section', {'filters.conf': 'Name grep\n'}, 'filters.conf', 1, /before the first/],
    ['no OUTPUT', {'output.conf': '# none\n'}, 'output.conf', undefined, /no \[OUTPUT\]/],
  ])('breaks one: %s', (_, data, key, line, what) => {
    const found = faults(data);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({key, ...(line === undefined ? {} : {line})});
    expect(found[0]?.what).toMatch(what);
  });

  it.each([
    [['    Match *'], /no Name/],
    [['    Name grep'], /no Match/],
    [['    Name lua', '    Match *'], /lua is not a supported filter plugin/],
    [['    Name kubernetes', '    Match *', '    Kube_URL https://x'], /must not set Kube_URL/],
    [['Name grep', 'Match *'], /Name is not indented deeper/],
    [['    Name grep', '  Match *'], /Match is indented unlike/],
  ])('breaks one in a filter: %j', (lines, what) => {
    const found = filter(...lines);
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(what);
  });

  it('takes plugin names in any case', () => {
    expect(filter('    Name Grep', '    Match *')).toEqual([]);
  });

  it('needs an output', () => {
    expect(loggingFaults({})).toEqual([{key: 'output.conf', what: 'there is no [OUTPUT] section'}]);
  });

  it('stays quick, and short, on hostile files', () => {
    const found = faults({
      'filters.conf': '[X]\n'.repeat(250_000),
      ['__proto__']: 'x',
      constructor: ' '.repeat(500_000),
    });
    expect(found.length).toBeLessThanOrEqual(20);
  });
});
