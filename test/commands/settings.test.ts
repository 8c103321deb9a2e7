import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {parse} from 'yaml';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {CHECKS} from '../../src/checks/index.ts';
import {parseIgnores} from '../../src/commands/checks-glob.ts';
import {readConfig, type Settings} from '../../src/commands/config-file.ts';
import {configPath, variableOf, withSettings, type DeclaredFlag} from '../../src/commands/settings.ts';

const FLAGS: Readonly<Record<string, DeclaredFlag>> = {
  namespace: {type: 'option', char: 'n'},
  output: {type: 'option', char: 'o'},
  quiet: {type: 'boolean', char: 'q'},
  verbose: {type: 'boolean', char: 'v'},
  ignore: {type: 'option', multiple: true},
};
const file = (settings: Readonly<Record<string, readonly string[]>>): Settings => new Map(Object.entries(settings));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fargate-doctor-config-'));
});
afterAll(() => rmSync(folder, {recursive: true}));

function config(text: string): string {
  const path = join(folder, 'c.yaml');
  writeFileSync(path, text);
  return path;
}

describe('what counts', () => {
  const settings = file({namespace: ['file'], quiet: ['true'], ignore: ['a']});
  it.each([
    [['pod'], {}, ['--namespace=file', '--quiet', '--ignore=a', 'pod']],
    [['pod'], {FARGATE_DOCTOR_NAMESPACE: 'env'}, ['--namespace=env', '--quiet', '--ignore=a', 'pod']],
    [['pod', '-nflag'], {FARGATE_DOCTOR_NAMESPACE: 'env'}, ['--quiet', '--ignore=a', 'pod', '-nflag']],
    [['--namespace', 'flag', '-vq'], {}, ['--ignore=a', '--namespace', 'flag', '-vq']],
    [['--', '-n'], {FARGATE_DOCTOR_QUIET: 'false'}, ['--namespace=file', '--ignore=a', '--', '-n']],
    [
      ['--ignore=b'],
      {FARGATE_DOCTOR_IGNORE: 'c'},
      ['--namespace=file', '--quiet', '--ignore=c', '--ignore=a', '--ignore=b'],
    ],
    [['--json'], {FARGATE_DOCTOR_OUTPUT: 'text'}, ['--namespace=file', '--quiet', '--ignore=a', '--json']],
  ])('%j with %j', (argv, env, all) => {
    expect(withSettings(argv, FLAGS, env, settings)).toEqual(all);
  });

  it('a variable that is neither true nor false is refused', () => {
    expect(() => withSettings([], FLAGS, {FARGATE_DOCTOR_QUIET: 'perhaps'}, file({}))).toThrow(/must be true or false/);
    expect(variableOf('fail-on')).toBe('FARGATE_DOCTOR_FAIL_ON');
  });
});

describe('which file', () => {
  it('is the nearest upwards, unless one is named', () => {
    const deep = join(folder, 'a', 'b');
    mkdirSync(deep, {recursive: true});
    expect(configPath([], {}, deep)).toBeUndefined();
    writeFileSync(join(folder, '.fargate-doctor.yaml'), '');
    expect(configPath([], {}, deep)).toBe(join(folder, '.fargate-doctor.yaml'));
    expect(configPath([], {FARGATE_DOCTOR_CONFIG: 'e.yaml'}, deep)).toBe(join(deep, 'e.yaml'));
    expect(configPath(['--config=f.yaml'], {FARGATE_DOCTOR_CONFIG: 'e.yaml'}, deep)).toBe(join(deep, 'f.yaml'));
    expect(configPath(['--', '--config=f.yaml'], {FARGATE_DOCTOR_CONFIG: 'e.yaml'}, deep)).toBe(join(deep, 'e.yaml'));
  });
});

const WHOLE = `
namespace: shop
fail-on: warning
verbose: true
ignore:
  - spec-privileged
  - id: spec-host-port=shop/web
    expires: '2026-12-31'
    reason: moves in January, says = and , too
`;

describe('what it says', () => {
  it('is words for each flag', () => {
    expect([...readConfig(config(WHOLE))]).toEqual([
      ['namespace', ['shop']],
      ['fail-on', ['warning']],
      ['verbose', ['true']],
      [
        'ignore',
        ['spec-privileged', 'spec-host-port=shop/web,expires=2026-12-31,reason=moves in January, says = and , too'],
      ],
    ]);
    expect([...readConfig(config(''))]).toEqual([]);
  });

  it.each([
    ['namespce: a\n', /c\.yaml:1:1: unknown key namespce\./],
    ['a:\n  b: c\n d\n', /c\.yaml:\d+:\d+: this is not valid YAML/],
    ['- a\n', /a map of flags is wanted here/],
    ['\nverbose: 1\n', /c\.yaml:2:1: verbose must be true or false/],
    ['namespace: [a]\n', /namespace must be a text or a number/],
    ['ignore: [{id: a, why: b}]\n', /ignore must be a list of ids/],
    ['__proto__: {a: 1}\n', /unknown key __proto__/],
    ['constructor: 1\n', /unknown key constructor/],
  ])('%j is refused', (text, message) => {
    expect(() => readConfig(config(text))).toThrow(message);
  });

  it('has a schema that agrees', () => {
    const text = readFileSync(join(import.meta.dirname, '../../schemas/config.v1.schema.json'), 'utf8');
    const ajv = new Ajv2020({allErrors: true, allowUnionTypes: true});
    formats.default(ajv);
    const validate = ajv.compile(JSON.parse(text) as object);
    expect(validate(parse(WHOLE)), ajv.errorsText(validate.errors)).toBe(true);
    expect(validate({namespce: 'a'})).toBe(false);
    expect(validate({ignore: [{id: 'a', why: 'b'}]})).toBe(false);
  });
});

describe('--ignore', () => {
  it('takes a subject, a last day and a reason', () => {
    expect(parseIgnores(['spec-privileged=shop/web,expires=2026-12-31,reason=a, b=c'], CHECKS)).toEqual([
      {id: 'spec-privileged', subject: 'shop/web', expires: '2026-12-31', reason: 'a, b=c'},
    ]);
  });
  it.each(['spec-privileged,expires=2026-02-30', 'spec-privileged,expires=soon', 'nothing', ''])(
    'refuses %s',
    (word) => {
      expect(() => parseIgnores([word], CHECKS)).toThrow(/--ignore/);
    },
  );
});
