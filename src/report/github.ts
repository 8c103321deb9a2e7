import type {Cause, Diagnosis} from '../model/diagnosis.ts';
import type {Position, Severity} from '../model/finding.ts';
import {blindSpots, blocksOf} from './blocks.ts';
import {safe} from './escape.ts';
import {ignoredSentences} from './ignored.ts';
import {sentence} from './sentence.ts';
import {pageOf, type SharingOptions} from './sharing.ts';
import {list, withStop} from './wording.ts';

// Commands to GitHub Actions' runner, which reads them from stdout: one annotation a line.

const LEVELS: Readonly<Record<Severity, string>> = {error: 'error', warning: 'warning', info: 'notice'};
/** The runner keeps 4 KB of an annotation; what follows is left out line by line. */
const MOST_MESSAGE = 4000;
const MOST_TEXT = 2000;

/** The report as annotations; a consequence is named with its cause. A healthy run gives one notice. */
export function renderGithub(diagnosis: Diagnosis, {repository}: SharingOptions = {}): string {
  if (diagnosis.error) return line('error', 'fargate-doctor', [sentence(diagnosis), diagnosis.error.hint ?? '']);
  const {now, next} = blocksOf(diagnosis.causes);
  const causes = [...now, ...next].map(({cause, consequences}) => {
    const so = consequences.length === 0 ? [] : [`It explains ${list(consequences.map((c) => c.id))}.`];
    return annotation(cause, repository, so);
  });
  const unclear = diagnosis.verdict === 'incomplete' || diagnosis.verdict === 'unexplained';
  const answer = line(unclear ? 'error' : 'notice', 'fargate-doctor', [sentence(diagnosis)]);
  const notes = diagnosis.notes.map((note) => annotation({...note, severity: 'info'}, repository, []));
  const blinds = blindSpots(diagnosis.notChecked).map(({topics, needs, detail, reason}) =>
    line(unclear ? 'warning' : 'notice', 'not checked', [
      `${list(topics, 8)}: ${needs === undefined ? (detail ?? reason) : `needs ${needs}`}`,
    ]),
  );
  const ignored = ignoredSentences(diagnosis).map((told) => line('notice', 'ignored', [withStop(told)]));
  return [...causes, ...(causes.length === 0 ? [answer] : []), ...notes, ...blinds, ...ignored].join('');
}

function annotation(cause: Cause, repository: string | undefined, so: readonly string[]): string {
  const [remedy] = cause.remedies;
  const page = pageOf(cause, repository);
  const whose = cause.subjects.length === 0 ? [] : [`${list(cause.subjects, 5)}:`];
  const position = cause.evidence.find((e) => e.position && e.position.file !== '-')?.position;
  return line(
    LEVELS[cause.severity],
    `${cause.id} (${cause.certainty})`,
    [
      [...whose, withStop(cause.summary), ...so].join(' '),
      ...(remedy ? [`Fix: ${withStop(remedy.summary)}`, ...remedy.commands.flatMap((c) => c.split('\n'))] : []),
      ...(page === undefined ? [] : [page]),
    ],
    position,
  );
}

/** One command. Line ends inside a message are the runner's own escapes; whatever foreign text has of its kind is shown. */
function line(level: string, title: string, texts: readonly string[], position?: Position): string {
  const place = position ? `file=${property(safe(position.file))},line=${position.line},col=${position.column},` : '';
  const message: string[] = [];
  let used = 0;
  for (const text of texts.filter((one) => one !== '').map((one) => data(safe(one, {limit: MOST_TEXT})))) {
    used += text.length + 3;
    if (used > MOST_MESSAGE) break;
    message.push(text);
  }
  return `::${level} ${place}title=${property(safe(title))}::${message.join('%0A')}\n`;
}

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
