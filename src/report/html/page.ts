import {createHash} from 'node:crypto';
import type {Diagnosis, Verdict} from '../../model/diagnosis.ts';
import {stageNumber, STAGES} from '../../model/stage.ts';
import {blindSpots, blocksOf, checksIn} from '../blocks.ts';
import {cut} from '../escape.ts';
import {sentence} from '../sentence.ts';
import {ignoredSentences} from '../ignored.ts';
import {withheldText, type SharingOptions} from '../sharing.ts';
import {count, list, runTime} from '../wording.ts';
import {causeArticle, idOf, type PageContext} from './causes.ts';
import {markup, raw, type Markup} from './markup.ts';
import {pathFigures} from './paths.ts';
import {causeTable, namespaceFilter, podTable} from './pods.ts';
import {SCRIPT} from './script.ts';
import {STYLE} from './style.ts';
import {stagesFigure, timelineFigure} from './timeline.ts';

/** Up to so many causes, their evidence is shown without a click. */
const OPEN_UP_TO = 3;
/** Up to so many subjects get a picture of their own. */
const MOST_TIMELINES = 3;
const MOST_NOTES = 100;

/** The report as one page that needs nothing else: no request leaves it, and nothing in it runs but our own script. */
export function renderHtml(diagnosis: Diagnosis, options: SharingOptions = {}): string {
  const many = diagnosis.subjects.length > 1;
  const policy = [
    "default-src 'none'",
    `style-src '${hash(STYLE)}'`,
    ...(many ? [`script-src '${hash(SCRIPT)}'`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const first = sentence(diagnosis);
  // The hashes are of what stands between the tags, to the letter.
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${cut(first, 160)} – fargate-doctor</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the causes</a>
${header(diagnosis, first)}
<main id="main">
${diagnosis.error ? errorPart(diagnosis.error) : parts(diagnosis, options)}
</main>
${footer(diagnosis)}
${many ? markup`<script>${raw(SCRIPT)}</script>` : undefined}
</body>
</html>
`.text;
}

const hash = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

const LOOKS: Readonly<Record<Verdict, readonly [look: string, word: string]>> = {
  healthy: ['ok', 'healthy'],
  'causes-found': ['bad', 'cause found'],
  incomplete: ['warn', 'incomplete: something could not be read'],
  unexplained: ['warn', 'unexplained'],
  'not-fargate': ['plain', 'not meant for Fargate'],
  error: ['bad', 'the doctor could not do its work'],
};

function header({cluster, subjects, verdict}: Diagnosis, first: string): Markup {
  const [look, word] = LOOKS[verdict];
  const profiles = new Set(subjects.map((s) => s.profile));
  const stages = new Set(subjects.map((s) => s.stage));
  const [profile] = [...profiles];
  const [stage] = [...stages];
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['cluster', cluster.name],
    ['Region', cluster.region],
    ['account', cluster.account],
    ['Kubernetes', cluster.kubernetesVersion],
    ['platform', cluster.platformVersion],
    ['profile', profiles.size === 1 ? profile : undefined],
    [
      'stage',
      stages.size === 1 && stage !== undefined && verdict !== 'healthy'
        ? `${stageNumber(stage)} of ${STAGES.length}: ${stage}`
        : undefined,
    ],
  ];
  const rows = facts.map(([name, value]) =>
    value === undefined
      ? markup``
      : markup`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
  );
  return markup`<header>
    <span class="chip ${look}">${word}</span>
    <h1>${first}</h1>
    <dl class="facts">${rows}</dl>
  </header>`;
}

const errorPart = ({hint}: NonNullable<Diagnosis['error']>): Markup =>
  markup`<section aria-labelledby="h-error">
    <h2 id="h-error">What to do</h2>
    <p>${hint ?? 'See the message above.'}</p>
  </section>`;

function parts(diagnosis: Diagnosis, options: SharingOptions): Markup {
  const {subjects, run, causes, notes, paths = []} = diagnosis;
  const {now, next} = blocksOf(causes);
  const page: PageContext = {
    now: run.startedAt,
    total: subjects.length,
    open: causes.length <= OPEN_UP_TO,
    ...(options.repository === undefined ? {} : {repository: options.repository}),
  };
  const many = subjects.length > 1;
  const ignored = ignoredSentences(diagnosis);
  const articles = [
    ...now.map((block, i) => causeArticle(block, `Cause${now.length > 1 ? ` ${i + 1}` : ''}`, page)),
    ...next.map((block) => causeArticle(block, now.length > 0 ? 'Then' : 'Ahead', page)),
  ];
  const drawn = subjects.filter((s) => s.timeline);
  return markup`${many ? section('overview', 'In numbers', markup`${namespaceFilter(diagnosis)}${causes.length > 0 ? causeTable(diagnosis, page) : undefined}`) : undefined}
  ${articles.length > 0 ? section('causes', count(articles.length, 'cause'), markup`${articles}`) : undefined}
  ${drawn.length > 0 ? section('stages', 'Where it stands', drawn.length > MOST_TIMELINES ? stagesFigure(subjects) : markup`${drawn.map(timelineFigure)}`) : undefined}
  ${
    paths.length > 0
      ? section(
          'paths',
          'The way through the network',
          markup`<p class="topics">
              As far as routes, rules and addresses could be read. Whether a start needs STS is not documented by AWS.
            </p>
            ${pathFigures(paths)}`,
        )
      : undefined
  }
  ${many ? section('pods', 'Pods', podTable(diagnosis)) : undefined}
  ${notes.length > 0 ? section('notes', 'Notes', notesList(diagnosis, page)) : undefined} ${blindPart(diagnosis)}
  ${ruledOutPart(diagnosis)}
  ${ignored.length > 0 ? section('ignored', 'Ignored', markup`${ignored.map((told) => markup`<p>${told}.</p>`)}`) : undefined}
  ${options.withheld ? section('withheld', 'Withheld', markup`<p>${options.withheld.length === 0 ? 'Nothing had to be withheld.' : `A token stands in the place of each: ${withheldText(options.withheld)}.`}</p>`) : undefined}`;
}

const section = (id: string, title: string, body: Markup): Markup =>
  markup`<section aria-labelledby="h-${id}">
    <h2 id="h-${id}">${title}</h2>
    ${body}
  </section>`;

function notesList({notes}: Diagnosis, page: PageContext): Markup {
  const rows = notes
    .slice(0, MOST_NOTES)
    .map(
      (note) =>
        markup`<li>${note.severity === 'info' ? '' : `${note.severity}: `}${note.summary} (${idOf(note, page)})</li> `,
    );
  const rest = notes.length - rows.length;
  return markup`<p class="topics">Worth knowing, not why.</p>
    <ul>
      ${rows}
    </ul>
    ${rest > 0 ? markup`<p>… and ${count(rest, 'more note')}.</p>` : undefined}`;
}

function blindPart({notChecked}: Diagnosis): Markup | undefined {
  if (notChecked.length === 0) return undefined;
  const rows = blindSpots(notChecked)
    .slice(0, MOST_NOTES)
    .map(
      ({topics, needs, detail, reason}) =>
        markup`<tr>
          <td>${list(topics, 20)}</td>
          <td>${needs === undefined ? (detail ?? reason) : markup`needs <code>${needs}</code>`}</td>
        </tr> `,
    );
  return section(
    'blind',
    'Not checked',
    markup`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Why not</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`,
  );
}

function ruledOutPart({ruledOut}: Diagnosis): Markup | undefined {
  const topics = [...new Set(ruledOut.map((r) => r.topic))];
  if (topics.length === 0) return undefined;
  return section(
    'clear',
    'Ruled out',
    markup`<details>
      <summary>${count(topics.length, 'matter')} that were looked at and are in order</summary>
      <p class="topics">${topics.map((t, i) => markup`${i > 0 ? ' · ' : ''}${t}`)}</p>
    </details>`,
  );
}

function footer(diagnosis: Diagnosis): Markup {
  const {run, exit} = diagnosis;
  return markup`<footer>
    <p>
      fargate-doctor ${run.version} · <time datetime="${run.startedAt}">${run.startedAt}</time> ·
      ${count(checksIn(diagnosis), 'check')} · ${count(run.calls, 'call')} · ${runTime(run.durationMs)} · exit
      ${exit.code}: ${exit.reason}
    </p>
  </footer>`;
}
