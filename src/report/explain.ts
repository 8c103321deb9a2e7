import type {CauseId} from '../model/finding.ts';
import {STAGES, stageNumber} from '../model/stage.ts';
import {isCommand} from './cause-block.ts';
import {readsOf, type CauseEntry} from './cause-entry.ts';
import {causeMarkdown} from './causes-doc.ts';
import {terminalSafeJson} from './escape.ts';
import {flow, hang, openPage, wrap, type Look, type Page} from './layout.ts';
import {withStop} from './wording.ts';

// The pages of causes, and the list of checks: everything that can be said without a cluster.

export {findPage} from './cause-entry.ts';
export {renderChecks} from './checks-list.ts';

/** A cause's page as `markdown`, `json`, or, for anything else, as text for a terminal. */
export function renderPage(entry: CauseEntry, format: string, look: Look): string {
  if (format === 'markdown') return causeMarkdown(entry);
  if (format === 'json') return `${terminalSafeJson(JSON.stringify(pageDocument(entry), null, 2))}\n`;
  return pageText(entry, look);
}

function pageDocument(entry: CauseEntry): unknown {
  if (entry.is === 'unreadable') return {id: entry.id, unreadable: entry.reason};
  const {id, page, check, stage, explainedBy} = entry;
  return {
    id,
    title: page.title,
    severity: page.severity,
    certainty: page.atMost ?? 'certain',
    stage,
    check: {id: check.id, title: check.title, group: check.group, scope: check.scope, reads: readsOf(check)},
    why: page.why,
    symptoms: page.symptoms,
    proof: page.proof,
    fix: page.fix,
    explains: page.explains ?? [],
    explainedBy,
    docs: page.docs,
  };
}

/** Where the text of a row begins. */
const COLUMN = 10;

function pageText(entry: CauseEntry, look: Look): string {
  const page = openPage(look);
  const lines = entry.is === 'unreadable' ? unreadableLines(page, entry) : causeLines(page, entry);
  return `${lines.join('\n')}\n`;
}

function unreadableLines(page: Page, entry: {readonly id: CauseId; readonly reason: string}): string[] {
  const words = `The doctor has no check for this cause. ${entry.reason}`;
  return [page.paint(entry.id, 'bold'), '', ...wrap(page.show(words, Number.POSITIVE_INFINITY), page.width)];
}

function causeLines(page: Page, entry: Extract<CauseEntry, {is: 'checked'}>): string[] {
  const {id, page: cause, check, stage, explainedBy} = entry;
  const all = Number.POSITIVE_INFINITY;
  const label = (name: string): string => page.paint(name, 'dim');
  const row = (name: string, text: string): string[] =>
    hang(label(name), COLUMN, wrap(page.show(text, all), page.width - COLUMN));
  const rows = (name: string, texts: readonly string[]): string[] =>
    texts.flatMap((text, i) => (isCommand(text) ? typed(i === 0 ? name : '', text) : row(i === 0 ? name : '', text)));
  const typed = (name: string, text: string): string[] =>
    text
      .split('\n')
      .map((line, i) => hang(i === 0 ? label(name) : '', COLUMN, [page.paint(page.typed(line), 'cyan')])[0] ?? '');
  const ids = (name: string, list: readonly string[]): string[] => {
    const items = list.map((id, i) => page.show(id) + (i < list.length - 1 ? ',' : ''));
    return items.length === 0 ? [] : hang(label(name), COLUMN, flow(items, ' ', page.width - COLUMN));
  };
  const grade = cause.atMost === undefined ? cause.severity : `${cause.severity}, at most ${cause.atMost}`;
  return [
    page.paint(page.show(id), 'bold'),
    ...wrap(page.show(withStop(cause.title), all), page.width),
    '',
    ...row('why', cause.why),
    ...rows('seen as', cause.symptoms),
    ...row('proof', cause.proof),
    ...rows('fix', cause.fix),
    ...ids('explains', cause.explains ?? []),
    ...ids('follows', explainedBy),
    ...row('bites', `${grade}, at stage ${stageNumber(stage)} of ${STAGES.length}: ${stage}`),
    ...row('check', `${check.id}: ${check.title}`),
    ...ids('reads', readsOf(check)),
    ...rows('docs', cause.docs),
  ];
}
