// The part of SARIF 2.1.0 that our log uses, in our own words after the standard's schema
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json): names, types, what is
// required, and closed objects, as there. What we do not write is left out, so that writing it fails here first.

const text = {type: 'string'};
const closed = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const list = (items: object): object => ({type: 'array', items});
const bag = {type: 'object'};
const message = closed({text}, ['text']);
const level = {enum: ['none', 'note', 'warning', 'error']};
const index = {type: 'integer', minimum: -1};
const uri = {type: 'string', format: 'uri'};

const location = closed({
  id: index,
  message,
  physicalLocation: closed(
    {
      artifactLocation: closed({uri: {type: 'string', format: 'uri-reference'}}),
      region: closed({startLine: {type: 'integer', minimum: 1}, startColumn: {type: 'integer', minimum: 1}}),
    },
    ['artifactLocation'],
  ),
  logicalLocations: {...list(closed({name: text, fullyQualifiedName: text, kind: text})), uniqueItems: true},
});

const rule = closed(
  {
    id: text,
    name: text,
    shortDescription: message,
    help: message,
    helpUri: uri,
    defaultConfiguration: closed({level}),
    properties: bag,
  },
  ['id'],
);

const invocation = closed(
  {
    executionSuccessful: {type: 'boolean'},
    exitCode: {type: 'integer'},
    exitCodeDescription: text,
    startTimeUtc: {type: 'string', format: 'date-time'},
    toolExecutionNotifications: list(closed({level, message, descriptor: closed({id: text})}, ['message'])),
  },
  ['executionSuccessful'],
);

const result = closed(
  {
    ruleId: text,
    ruleIndex: index,
    level,
    kind: {enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']},
    message,
    locations: list(location),
    relatedLocations: {...list(location), uniqueItems: true},
    partialFingerprints: {type: 'object', additionalProperties: text},
    properties: bag,
  },
  ['message'],
);

export const SARIF_SCHEMA: object = closed(
  {
    $schema: uri,
    version: {enum: ['2.1.0']},
    runs: list(
      closed(
        {
          tool: closed(
            {
              driver: closed(
                {name: text, version: text, informationUri: uri, rules: {...list(rule), uniqueItems: true}},
                ['name'],
              ),
            },
            ['driver'],
          ),
          invocations: list(invocation),
          results: list(result),
          columnKind: {enum: ['utf16CodeUnits', 'unicodeCodePoints']},
          properties: bag,
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);
