import type {Cause, Diagnosis, NotChecked} from '../model/diagnosis.ts';
import {positionText, type Position, type Severity} from '../model/finding.ts';
import {checksIn} from './blocks.ts';
import {isCommand} from './cause-block.ts';
import {safe, terminalSafeJson, wellFormed} from './escape.ts';
import {ignoredSentences} from './ignored.ts';
import {sentence} from './sentence.ts';
import {pageOf, type SharingOptions} from './sharing.ts';
import {withStop} from './wording.ts';

// SARIF 2.1.0 (OASIS), as code scanning and editors read it: one rule a cause, one result for each place where it was seen.

/** Levels of SARIF: what is worth knowing and not why is at most a `warning`, and `note` where it is merely information. */
const LEVELS: Readonly<Record<Severity, string>> = {error: 'error', warning: 'warning', info: 'note'};
const MOST_TEXT = 2000;

/** The report as a SARIF log with one run. */
export function renderSarif(diagnosis: Diagnosis, {repository}: SharingOptions = {}): string {
  const {causes, notes, run, exit, error} = diagnosis;
  const all = [...causes, ...notes];
  const ids = [...new Set(all.map((cause) => cause.id))].sort();
  const first = new Map(all.map((cause) => [cause.id, cause]).reverse() as [string, Cause][]);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'fargate-doctor',
            version: run.version,
            ...(repository === undefined ? {} : {informationUri: repository}),
            rules: ids.map((id) => ruleOf(first.get(id) as Cause, repository)),
          },
        },
        invocations: [
          {
            executionSuccessful: error === undefined,
            exitCode: exit.code,
            exitCodeDescription: text(exit.reason),
            startTimeUtc: run.startedAt,
            toolExecutionNotifications: [
              ...(error ? [{level: 'error', message: {text: text(sentence(diagnosis))}}] : []),
              ...diagnosis.notChecked.map(notification),
              ...ignoredSentences(diagnosis).map((told) => ({level: 'note', message: {text: text(withStop(told))}})),
            ],
          },
        ],
        results: all.map((cause) => resultOf(cause, ids, diagnosis)),
        columnKind: 'utf16CodeUnits',
        properties: {verdict: diagnosis.verdict, checks: checksIn(diagnosis)},
      },
    ],
  };
  return `${terminalSafeJson(JSON.stringify(log, (_, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value), 2))}\n`;
}

function ruleOf(cause: Cause, repository: string | undefined): unknown {
  const page = pageOf(cause, repository);
  return {
    id: cause.id,
    name: pascal(cause.id),
    shortDescription: {text: withStop(text(cause.title))},
    ...(page === undefined ? {} : {helpUri: page}),
    help: {text: `fargate-doctor explain ${cause.id}`},
    defaultConfiguration: {level: LEVELS[cause.severity]},
    properties: {check: cause.check, stage: cause.stage},
  };
}

const pascal = (id: string): string => id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function resultOf(cause: Cause, ids: readonly string[], {subjects, cluster}: Diagnosis): unknown {
  const kinds = new Map(subjects.map((s) => [s.namespace === '' ? s.name : `${s.namespace}/${s.name}`, s.kind]));
  const named = cause.subjects.length > 0 ? cause.subjects : [cluster.name ?? 'cluster'];
  const logical = named.slice(0, 1000).map((name) => ({
    fullyQualifiedName: text(name),
    kind: cause.subjects.length > 0 ? (kinds.get(name) ?? 'resource').toLowerCase() : 'cluster',
  }));
  const positions = cause.evidence.flatMap((e) => (e.position ? [e.position] : []));
  const each = new Map(positions.map((position) => [positionText(position), position]));
  const places = [...each.values()].slice(0, 20).map(physical);
  const seen = cause.evidence.slice(0, 100).map((e) => ({
    ...(e.position ? physical(e.position) : {}),
    message: {text: text([e.ref, e.path, e.value].filter((part) => part !== undefined).join(' '))},
  }));
  return {
    ruleId: cause.id,
    ruleIndex: ids.indexOf(cause.id),
    level: LEVELS[cause.severity],
    kind: 'fail',
    message: {text: text([withStop(cause.summary), ...remedyText(cause)].join(' '))},
    locations:
      places.length > 0 ? places.map((p) => ({...p, logicalLocations: logical})) : [{logicalLocations: logical}],
    relatedLocations: seen,
    partialFingerprints: {'causeAndSubjects/v1': text(`${cause.id} ${named.join(' ')}`, 500)},
    properties: {certainty: cause.certainty, when: cause.when, rank: cause.rank},
  };
}

/** Where in a file; what is not a path of one (`-` for stdin) has no place that a reader could open. */
function physical({file, line, column}: Position): {readonly physicalLocation?: unknown} {
  if (file === '-' || file === '') return {};
  const uri = file
    .replace(/\\/g, '/')
    .split('/')
    .map((part) => encodeURIComponent(wellFormed(part)))
    .join('/');
  return {physicalLocation: {artifactLocation: {uri}, region: {startLine: line, startColumn: column}}};
}

/** The first remedy in words; commands are whole, or they would be others. */
function remedyText({remedies}: Cause): readonly string[] {
  const [remedy] = remedies;
  if (!remedy) return [];
  const then =
    remedy.then === undefined ? [] : [`Then: ${isCommand(remedy.then) ? remedy.then : withStop(remedy.then)}`];
  return [`Fix: ${withStop(remedy.summary)}`, ...remedy.commands, ...then];
}

function notification({check, title, reason, needs, detail}: NotChecked): unknown {
  const why = needs === undefined ? (detail ?? reason) : `needs ${needs}`;
  return {
    level: reason === 'broken' ? 'error' : 'warning',
    message: {text: text(`Not checked: ${title}: ${why}`)},
    descriptor: {id: check},
  };
}

const text = (foreign: string, limit = MOST_TEXT): string => safe(foreign, {limit});
