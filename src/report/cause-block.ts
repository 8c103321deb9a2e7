import type {Cause, NetworkPath, SubjectReport} from '../model/diagnosis.ts';
import {subjectKey} from '../model/kubernetes.ts';
import type {Remedy} from '../model/finding.ts';
import {commonThen, seenIn, touched, type Block, type Seen} from './blocks.ts';
import {crowdText} from './crowd.ts';
import {columns, edges, hang, table, wrap, type Page, type Row} from './layout.ts';
import {pathDrawing} from './path-drawing.ts';
import {ago, count, list, withoutStop} from './wording.ts';

// One cause on the terminal: what it is, what was seen, what to type.

export interface BlockOptions {
  readonly verbose: boolean;
  /** RFC 3339. */
  readonly now: string;
  /** The ways through the network; those that a cause breaks are drawn with it. */
  readonly paths?: readonly NetworkPath[];
  /** All subjects of the report. */
  readonly subjects?: readonly SubjectReport[];
  /** Names every subject of a cause, not only the first. */
  readonly showAll?: boolean;
}

/** Where the text begins, and where that of the rows below begins. */
const COLUMN = 7;
const ROW = 9;
const LONGEST_SUMMARY = 600;
/** Rows of evidence, and remedies, that are shown without `verbose`. */
const MOST_ROWS = 8;
const MOST_NAMES = 3;
const MOST_WAYS = 12;

/** The lines of one block. `total` is the number of subjects in the report: with one, nobody asks whose cause it is. */
export function causeBlock(page: Page, block: Block, options: BlockOptions, total: number): string[] {
  const {cause, consequences} = block;
  return [
    ...title(page, cause),
    page.paint(' '.repeat(COLUMN) + page.show(cause.id), 'dim'),
    ...whose(page, cause, total, options),
    ...seen(page, cause, options),
    ...consequences.flatMap((c) => [...so(page, c), ...(options.verbose ? seen(page, c, options) : [])]),
    ...remedies(page, cause),
    ...ways(page, cause, options),
    ...labelled(page, 'more', [`fargate-doctor explain ${page.show(cause.id)}`]),
    ...(options.verbose ? cause.docs.flatMap((url) => labelled(page, '', [page.show(url)])) : []),
  ];
}

function title(page: Page, cause: Cause): string[] {
  const grade = cause.severity === 'error' ? cause.certainty : `${cause.severity}, ${cause.certainty}`;
  const [first = '', ...rest] = wrap(
    page.show(cause.summary, LONGEST_SUMMARY),
    page.width - COLUMN - columns(grade) - 2,
  );
  const label = cause.when === 'next' ? 'NEXT' : 'CAUSE';
  const color = cause.severity === 'error' ? 'red' : 'yellow';
  const left = hang(page.paint(label, color, 'bold'), COLUMN, [page.paint(first, 'bold')])[0] ?? '';
  const below = rest.map((line) => ' '.repeat(COLUMN) + page.paint(line, 'bold'));
  return [...edges(left, page.paint(grade, cause.certainty === 'certain' ? 'bold' : 'yellow'), page.width), ...below];
}

function whose(page: Page, {subjects: mine}: Cause, total: number, {subjects = [], showAll}: BlockOptions): string[] {
  if (total < 2 || mine.length === 0) return [];
  const all = mine.length === total;
  const keys = new Set(mine);
  // Of few the names say it all.
  const many = mine.length > MOST_NAMES;
  const who = many ? crowdText(subjects.filter((s) => keys.has(subjectKey(s)))) : '';
  const share = all
    ? `all ${who === '' ? total : who}`
    : who === ''
      ? `${mine.length} of ${total}`
      : `${who} (of ${total} in all)`;
  const names = list(
    mine.map((s) => page.show(s)),
    showAll ? undefined : MOST_NAMES,
  );
  const told = all && !showAll ? share : `${share}: ${names}`;
  return labelled(page, 'pods', wrap(page.show(told), page.width - ROW));
}

function seen(page: Page, cause: Cause, options: BlockOptions): string[] {
  const all = seenIn(cause.evidence);
  const shown = options.verbose ? all : all.slice(0, MOST_ROWS);
  const rows = shown.map((s): Row => ({left: seenText(page, s, options), right: page.show(s.source)}));
  const lines = table(rows, page.width - ROW, (source) => page.paint(source, 'dim'));
  const rest = all.length - shown.length;
  return labelled(page, 'seen', rest > 0 ? [...lines, page.show(`… and ${rest} more (-v shows all)`)] : lines);
}

/** `8m ago  fargate-scheduler  text` for what has a time, `ref path: value` for the rest. */
function seenText(page: Page, item: Seen, options: BlockOptions): string {
  const limit = options.verbose ? 2000 : undefined;
  const values = item.values.map(
    (v) =>
      (v.path === undefined ? '' : `${page.show(v.path)}: `) +
      page.show(v.value, limit) +
      (v.needed === undefined ? '' : ` (needed: ${page.show(v.needed)})`),
  );
  const text = values.join(', ');
  const ref = item.ref === undefined ? undefined : page.show(item.ref);
  if (item.at !== undefined) {
    const age = ago(item.at, options.now);
    const when = options.verbose ? [age, page.show(item.at)] : [age ?? page.show(item.at)];
    return [...when, ref, text].filter((part) => part !== undefined).join('  ');
  }
  if (ref === undefined || text.startsWith(ref)) return text;
  return item.values[0]?.path === undefined ? `${ref}: ${text}` : `${ref} ${text}`;
}

/** The first way that a cause breaks, drawn with one hop a line; the others are counted, and all drawn with `verbose`. */
function ways(page: Page, cause: Cause, {paths = [], verbose}: BlockOptions): string[] {
  const mine = paths.filter((path) => path.causes?.includes(cause.id));
  const shown = verbose ? mine.slice(0, MOST_WAYS) : mine.slice(0, 1);
  const lines = shown.flatMap((path) =>
    pathDrawing(path).flatMap(({text, state}) => {
      const [first = '', ...rest] = wrap(page.show(text, LONGEST_SUMMARY), page.width - ROW - 2);
      const whole = [first, ...rest.map((line) => `  ${line}`)];
      return state === 'broken' ? whole.map((line) => page.paint(line, 'red')) : whole;
    }),
  );
  const rest = mine.length - shown.length;
  const more =
    rest > 0 ? [page.show(`… and ${count(rest, 'more way')} broken${verbose ? '' : ' (-v draws all)'}`)] : [];
  return labelled(page, 'way', [...lines, ...more]);
}

function so(page: Page, consequence: Cause): string[] {
  const text = `${page.show(consequence.summary, LONGEST_SUMMARY)} (${page.show(consequence.id)})`;
  return labelled(page, 'so', wrap(text, page.width - ROW));
}

function remedies(page: Page, cause: Cause): string[] {
  const then = commonThen(cause.remedies);
  return [
    ...cause.remedies.flatMap((remedy, i) => [
      ...remedyLines(page, remedy, i === 0 ? 'fix' : 'or'),
      ...(then === undefined && remedy.then !== undefined ? thenLines(page, remedy.then) : []),
    ]),
    ...(then === undefined ? [] : thenLines(page, then)),
  ];
}

function remedyLines(page: Page, remedy: Remedy, label: string): string[] {
  const end = remedy.commands.length > 0 ? ':' : '.';
  const words = `${withoutStop(page.show(remedy.summary, LONGEST_SUMMARY))} (${touched(remedy)})${end}`;
  return [...labelled(page, label, wrap(words, page.width - ROW)), ...remedy.commands.flatMap((c) => command(page, c))];
}

/**
 * A command as it can be pasted: never broken, never cut. One of several lines (a here-document) starts at the margin,
 * because its last word would not be found otherwise.
 */
function command(page: Page, line: string): string[] {
  const lines = line.split('\n');
  const indent = lines.length > 1 ? '' : ' '.repeat(ROW);
  return lines.map((l) => indent + page.paint(page.typed(l), 'cyan'));
}

function thenLines(page: Page, then: string): string[] {
  if (isCommand(then)) return labelled(page, 'then', [page.paint(page.typed(then), 'cyan')]);
  return labelled(page, 'then', wrap(page.show(then, LONGEST_SUMMARY), page.width - ROW));
}

/** Whether a line is to be typed rather than read. */
export function isCommand(text: string): boolean {
  return /^(?:kubectl|aws|eksctl|helm|terraform|fargate-doctor|docker|dig|curl) \S/.test(text);
}

function labelled(page: Page, label: string, lines: readonly string[]): string[] {
  return hang(page.paint(`  ${label}`, 'dim'), ROW, lines);
}
