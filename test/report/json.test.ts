import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {STAGES} from '../../src/model/stage.ts';
import {renderJson} from '../../src/report/json.ts';
import {renderShort} from '../../src/report/short.ts';
import {renderYaml} from '../../src/report/yaml.ts';
import {ALL, cause, crowd, diagnosis, founding, HOSTILE, laterFaults, noCluster, twoFaults} from './diagnoses.ts';

type Doc = Record<string, unknown>;

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/diagnosis.v1.schema.json', import.meta.url), 'utf8'),
) as Doc;
const ajv = new Ajv2020({allErrors: true, strict: true, strictTypes: false, strictRequired: false});
formats.default(ajv);
const validate = ajv.compile(schema);
const parsed = (d: Diagnosis): Doc => JSON.parse(renderJson(d)) as Doc;

describe('the published document', () => {
  for (const [name, d] of Object.entries(ALL)) {
    it(`validates: ${name}`, () => {
      expect(validate(parsed(d)) ? [] : validate.errors).toEqual([]);
    });
  }

  it('covers every verdict', () => {
    const verdicts = (schema['$defs'] as {verdict: {enum: string[]}}).verdict.enum;
    expect(new Set(Object.values(ALL).map((d) => d.verdict))).toEqual(new Set(verdicts));
  });

  it('knows the stages of the model, in order', () => {
    expect((schema['$defs'] as {stage: {enum: string[]}}).stage.enum).toEqual(STAGES);
  });

  it('describes every field', () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key === 'properties' && !/\/(?:if|then|else)\b/.test(path)) {
          for (const [field, of] of Object.entries(value as Record<string, {description?: string; $ref?: string}>)) {
            const target = of.$ref?.split('/').at(-1) ?? '';
            const defs = schema['$defs'] as Record<string, {description?: string}>;
            if (!of.description && !defs[target]?.description) bare.push(`${path}/${field}`);
          }
        }
        walk(value, `${path}/${key}`);
      }
    };
    walk(schema, '');
    expect(bare).toEqual([]);
  });

  const wrong: readonly [string, (doc: Doc) => void][] = [
    ['a field that nobody knows', (d) => (d['extra'] = 1)],
    ['an unknown verdict', (d) => (d['verdict'] = 'fine')],
    ['another version', (d) => (d['schema'] = 'fargate-doctor/v2')],
    ['no exit', (d) => delete d['exit']],
    ['an exit code that there is not', (d) => (d['exit'] = {code: 5, reason: 'x'})],
    ['a failure code without an error', (d) => (d['exit'] = {code: 1, reason: 'x'})],
    ['an error beside a diagnosis', (d) => (d['error'] = {message: 'x'})],
    ['an error verdict without an error', (d) => (d['verdict'] = 'error')],
    ['a cause without evidence', (d) => ((d['causes'] as Doc[])[0]!['evidence'] = [])],
    ['a cause of rank 0', (d) => ((d['causes'] as Doc[])[0]!['rank'] = 0)],
    ['a cause with a bad id', (d) => ((d['causes'] as Doc[])[0]!['id'] = 'Not Kebab')],
    ['a cause at no stage', (d) => ((d['causes'] as Doc[])[0]!['stage'] = 'limbo')],
    ['an unknown field in a cause', (d) => ((d['causes'] as Doc[])[0]!['score'] = 7)],
    ['a time that is none', (d) => ((d['run'] as Doc)['startedAt'] = 'yesterday')],
    [
      'a remedy that changes the world',
      (d) => (((d['causes'] as Doc[])[0]!['remedies'] as Doc[])[0]!['changes'] = 'world'),
    ],
    ['null for a missing field', (d) => ((d['cluster'] as Doc)['name'] = null)],
    ['an empty string for a missing field', (d) => ((d['cluster'] as Doc)['name'] = '')],
    ['a subject without standing', (d) => delete (d['subjects'] as Doc[])[0]!['standing']],
    ['a reason that there is not', (d) => ((d['notChecked'] as Doc[])[0]!['reason'] = 'lazy')],
  ];
  for (const [name, spoil] of wrong) {
    it(`does not validate with ${name}`, () => {
      const doc = parsed(founding);
      spoil(doc);
      expect(validate(doc)).toBe(false);
    });
  }
});

describe('renderJson', () => {
  it('writes the keys in the published order, whoever made the object', () => {
    const turned = Object.fromEntries(Object.entries(founding).reverse()) as unknown as Diagnosis;
    expect(renderJson(turned)).toBe(renderJson(founding));
    expect(Object.keys(parsed(founding))).toEqual([
      'schema',
      'run',
      'cluster',
      'subjects',
      'verdict',
      'causes',
      'notes',
      'ruledOut',
      'notChecked',
      'exit',
    ]);
    expect(Object.keys((parsed(founding)['causes'] as Doc[])[0]!).slice(0, 4)).toEqual([
      'rank',
      'id',
      'check',
      'title',
    ]);
    expect(Object.keys(parsed(noCluster)).slice(-2)).toEqual(['error', 'exit']);
  });

  it('publishes no field that the schema does not have', () => {
    const secret = {...founding, token: 'k8s-aws-v1.x', causes: founding.causes.map((c) => ({...c, token: 'y'}))};
    expect(renderJson(secret)).toBe(renderJson(founding));
  });

  it('ends with one line end and is indented by two', () => {
    expect(renderJson(founding)).toMatch(/^\{\n {2}"schema": "fargate-doctor\/v1",\n[^]*\}\n$/);
  });

  it('keeps foreign text, but lets no terminal act on it', () => {
    const d = diagnosis({
      causes: [cause({id: 'a', title: 'A', summary: 'A.', evidence: [{source: 'event', value: HOSTILE}]})],
    });
    const text = renderJson(d);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    const doc = JSON.parse(text) as {causes: {evidence: {value: string}[]}[]};
    expect(doc.causes[0]?.evidence[0]?.value).toBe(HOSTILE.replace('\ud800', '\ufffd'));
  });
});

describe('renderYaml', () => {
  it('holds the same document', () => {
    for (const d of Object.values(ALL)) expect(parse(renderYaml(d), {maxAliasCount: 0})).toEqual(parsed(d));
  });

  it('means the same to a reader of YAML 1.1', () => {
    const value = [
      'no',
      'on',
      '12:30',
      '1_000',
      '0o17',
      '2025-03-01',
      '<<',
      '~',
      '# x',
      '- a',
      'k: v',
      '\u0085',
      ' ',
    ].map((v) => ({source: 'event', value: v}));
    const d = diagnosis({causes: [cause({id: 'a', title: 'A', summary: 'A.', evidence: value})]});
    expect(parse(renderYaml(d), {version: '1.1'})).toEqual(parsed(d));
  });

  it('lets no terminal act on it', () => {
    expect(renderYaml(ALL['unexplained']!)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });
});

describe('renderShort', () => {
  it('says each thing to mend on one line, with its id', () => {
    expect(renderShort(twoFaults, {unicode: true})).toBe(
      'default/nginx: Subnet subnet-0aa1 sends its traffic to nat-0c1, which was deleted [egress-nat-blackhole; likely; explains egress-sts-unreachable]\n' +
        'default/nginx: Nothing maps the role eks-fargate-pods to Kubernetes [iam-role-not-mapped; certain]\n',
    );
    expect(renderShort(crowd, {unicode: true})).toMatch(/^12 pods: The API server admits only/);
    expect(renderShort(laterFaults, {unicode: true})).toContain('[image-pull-auth; warning; possible; next]');
  });

  it('says the answer on one line where there is no cause', () => {
    expect(renderShort(ALL['incomplete']!, {unicode: true})).toMatch(
      /^default\/nginx has been Pending[^\n]*iam:GetRole\.\n$/,
    );
    expect(renderShort(ALL['unexplained']!, {unicode: false})).toMatch(/^[ -~]{1,900}\n$/);
  });
});
