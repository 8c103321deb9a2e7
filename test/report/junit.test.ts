import {Ajv2020} from 'ajv/dist/2020.js';
import {XMLValidator} from 'fast-xml-parser';
import {describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {renderJunit} from '../../src/report/junit.ts';
import {ALL, founding, incomplete} from './diagnoses.ts';
import {ATTEMPTS, hostile} from './hostile.ts';
import {JUNIT_SCHEMA, parseJunit} from './junit-schema.ts';

const validate = new Ajv2020({allErrors: true}).compile(JUNIT_SCHEMA);
interface TestCase {
  readonly '@name': string;
  readonly '@classname': string;
  readonly failure?: readonly {readonly '@message': string; readonly '#text': string}[];
  readonly error?: readonly {readonly '@message': string}[];
  readonly skipped?: readonly {readonly '@message': string}[];
}
interface Suites {
  readonly testsuites: {
    readonly '@tests': string;
    readonly '@failures': string;
    readonly '@errors': string;
    readonly testsuite: readonly [{readonly testcase: readonly TestCase[]}];
  };
}
function parsed(d: Diagnosis): Suites {
  const xml = renderJunit(d);
  expect(XMLValidator.validate(xml)).toBe(true);
  return parseJunit(xml) as Suites;
}
/** Signs that XML 1.0 does not allow, and what a terminal would act on. */
const FORBIDDEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|\p{Cs}|\p{Cf}/u;

describe('JUnit XML', () => {
  for (const [name, d] of Object.entries(ALL)) {
    it(`has the elements and attributes that Jenkins takes: ${name}`, () => {
      expect(validate(parsed(d)) ? [] : validate.errors).toEqual([]);
    });
  }

  it('holds every hostile text as text', () => {
    for (const attempt of ATTEMPTS) {
      const d = hostile(attempt);
      expect(renderJunit(d)).not.toMatch(FORBIDDEN);
      const {testsuites} = parsed(d);
      expect(validate({testsuites}) ? [] : validate.errors, attempt).toEqual([]);
      expect(testsuites.testsuite[0].testcase.flatMap((c) => c.failure ?? [])).toHaveLength(2);
    }
  });

  it('fails for a cause, skips what was not checked, passes what was ruled out, and counts them', () => {
    const {testsuites} = parsed(founding);
    const cases = testsuites.testsuite[0].testcase;
    const failed = cases.filter((c) => c.failure);
    expect(failed.map((c) => c['@classname'])).toEqual(['fargate-doctor.api-endpoint-admits-pods']);
    expect(failed[0]?.failure?.[0]?.['#text']).toContain('aws eks update-cluster-config');
    expect(cases.filter((c) => c.skipped).map((c) => c.skipped?.[0]?.['@message'])).toEqual([
      'needs servicequotas:GetServiceQuota',
    ]);
    expect([testsuites['@tests'], testsuites['@failures'], testsuites['@errors']]).toEqual([
      String(cases.length),
      '1',
      '0',
    ]);
    expect(cases).toHaveLength(1 + 1 + founding.ruledOut.length + 1);
  });

  it('does not let an unclear answer, or none, pass', () => {
    const failed = Object.values(ALL).find((d) => d.error) as Diagnosis;
    for (const d of [incomplete, failed]) {
      expect(parsed(d).testsuites['@errors']).toBe('1');
    }
  });
});
