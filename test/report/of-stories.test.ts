import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import type {Diagnosis} from '../../src/model/diagnosis.ts';
import {renderGithub} from '../../src/report/github.ts';
import {renderHtml} from '../../src/report/html/page.ts';
import {renderJunit} from '../../src/report/junit.ts';
import {renderMarkdown} from '../../src/report/markdown.ts';
import {renderSarif} from '../../src/report/sarif.ts';
import {JUNIT_SCHEMA, parseJunit} from './junit-schema.ts';
import {SARIF_SCHEMA} from './sarif-schema.ts';

const ajv = new Ajv2020({allErrors: true, strictTypes: false});
formats.default(ajv);
const [isSarif, isJunit] = [ajv.compile(SARIF_SCHEMA), ajv.compile(JUNIT_SCHEMA)];

const GOLDENS = join(import.meta.dirname, '../goldens');
const RUN = {version: '0.0.0', startedAt: '2026-11-20T03:10:00Z', durationMs: 0, calls: 0};
const documents = readdirSync(GOLDENS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => {
    const document = JSON.parse(readFileSync(join(GOLDENS, file), 'utf8')) as Diagnosis;
    return {id: file.replace(/\.json$/, ''), document: {...document, run: RUN}};
  });

// From the documents that the program gave to every story.
describe('every story in every format', () => {
  it.each(documents)('$id', ({document}) => {
    expect(isSarif(JSON.parse(renderSarif(document))), ajv.errorsText(isSarif.errors)).toBe(true);
    expect(isJunit(parseJunit(renderJunit(document))), ajv.errorsText(isJunit.errors)).toBe(true);
    expect(renderMarkdown(document).length).toBeLessThan(60_000);
    const html = renderHtml(document);
    expect(html).toContain('<!doctype html>');
    for (const line of renderGithub(document).split('\n').filter(Boolean))
      expect(line).toMatch(/^::(error|warning|notice)/);
    for (const {id} of document.causes) for (const text of [renderMarkdown(document), html]) expect(text).toContain(id);
  });
});
