import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {renderSarif} from '../../src/report/sarif.ts';
import {ALL, founding} from './diagnoses.ts';
import {ATTEMPTS, hostile, pointing} from './hostile.ts';
import {SARIF_SCHEMA} from './sarif-schema.ts';

const ajv = new Ajv2020({allErrors: true});
formats.default(ajv);
const validate = ajv.compile(SARIF_SCHEMA);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: {readonly text: string};
  readonly locations: readonly {readonly physicalLocation?: unknown; readonly logicalLocations: readonly object[]}[];
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: {readonly driver: {readonly rules: readonly {readonly id: string; readonly helpUri?: string}[]}};
      readonly results: readonly Result[];
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly exitCode: number;
          readonly toolExecutionNotifications: readonly {
            readonly level: string;
            readonly message: {readonly text: string};
          }[];
        },
      ];
    },
  ];
}
const log = (d: Diagnosis, repository?: string): Log =>
  JSON.parse(renderSarif(d, repository === undefined ? {} : {repository})) as Log;

describe('SARIF', () => {
  for (const [name, d] of Object.entries(ALL)) {
    it(`validates: ${name}`, () => {
      expect(validate(log(d, 'https://github.com/o/r')) ? [] : validate.errors).toEqual([]);
    });
  }

  it('validates with every hostile text, and can do nothing to a terminal', () => {
    for (const attempt of ATTEMPTS) {
      const text = renderSarif(hostile(attempt));
      expect(validate(JSON.parse(text)) ? [] : validate.errors, attempt).toEqual([]);
      expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u);
    }
  });

  it('has a rule for each cause, and levels by severity', () => {
    const [{tool, results}] = log(founding).runs;
    expect(results.map((r) => [r.ruleId, r.level])).toEqual([
      ['endpoint-public-cidrs-exclude-nat', 'error'],
      ['logging-configmap-missing', 'note'],
    ]);
    expect(results.map((r) => tool.driver.rules[r.ruleIndex]?.id)).toEqual(results.map((r) => r.ruleId));
    expect(results[0]?.message.text).toContain('Fix: Turn on the private endpoint');
  });

  it('links a cause to its page, in the repository where that is known', () => {
    const rules = (repository?: string): readonly (string | undefined)[] =>
      log(founding, repository).runs[0].tool.driver.rules.map((r) => r.helpUri);
    expect(rules('https://github.com/o/r')[0]).toBe(
      'https://github.com/o/r/blob/main/docs/causes/endpoint-public-cidrs-exclude-nat.md',
    );
    expect(rules()[0]).toBe('https://docs.aws.amazon.com/eks/latest/userguide/fargate.html');
  });

  it('points into the file where the evidence does', () => {
    const [{results}] = log(pointing({file: 'k8s/my app.yaml', line: 12, column: 7})).runs;
    expect(results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: {uri: 'k8s/my%20app.yaml'},
      region: {startLine: 12, startColumn: 7},
    });
  });

  it('tells what was not checked, and that the doctor failed', () => {
    const [{invocations}] = log(founding).runs;
    expect(invocations[0].toolExecutionNotifications[0]?.message.text).toContain('needs servicequotas:GetServiceQuota');
    const failed = Object.values(ALL).find((d) => d.error);
    expect(log(failed as Diagnosis).runs[0].invocations[0]).toMatchObject({executionSuccessful: false});
  });
});
