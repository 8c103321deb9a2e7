import {stringify} from 'yaml';
import type {Diagnosis} from '../model/diagnosis.ts';
import {terminalSafeJson} from './escape.ts';
import {documentOf} from './json.ts';

/**
 * The JSON document as YAML. Every string value is quoted, so that YAML 1.1 and 1.2 readers agree on `no`, `1_000` and
 * `12:30`, and so that invisible characters can be written as escapes.
 */
export function renderYaml(diagnosis: Diagnosis): string {
  const text = stringify(documentOf(diagnosis), {
    lineWidth: 0,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    doubleQuotedAsJSON: true,
    aliasDuplicateObjects: false,
  });
  return terminalSafeJson(text);
}
