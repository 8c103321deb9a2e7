import type {Cause, Diagnosis, NotChecked} from '../model/diagnosis.ts';
import {positionText} from '../model/finding.ts';
import {blocksOf, checksIn} from './blocks.ts';
import {safe} from './escape.ts';
import {ignoredSentences} from './ignored.ts';
import {sentence} from './sentence.ts';
import {pageOf, type SharingOptions} from './sharing.ts';

// JUnit's XML as Jenkins, GitLab and GitHub's reporters read it: a test case for each check, which is a healthy statement.

const MOST_TEXT = 4000;

/** The report as JUnit XML. A cause is a failure, what could not be checked is skipped, an answer that is not clear is an error. */
export function renderJunit(diagnosis: Diagnosis, {repository}: SharingOptions = {}): string {
  const cases = diagnosis.error ? [] : checkCases(diagnosis, repository);
  const answer = answerCase(diagnosis);
  const all = [...cases, answer];
  const of = (kind: Case['outcome']): number => all.filter((one) => one.outcome === kind).length;
  const seconds = (diagnosis.run.durationMs / 1000).toFixed(3);
  const totals = `tests="${all.length}" failures="${of('failure')}" errors="${of('error')}"`;
  const suite = attribute(`fargate-doctor ${diagnosis.cluster.name ?? ''}`.trim());
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fargate-doctor" ${totals} time="${seconds}">`,
    `  <testsuite name="${suite}" ${totals} skipped="${of('skipped')}" time="${seconds}" timestamp="${attribute(diagnosis.run.startedAt.replace(/Z$/, ''))}">`,
    ...all.map((one) => one.xml),
    ...notesOut(diagnosis),
    '  </testsuite>',
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

interface Case {
  readonly outcome: 'passed' | 'failure' | 'skipped' | 'error';
  readonly xml: string;
}

function checkCases(diagnosis: Diagnosis, repository: string | undefined): readonly Case[] {
  const titles = new Map(
    [...diagnosis.ruledOut, ...diagnosis.notChecked].map(({check, title}) => [check, title] as const),
  );
  const name = (check: string): string => titles.get(check) ?? check;
  const failed = diagnosis.causes.map((cause) => failure(cause, name(cause.check), repository));
  const causing = new Set(diagnosis.causes.map((cause) => cause.check));
  const skipped = diagnosis.notChecked.filter(({check}) => !causing.has(check)).map(unchecked);
  const passed = diagnosis.ruledOut.map(({check, title}): Case => ({outcome: 'passed', xml: testCase(check, title)}));
  return [...failed, ...skipped, ...passed];
}

function failure(cause: Cause, title: string, repository: string | undefined): Case {
  const page = pageOf(cause, repository);
  const body = [
    `${cause.severity}, ${cause.certainty}, stage ${cause.stage}, ${cause.when}`,
    ...cause.subjects.slice(0, 50).map((subject) => `subject: ${subject}`),
    ...(cause.subjects.length > 50 ? [`… and ${cause.subjects.length - 50} more`] : []),
    ...cause.evidence
      .slice(0, 50)
      .map(
        (e) =>
          `seen: ${[e.position && positionText(e.position), e.ref, e.path, e.value].filter(Boolean).join(' ')} (${e.source})`,
      ),
    ...cause.remedies.flatMap((remedy) => [`fix: ${remedy.summary}`, ...remedy.commands.map((line) => `  ${line}`)]),
    ...(page === undefined ? [] : [`more: ${page}`]),
  ];
  const inner = `<failure type="${attribute(cause.id)}" message="${attribute(cause.summary)}">${body.map(element).join('\n')}</failure>`;
  return {outcome: 'failure', xml: testCase(cause.check, `${title}: ${cause.id}`, inner)};
}

function unchecked({check, title, reason, needs, detail}: NotChecked): Case {
  const why = needs === undefined ? (detail ?? reason) : `needs ${needs}`;
  return {outcome: 'skipped', xml: testCase(check, title, `<skipped message="${attribute(why)}"/>`)};
}

/** The answer as a whole, so that an unclear one does not look like a passed run. */
function answerCase(diagnosis: Diagnosis): Case {
  const {verdict} = diagnosis;
  const message = `type="${verdict}" message="${attribute(sentence(diagnosis))}"`;
  const clear = verdict === 'healthy' || verdict === 'not-fargate' || verdict === 'causes-found';
  return {
    outcome: clear ? 'passed' : 'error',
    xml: testCase('diagnosis', 'The answer is clear', clear ? undefined : `<error ${message}/>`),
  };
}

function testCase(check: string, title: string, inner?: string): string {
  const head = `    <testcase classname="${attribute(`fargate-doctor.${check}`)}" name="${attribute(title)}"`;
  return inner === undefined ? `${head}/>` : `${head}>\n      ${inner}\n    </testcase>`;
}

function notesOut(diagnosis: Diagnosis): readonly string[] {
  const {now, next} = blocksOf(diagnosis.causes);
  const lines = [
    sentence(diagnosis),
    `${checksIn(diagnosis)} checks, ${now.length + next.length} causes`,
    ...diagnosis.notes.map((note) => `note: ${note.summary} (${note.id})`),
    ...ignoredSentences(diagnosis),
  ];
  return [`    <system-out>${lines.map(element).join('\n')}</system-out>`];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text between tags: invisible characters are escapes already, and `]]>` can't stand, for its last sign never does. */
function element(foreign: string): string {
  return safe(foreign, {limit: MOST_TEXT})
    .replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? '')
    .replace(/[\ufffe\uffff]/g, '\ufffd');
}

const attribute = (foreign: string): string => element(foreign).replace(/["']/g, (sign) => ENTITIES[sign] ?? '');
