import type {Cause, Diagnosis} from '../model/diagnosis.ts';
import type {Remedy} from '../model/finding.ts';
import {STAGES, stageNumber} from '../model/stage.ts';
import {cut} from './escape.ts';
import {blindSpots, blocksOf, checksIn, commonThen, seenIn, touched, type Block, type Seen} from './blocks.ts';
import {isCommand} from './cause-block.ts';
import {block, code, collapsible, inline} from './markdown-text.ts';
import {stateOf, worstFirst} from './path-lines.ts';
import {pathDrawing} from './path-drawing.ts';
import {sentence} from './sentence.ts';
import {ignoredSentences} from './ignored.ts';
import {pageOf, withheldText, type SharingOptions} from './sharing.ts';
import {count, list, withoutStop, withStop} from './wording.ts';

// For a ticket: the sentence, the causes with evidence that can be opened, what was ruled out, not checked, withheld.

/** GitHub takes 65,536 characters in a comment, Jira 32,767 in a field by default but more in most set-ups. */
const MOST_CHARACTERS = 60_000;
/** What a single part may take, so that one giant does not push out the rest. */
const MOST_OF_ONE = 12_000;
/** Kept free for the word on what was left out. */
const KEPT_FREE = 300;
/** What the parts at the end may take at most, each. */
const MOST_OF_LAST = 3_000;
const MOST_ROWS = 20;
const MOST_NAMES = 12;
const MOST_TOPICS = 60;
const MOST_BLIND = 15;
const MOST_HIDDEN = 8;

/** The report as Markdown; shorter than 60,000 characters whatever it is about, with a count of what is left out. */
export function renderMarkdown(diagnosis: Diagnosis, options: SharingOptions = {}): string {
  const head = heading(diagnosis);
  if (diagnosis.error) return `${head.join('\n\n')}\n`;
  const tail = ending(diagnosis, options);
  const {kept, left} = fitting(middle(diagnosis, options), MOST_CHARACTERS - KEPT_FREE - length(head) - length(tail));
  const rest =
    left > 0
      ? [`*… and ${count(left, 'more part')} that a ticket has no room for; the JSON report (\`-o json\`) has all.*`]
      : [];
  return `${[...head, ...kept, ...rest, ...tail].join('\n\n')}\n`;
}

const length = (parts: readonly string[]): number => parts.reduce((sum, part) => sum + part.length + 2, 0);

/** The parts that fit, in order. After the first that does not, none is made any more: there may be thousands. */
function fitting(
  parts: readonly (() => string)[],
  room: number,
): {readonly kept: readonly string[]; readonly left: number} {
  const kept: string[] = [];
  let used = 0;
  for (const make of parts) {
    const part = make();
    used += part.length + 2;
    if (used > room) break;
    kept.push(part);
  }
  return {kept, left: parts.length - kept.length};
}

function heading(diagnosis: Diagnosis): readonly string[] {
  const {error, cluster} = diagnosis;
  const first = `## ${inline(sentence(diagnosis), 600)}`;
  if (error) return [first, ...(error.hint === undefined ? [] : [inline(error.hint, 2000)])];
  const stages = new Set(diagnosis.subjects.map((s) => s.stage));
  const [stage] = [...stages];
  const profiles = new Set(diagnosis.subjects.map((s) => s.profile));
  const [profile] = [...profiles];
  const facts = [
    cluster.name === undefined ? undefined : `cluster ${code(cluster.name)}`,
    cluster.region === undefined ? undefined : code(cluster.region),
    cluster.account === undefined ? undefined : `account ${code(cluster.account)}`,
    cluster.kubernetesVersion === undefined ? undefined : `Kubernetes ${inline(cluster.kubernetesVersion)}`,
    profiles.size === 1 && profile !== undefined ? `profile ${code(profile)}` : undefined,
    stages.size === 1 && stage !== undefined && diagnosis.verdict !== 'healthy'
      ? `stage ${stageNumber(stage)} of ${STAGES.length}: ${stage}`
      : undefined,
  ].filter((fact) => fact !== undefined);
  return [first, ...(facts.length > 0 ? [facts.join(' · ')] : [])];
}

function middle(diagnosis: Diagnosis, options: SharingOptions): readonly (() => string)[] {
  const {now, next} = blocksOf(diagnosis.causes);
  const total = diagnosis.subjects.length;
  return [
    ...pods(diagnosis).map((text) => () => text),
    ...now.map((one, i) => () => {
      const label = now.length > 1 ? `Cause ${i + 1}` : 'Cause';
      return causeText(diagnosis, one, label, options, total);
    }),
    ...next.map((one) => () => causeText(diagnosis, one, now.length > 0 ? 'Next' : 'Ahead', options, total)),
    ...(diagnosis.notes.length > 0 ? [() => notes(diagnosis.notes, options)] : []),
  ];
}

function pods({subjects}: Diagnosis): readonly string[] {
  if (subjects.length < 2) return [];
  const shown = subjects.slice(0, 40).map((s) => `- ${inline(s.headline)}`);
  const more = subjects.length > 40 ? [`- … and ${subjects.length - 40} more`] : [];
  return [collapsible(count(subjects.length, 'subject'), [...shown, ...more].join('\n'))];
}

function causeText(
  diagnosis: Diagnosis,
  {cause, consequences}: Block,
  label: string,
  options: SharingOptions,
  total: number,
): string {
  const page = pageOf(cause, options.repository);
  const id = page === undefined ? code(cause.id) : `[${code(cause.id)}](${page})`;
  const grade = cause.severity === 'error' ? cause.certainty : `${cause.severity}, ${cause.certainty}`;
  const whose =
    total > 1 && cause.subjects.length > 0
      ? [
          `${cause.subjects.length} of ${total} pods: ${list(cause.subjects.slice(0, MOST_NAMES).map((s) => code(s)))}${cause.subjects.length > MOST_NAMES ? ` and ${cause.subjects.length - MOST_NAMES} more` : ''}`,
        ]
      : [];
  const so = consequences.slice(0, MOST_ROWS).map((c) => `- so: ${inline(c.summary, 600)} (${code(c.id)})`);
  const cutSo = consequences.length > so.length ? [`- … and ${consequences.length - so.length} more`] : [];
  const parts = [
    `### ${label}: ${inline(cause.summary, 600)}`,
    `${id} · ${grade} · stage ${stageNumber(cause.stage)}: ${cause.stage}`,
    ...whose,
    ...(so.length > 0 ? [[...so, ...cutSo].join('\n')] : []),
    ...remedies(cause.remedies),
    evidenceText(cause),
    ...pathText(diagnosis, cause),
  ];
  return bounded(parts);
}

/** The parts of one cause, as far as they fit into what one may take. */
function bounded(parts: readonly string[]): string {
  const kept: string[] = [];
  let left = MOST_OF_ONE;
  let cut = 0;
  for (const part of parts) {
    if (part.length > left) {
      cut += part.length;
      continue;
    }
    kept.push(part);
    left -= part.length + 2;
  }
  return [...kept, ...(cut > 0 ? [`*${cut} characters of this cause are left out; \`-o json\` has them.*`] : [])].join(
    '\n\n',
  );
}

/** What to do, and in the end, once where it is the same for all, what to do after that. */
function remedies(all: readonly Remedy[]): readonly string[] {
  const common = commonThen(all);
  const each = all.map((remedy, i) => remedyText(remedy, i === 0 ? 'Fix' : 'Or', common === undefined));
  return common === undefined ? each : [...each, afterText(common)];
}

function remedyText(remedy: Remedy, label: string, withThen: boolean): string {
  const {summary, commands, then} = remedy;
  const what = `**${label}** (${touched(remedy)}): ${inline(withStop(summary), 600)}`;
  const typed = commands.length > 0 ? [block(commands, 'sh')] : [];
  return [what, ...typed, ...(withThen && then !== undefined ? [afterText(then)] : [])].join('\n\n');
}

const afterText = (then: string): string =>
  isCommand(then) ? `**Then**\n\n${block([then], 'sh')}` : `**Then** ${inline(then, 600)}`;

function evidenceText(cause: Cause): string {
  const all = seenIn(cause.evidence);
  const rows = all.slice(0, MOST_ROWS).map(seenText);
  const more = all.length > MOST_ROWS ? [`- … and ${all.length - MOST_ROWS} more`] : [];
  return collapsible(`What was seen (${all.length})`, [...rows, ...more].join('\n'));
}

function seenText({source, ref, at, values}: Seen): string {
  const shown = values.slice(0, MOST_ROWS).map(({path, value, needed}) => {
    const seen = `${path === undefined ? '' : `${code(path)}: `}${code(value)}`;
    return needed === undefined ? seen : `${seen}, needed ${code(needed)}`;
  });
  const more = values.length > shown.length ? [`${values.length - shown.length} more`] : [];
  const when = at === undefined ? '' : `${inline(at)} `;
  const where = ref === undefined || values[0]?.value.startsWith(ref) === true ? '' : `${code(ref)} `;
  return `- ${when}${where}${[...shown, ...more].join(', ')} — ${inline(source)}`;
}

/** The ways that a cause breaks, drawn. */
function pathText({paths = []}: Diagnosis, cause: Cause): readonly string[] {
  const mine = worstFirst(paths.filter((path) => path.causes?.includes(cause.id))).filter((p) => stateOf(p) !== 'open');
  if (mine.length === 0) return [];
  const drawings = mine.slice(0, 4).map((path) => block(pathDrawing(path).map(({text}) => text)));
  const more = mine.length > 4 ? [`… and ${count(mine.length - 4, 'more way')}`] : [];
  return [collapsible('The way through the network', [...drawings, ...more].join('\n\n'))];
}

function notes(all: readonly Cause[], options: SharingOptions): string {
  const rows = all.slice(0, MOST_ROWS).map((note) => {
    const page = pageOf(note, options.repository);
    const id = page === undefined ? code(note.id) : `[${code(note.id)}](${page})`;
    return `- ${note.severity === 'info' ? '' : `${note.severity}: `}${inline(note.summary, 600)} (${id})`;
  });
  const more = all.length > MOST_ROWS ? [`- … and ${count(all.length - MOST_ROWS, 'more note')}`] : [];
  return ['### Notes', [...rows, ...more].join('\n')].join('\n\n');
}

function ending(diagnosis: Diagnosis, {withheld}: SharingOptions): readonly string[] {
  const {run, exit} = diagnosis;
  const foot = `*fargate-doctor ${inline(run.version)} · ${inline(run.startedAt)} · ${count(checksIn(diagnosis), 'check')} · exit ${exit.code}: ${inline(withoutStop(exit.reason))}*`;
  const ignored = ignoredSentences(diagnosis).map((told) => `Not reported: ${inline(told, 1000)}.`);
  return [
    ...blindText(diagnosis),
    ...ignored,
    ...(withheld ? [withheldLine(withheld)] : []),
    foot,
    ...ruledOutText(diagnosis),
  ];
}

function blindText({notChecked}: Diagnosis): readonly string[] {
  const blinds = blindSpots(notChecked);
  if (blinds.length === 0) return [];
  const rows = blinds.slice(0, MOST_BLIND).map(({topics, needs, detail, reason}) => {
    const why = needs === undefined ? inline(detail ?? reason) : `needs ${code(needs)}`;
    return `- ${inline(list(topics.slice(0, MOST_HIDDEN).map((topic) => cut(topic, 80))))}${topics.length > MOST_HIDDEN ? ` and ${topics.length - MOST_HIDDEN} more` : ''}: ${why}`;
  });
  const all = blinds.length;
  const shown = fitting(
    rows.map((row) => () => row),
    MOST_OF_LAST,
  ).kept;
  const more = all > shown.length ? [`- … and ${all - shown.length} more`] : [];
  return ['### Not checked', [...shown, ...more].join('\n')];
}

const withheldLine = (withheld: NonNullable<SharingOptions['withheld']>): string =>
  withheld.length === 0
    ? 'Nothing had to be withheld.'
    : `Withheld, with a token in its place: ${inline(withheldText(withheld), 1000)}.`;

function ruledOutText({ruledOut}: Diagnosis): readonly string[] {
  const topics = [...new Set(ruledOut.map((r) => r.topic))];
  if (topics.length === 0) return [];
  const shown = fitting(
    topics.slice(0, MOST_TOPICS).map((topic) => () => inline(topic, 80)),
    MOST_OF_LAST,
  ).kept;
  const more = topics.length > shown.length ? [`and ${topics.length - shown.length} more`] : [];
  return [collapsible(`Ruled out (${topics.length})`, [...shown, ...more].join(' · '))];
}
