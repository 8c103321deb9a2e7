import type {Cause, Diagnosis} from '../model/diagnosis.ts';
import {STAGES, stageNumber} from '../model/stage.ts';
import {blindSpots, blocksOf, checksIn, crowdsOf, subjectName} from './blocks.ts';
import {causeBlock, type BlockOptions} from './cause-block.ts';
import {ignoredSentences} from './ignored.ts';
import {flow, hang, openPage, wrap, type Look, type Page} from './layout.ts';
import {plannedSections} from './planned-lines.ts';
import {scanSentence} from './scan-line.ts';
import {sentence} from './sentence.ts';
import {count, list, runTime, withStop} from './wording.ts';

export interface TextOptions extends Look {
  /** Shows all evidence, that of consequences too, absolute times, and links. */
  readonly verbose: boolean;
  /** Only causes; where there are none but the answer is not clear, only the first sentence. */
  readonly quiet?: boolean;
  /** Names every pod, not only the first of many. */
  readonly showAll?: boolean;
  /** The time that ages are counted from, RFC 3339: the diagnosis' own clock. */
  readonly now: string;
}

/** Longest foreign text in the first sentence, in characters. */
const LONGEST_SENTENCE = 600;
/** Notes that are shown without `verbose`. */
const MOST_NOTES = 8;
const MOST_NAMES = 3;
/** Topics that are named of what was ruled out, and of what one missing permission hides, without `verbose`. */
const MOST_TOPICS = 20;
const MOST_HIDDEN = 6;

/** The report for a terminal. Commands are never broken; every other line fits the width, single long words aside. */
export function renderText(diagnosis: Diagnosis, options: TextOptions): string {
  const page = openPage(options);
  const sections = options.quiet ? quiet(page, diagnosis, options) : full(page, diagnosis, options);
  const text = sections.filter((s) => s.length > 0).map((s) => s.map((line) => line.trimEnd()).join('\n'));
  return text.length === 0 ? '' : `${text.join('\n\n')}\n`;
}

type Section = readonly string[];

function quiet(page: Page, diagnosis: Diagnosis, options: TextOptions): readonly Section[] {
  const causes = causeSections(page, diagnosis, options);
  if (causes.length > 0) return causes;
  const clear = diagnosis.verdict === 'healthy' || diagnosis.verdict === 'not-fargate';
  return clear ? [] : [first(page, diagnosis)];
}

function full(page: Page, diagnosis: Diagnosis, options: TextOptions): readonly Section[] {
  if (diagnosis.error) {
    return [errorLines(page, diagnosis.error.message, diagnosis.error.hint)];
  }
  return [
    [
      ...first(page, diagnosis),
      ...clusterLine(page, diagnosis, options),
      ...scanLines(page, diagnosis),
      ...crowdLines(page, diagnosis, options),
    ],
    ...plannedSections(page, diagnosis, options.verbose),
    ...causeSections(page, diagnosis, options),
    ...noteSections(page, diagnosis, options),
    [
      ...ruledOut(page, diagnosis, options),
      ...notChecked(page, diagnosis, options),
      ...ignoredSentences(diagnosis).flatMap((told) =>
        hang(
          page.paint('ignored', 'dim'),
          LAST_COLUMN,
          wrap(page.show(told, LONGEST_SENTENCE), page.width - LAST_COLUMN),
        ),
      ),
      ...counts(page, diagnosis, options),
    ],
  ];
}

/** What went wrong, and what to do about it; a hint may have several lines. */
function errorLines(page: Page, message: string, hint: string | undefined): string[] {
  const body = (text: string): string[] => wrap(page.show(text, LONGEST_SENTENCE), page.width - 7);
  return [
    ...hang(page.paint('error:', 'red', 'bold'), 7, body(withStop(message))),
    ...(hint === undefined ? [] : hang(page.paint('hint:', 'bold'), 7, hint.split('\n').flatMap(body))),
  ];
}

function first(page: Page, diagnosis: Diagnosis): string[] {
  return wrap(page.show(sentence(diagnosis), LONGEST_SENTENCE), page.width).map((line) => page.paint(line, 'bold'));
}

function clusterLine(page: Page, diagnosis: Diagnosis, options: TextOptions): string[] {
  const {name, region, account, context, kubernetesVersion, platformVersion} = diagnosis.cluster;
  const same = <T>(of: (s: Diagnosis['subjects'][number]) => T): T | undefined => {
    const values = new Set(diagnosis.subjects.map(of));
    return values.size === 1 ? [...values][0] : undefined;
  };
  const profile = same((s) => s.profile);
  const stage = diagnosis.verdict === 'healthy' ? undefined : same((s) => s.stage);
  const parts = [
    name === undefined ? undefined : `cluster ${name}`,
    region,
    account,
    kubernetesVersion === undefined ? undefined : `Kubernetes ${kubernetesVersion}`,
    options.verbose ? platformVersion : undefined,
    context !== undefined && (options.verbose || name === undefined) ? `context ${context}` : undefined,
    profile === undefined ? undefined : `profile ${profile}`,
    stage === undefined ? undefined : `stage ${stageNumber(stage)} of ${STAGES.length}: ${stage}`,
  ];
  const shown = parts.flatMap((p) => (p === undefined || p === '' ? [] : [page.show(p)]));
  return flow(shown, page.show(' · '), page.width).map((line) => page.paint(line, 'dim'));
}

function scanLines(page: Page, {scanned}: Diagnosis): string[] {
  if (scanned === undefined) return [];
  return wrap(page.show(scanSentence(scanned)), page.width).map((line) => page.paint(line, 'dim'));
}

/** Who is meant, where it is more than one. */
function crowdLines(page: Page, diagnosis: Diagnosis, options: TextOptions): string[] {
  if (diagnosis.subjects.length < 2 || diagnosis.manifest) return [];
  const lines = crowdsOf(diagnosis.subjects).map((crowd) => {
    const names = list(
      crowd.subjects.map((s) => page.show(s.name)),
      options.showAll ? undefined : MOST_NAMES,
    );
    const of = crowd.owner ? subjectName({...crowd.owner, namespace: crowd.namespace}) : undefined;
    const bare = crowd.subjects.length > 1 ? ' without an owner' : '';
    const what = of === undefined ? `in ${crowd.namespace}${bare}` : `of ${of}`;
    return `${crowd.subjects.length} ${page.show(what)}, ${crowd.standing}: ${names}`;
  });
  const shown =
    lines.length > MOST_NOTES
      ? [...lines.slice(0, MOST_NOTES), page.show(`… and ${lines.length - MOST_NOTES} more groups`)]
      : lines;
  return hang(
    'pods',
    7,
    shown.flatMap((line) => wrap(line, page.width - 7)),
  );
}

function causeSections(page: Page, diagnosis: Diagnosis, options: BlockOptions): readonly Section[] {
  const {now, next} = blocksOf(diagnosis.causes);
  const total = diagnosis.subjects.length;
  const {paths, subjects} = diagnosis;
  const drawn = {...options, subjects, ...(paths ? {paths} : {})};
  const ahead = now.length > 0 ? 'then it will meet' : total === 0 ? 'the next Fargate pod will meet' : 'it will meet';
  const then = total > 1 ? ahead.replace('it', 'they') : ahead;
  return [
    ...now.map((block) => causeBlock(page, block, drawn, total)),
    ...(next.length > 0 ? [[page.paint(then, 'bold')]] : []),
    ...next.map((block) => causeBlock(page, block, drawn, total)),
  ];
}

function noteSections(page: Page, diagnosis: Diagnosis, options: TextOptions): readonly Section[] {
  const {notes} = diagnosis;
  const shown = options.verbose ? notes : notes.slice(0, MOST_NOTES);
  const rest = notes.length - shown.length;
  const lines = [
    ...shown.flatMap((note) => noteLines(page, note)),
    ...(rest > 0 ? [page.show(`       … and ${count(rest, 'more note')} (-v shows all)`)] : []),
  ];
  return [lines];
}

/** One paragraph: what it is, and under which id more can be read. */
function noteLines(page: Page, note: Cause): string[] {
  const grade = note.severity === 'info' ? note.id : `${note.severity}, ${note.id}`;
  const lines = wrap(`${page.show(note.summary)} (${page.show(grade)})`, page.width - 7);
  return hang(page.paint('NOTE', 'cyan', 'bold'), 7, lines);
}

/** Where the text of the last rows begins. */
const LAST_COLUMN = 13;

function ruledOut(page: Page, diagnosis: Diagnosis, options: TextOptions): string[] {
  const topics = [...new Set(diagnosis.ruledOut.map((r) => r.topic))].map((t) => page.show(t));
  if (topics.length === 0) return [];
  const shown = options.verbose || topics.length <= MOST_TOPICS ? topics : topics.slice(0, MOST_TOPICS);
  const items = shown.length < topics.length ? [...shown, `and ${topics.length - shown.length} more`] : shown;
  return hang(page.paint('ruled out', 'dim'), LAST_COLUMN, flow(items, page.show(' · '), page.width - LAST_COLUMN));
}

function notChecked(page: Page, diagnosis: Diagnosis, options: TextOptions): string[] {
  const lines = blindSpots(diagnosis.notChecked).flatMap((blind) => {
    const why = blind.needs === undefined ? (blind.detail ?? blind.reason) : `needs ${blind.needs}`;
    const hidden = options.verbose && blind.couldHide.length > 0 ? ` (could hide ${list(blind.couldHide)})` : '';
    const text = `${page.show(list(blind.topics, options.verbose ? undefined : MOST_HIDDEN), LONGEST_SENTENCE)}: ${page.show(why)}${page.show(hidden, LONGEST_SENTENCE)}`;
    return wrap(text, page.width - LAST_COLUMN - 2).map((line, i) => (i === 0 ? line : `  ${line}`));
  });
  return hang(page.paint('not checked', 'yellow'), LAST_COLUMN, lines);
}

function counts(page: Page, diagnosis: Diagnosis, options: TextOptions): string[] {
  const {causes, notChecked: blind, run, exit} = diagnosis;
  const {now, next} = blocksOf(causes);
  const roots = now.length + next.length;
  const parts = [
    count(checksIn(diagnosis), 'check'),
    count(roots, 'cause'),
    ...(causes.length > roots ? [count(causes.length - roots, 'consequence')] : []),
    ...(blind.length > 0 ? [`${new Set(blind.map((b) => b.check)).size} not checked`] : []),
    count(run.calls, 'call'),
    runTime(run.durationMs),
    ...(options.verbose ? [`exit ${exit.code}: ${exit.reason}`] : []),
  ];
  return flow(
    parts.map((p) => page.show(p)),
    page.show(' · '),
    page.width,
  ).map((line) => page.paint(line, 'dim'));
}
