import {describe, expect, it} from 'vitest';
import {DoctorError} from '../../../src/facts/errors.ts';
import {parseManifest} from '../../../src/facts/manifest/parse.ts';
import {stepsOf} from '../../../src/facts/manifest/positions.ts';

const parse = (text: string) => parseManifest({file: 'web.yaml', text});

function refusal(text: string): DoctorError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof DoctorError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a path of evidence', () => {
  it.each([
    ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
    ['metadata.annotations[eks.amazonaws.com/x]', ['metadata', 'annotations', 'eks.amazonaws.com/x']],
    [`metadata.annotations['a.b/c']`, ['metadata', 'annotations', 'a.b/c']],
    ['', []],
    ['spec[', ['spec', '']],
  ])('%s', (path, steps) => {
    expect(stepsOf(path)).toEqual(steps);
  });
});

describe('the place of a field', () => {
  const text = 'a: &x\n  b:\n    - c: 1\n    - c: 2\nd: *x\ne:\n  <<: *x\n  f: 3\n"g.h": {i: [4, 5]}\n';
  const [document] = parse(text);
  it.each([
    ['a.b[1].c', '4:7'],
    ['a.b[1]', '4:7'],
    ['d.b[0].c', '3:7'],
    ['e.b[0].c', '3:7'],
    ['e.f', '8:3'],
    ['a.b[7].c', '2:3'],
    ['nothing', '1:1'],
    ['[g.h].i[1]', '9:16'],
  ])('%s is at %s', (path, at) => {
    const {line, column} = document?.place(stepsOf(path)) ?? {};
    expect(`${line}:${column}`).toBe(at);
  });

  it('counts lines over all documents of a file', () => {
    const [, second] = parse('a: 1\n---\nb: 2\n');
    expect(second?.place(['b'])).toEqual({file: 'web.yaml', line: 3, column: 1});
  });
});

describe('what kubectl reads, and how', () => {
  it('reads YAML 1.1 without its times and numbers to the base of 60', () => {
    const [document] = parse('a: yes\nb: 010\nc: 1:30\nd: 2020-01-01\ne: ~\n');
    expect(document?.json).toEqual({a: true, b: 8, c: '1:30', d: '2020-01-01', e: null});
  });

  it('reads JSON, and passes over empty documents', () => {
    expect(parse('{"a": [1, 2]}').map((d) => d.json)).toEqual([{a: [1, 2]}]);
    expect(parse('---\n# nothing\n---\n')).toEqual([]);
  });

  it('keeps a key __proto__ harmless', () => {
    const [document] = parse('__proto__: {polluted: true}\na: 1\n');
    expect(({} as {polluted?: boolean}).polluted).toBeUndefined();
    expect((document?.json as {polluted?: boolean}).polluted).toBeUndefined();
  });
});

describe('what can not be read is refused with its place', () => {
  it.each([
    ['a: b: c\n', /^web\.yaml:1:4: /],
    ['a: 1\na: 2\n', /^web\.yaml:2:1: Map keys must be unique/],
    ['a: *nowhere\n', /^web\.yaml:1:\d+: .*nowhere/],
    [`${'['.repeat(50_000)}`, /^web\.yaml:1:\d+: it is nested more than 200 levels deep/],
    [`${'- '.repeat(50_000)}a`, /^web\.yaml:1:\d+: it is nested more than 200 levels deep/],
    [`${'{a: '.repeat(50_000)}`, /^web\.yaml:1:\d+: it is nested more than 200 levels deep/],
  ])('%#', (text, message) => {
    const error = refusal(text);
    expect(error.message.slice(0, 200)).toMatch(message);
    expect(error.exit).toBe(2);
  });

  it('refuses aliases that would fill the memory', () => {
    const levels = Array.from({length: 12}, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`);
    expect(refusal(`l0: &l0 [x, x]\n${levels.join('\n')}\n`).message).toMatch(/aliases stand for more/);
  });

  it('knows a template that nobody rendered', () => {
    expect(refusal('metadata:\n  name: {{ .Release.Name }}-web\n').hint).toContain('helm template');
  });
});
