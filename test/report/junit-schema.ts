// JUnit's XML has no standard. This says what Jenkins' xUnit plugin asks for (its junit-10.xsd, the strictest that is in
// wide use: https://github.com/jenkinsci/xunit-plugin), in our own words, for XML read with attributes as `@name`.

import {XMLParser} from 'fast-xml-parser';
const text = {type: 'string'};
const time = {type: 'string', pattern: '^[0-9]*(\\.[0-9]*)?$'};
const closed = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const outcome = {type: 'array', items: closed({'@type': text, '@message': text, '#text': text})};

const testCase = closed(
  {
    '@name': text,
    '@classname': text,
    '@time': text,
    '@group': text,
    skipped: outcome,
    error: outcome,
    failure: outcome,
    'system-out': text,
    'system-err': text,
  },
  ['@name'],
);

const testSuite = closed(
  {
    ...Object.fromEntries(
      ['group', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'].map((name) => [
        `@${name}`,
        text,
      ]),
    ),
    '@name': text,
    '@tests': text,
    '@failures': text,
    '@errors': text,
    '@time': time,
    testcase: {type: 'array', items: testCase},
    'system-out': text,
    'system-err': text,
  },
  ['@name', '@tests', '@failures', '@errors'],
);

export const JUNIT_SCHEMA: object = closed(
  {
    testsuites: closed({
      '@name': text,
      '@time': time,
      '@tests': text,
      '@failures': text,
      '@errors': text,
      testsuite: {type: 'array', items: testSuite},
    }),
  },
  ['testsuites'],
);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  trimValues: true,
  isArray: (name, _path, _leaf, attribute) =>
    !attribute && ['testsuite', 'testcase', 'failure', 'error', 'skipped'].includes(name),
});

/** Reads a JUnit report into what the schema describes. */
export const parseJunit = (xml: string): unknown => parser.parse(xml);
