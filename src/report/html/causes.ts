import type {Cause} from '../../model/diagnosis.ts';
import type {Remedy} from '../../model/finding.ts';
import {stageNumber, STAGES} from '../../model/stage.ts';
import {commonThen, seenIn, touched, type Block, type Seen} from '../blocks.ts';
import {isCommand} from '../cause-block.ts';
import {pageOf} from '../sharing.ts';
import {ago, withStop} from '../wording.ts';
import {markup, whole, type Markup} from './markup.ts';

/** What the parts of a page share. */
export interface PageContext {
  /** RFC 3339. */
  readonly now: string;
  readonly repository?: string;
  /** Number of subjects in the report. */
  readonly total: number;
  /** Evidence is shown at once, for there is not much of it. */
  readonly open: boolean;
}

const MOST_ROWS = 100;
const MOST_NAMES = 20;

/** A cause with its consequences, as an article. */
export function causeArticle({cause, consequences}: Block, label: string, page: PageContext): Markup {
  const so = consequences.slice(0, MOST_ROWS).map((c) => markup`<li>${c.summary} (${idOf(c, page)})</li>`);
  return markup`<article class="${cause.severity}" data-namespaces="${JSON.stringify(namespacesOf(cause.subjects))}">
    <h3>${label}: ${cause.summary}</h3>
    <p class="meta">
      ${chip(cause)}${idOf(cause, page)} · stage ${stageNumber(cause.stage)} of ${STAGES.length}: ${cause.stage}
    </p>
    ${whose(cause, page)}${remedies(cause.remedies)}${
      so.length > 0
        ? markup`<h4>What follows from it</h4>
            <ul>
              ${so}
            </ul>`
        : undefined
    }
    ${evidence(cause, page)}
  </article> `;
}

/** Namespaces of subjects, each once; empty for a cause of the whole cluster. */
export const namespacesOf = (subjects: readonly string[]): readonly string[] =>
  [...new Set(subjects.map((subject) => subject.replace(/^[A-Z]\w* /, '').split('/', 1)[0] ?? ''))].sort();

function chip({severity, certainty}: Cause): Markup {
  const look = severity === 'error' ? 'bad' : severity === 'warning' ? 'warn' : 'plain';
  return markup`<span class="chip ${look}">${severity}, ${certainty}</span>`;
}

/** The id, as a link where there is a page. */
export function idOf(cause: Cause, {repository}: PageContext): Markup {
  const page = pageOf(cause, repository);
  return page === undefined
    ? markup`<code>${cause.id}</code>`
    : markup`<a href="${page}" rel="noreferrer"><code>${cause.id}</code></a>`;
}

function whose({subjects}: Cause, {total}: PageContext): Markup | undefined {
  if (total < 2 || subjects.length === 0) return undefined;
  const names = subjects.slice(0, MOST_NAMES).map((name, i) => markup`${i > 0 ? ', ' : ''}<code>${name}</code>`);
  const rest = subjects.length - names.length;
  return markup`<p>${subjects.length} of ${total}: ${names}${rest > 0 ? ` and ${rest} more` : ''}</p> `;
}

function remedies(all: readonly Remedy[]): Markup {
  const common = commonThen(all);
  const each = all.map((remedy, i) => {
    const {summary, commands, then} = remedy;
    const typed =
      commands.length > 0 ? markup`<pre tabindex="0"><code>${whole(commands.join('\n'))}</code></pre>` : undefined;
    return markup`<h4>${i === 0 ? 'Fix' : 'Or'} <span class="plain">(${touched(remedy)})</span></h4>
<p>${withStop(summary)}</p>${typed}${common === undefined ? after(then) : undefined}
`;
  });
  return markup`${each}${after(common)}`;
}

function after(then: string | undefined): Markup | undefined {
  if (then === undefined) return undefined;
  return isCommand(then)
    ? markup`<h4>Then</h4>
        <pre tabindex="0"><code>${whole(then)}</code></pre>`
    : markup`<h4>Then</h4><p>${then}</p>`;
}

function evidence(cause: Cause, page: PageContext): Markup {
  const all = seenIn(cause.evidence);
  const rows = all.slice(0, MOST_ROWS).map((seen) => row(seen, page));
  const rest = all.length - rows.length;
  const needed = cause.evidence.some((e) => e.needed !== undefined);
  return markup`<details${page.open ? markup` open` : undefined}><summary>What was seen (${all.length})</summary>
<div class="scroll"><table><thead><tr><th scope="col">Where</th><th scope="col">Seen${needed ? ', and what is needed' : ''}</th><th scope="col">Read by</th></tr></thead>
<tbody>${rows}</tbody></table></div>${rest > 0 ? markup`<p>… and ${rest} more, in the JSON report.</p>` : undefined}</details>`;
}

function row({source, ref, at, values}: Seen, {now}: PageContext): Markup {
  const shown = values.slice(0, MOST_ROWS).map(({path, value, needed}) => {
    const what = path === undefined ? undefined : markup`<span class="plain">${path}:</span> `;
    return markup`<div>
      ${what}<code>${value}</code>${needed === undefined ? undefined : markup` needed: <code>${needed}</code>`}
    </div>`;
  });
  const rest = values.length - shown.length;
  const when =
    at === undefined ? undefined : markup`<div><time datetime="${at}" title="${at}">${ago(at, now) ?? at}</time></div>`;
  return markup`<tr>
    <td>${when}<code>${ref ?? '–'}</code></td>
    <td>${shown}${rest > 0 ? `… and ${rest} more` : ''}</td>
    <td>${source}</td>
  </tr> `;
}
