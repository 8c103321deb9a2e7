import type {Diagnosis} from '../../model/diagnosis.ts';
import {stageNumber} from '../../model/stage.ts';
import {blocksOf} from '../blocks.ts';
import {count, duration} from '../wording.ts';
import {idOf, namespacesOf, type PageContext} from './causes.ts';
import {markup, type Markup} from './markup.ts';

// What a report of several subjects has beside that of one: who has what, in numbers and in a table.

const MOST_ROWS = 5000;
const MOST_CAUSES = 100;

/** The choice of a namespace; works with the script alone, so it waits for that. */
export function namespaceFilter({subjects}: Diagnosis): Markup | undefined {
  const namespaces = [...new Set(subjects.map((s) => s.namespace).filter((n) => n !== ''))].sort();
  if (namespaces.length < 2) return undefined;
  const options = namespaces.map((name) => markup`<option value="${name}">${name}</option>`);
  return markup`<p class="filter">
    <label for="namespace">Namespace </label
    ><select id="namespace" disabled>
      <option value="">all ${namespaces.length}</option>
      ${options}
    </select>
    <span id="shown" role="status"></span>
  </p>`;
}

/** Causes by the number of pods that have them, as bars with their numbers. */
export function causeTable({causes, subjects}: Diagnosis, page: PageContext): Markup {
  const {now, next} = blocksOf(causes);
  const rows = [...now, ...next].map(({cause}) => cause).sort((a, b) => b.subjects.length - a.subjects.length);
  const most = Math.max(1, ...rows.map((c) => c.subjects.length));
  const shown = rows.slice(0, MOST_CAUSES).map((cause) => {
    const n = cause.subjects.length;
    const width = Math.round((n / most) * 200);
    return markup`<tr data-namespaces="${JSON.stringify(namespacesOf(cause.subjects))}">
      <td>
        ${idOf(cause, page)}
        <div>${cause.title}</div>
      </td>
      <td class="num">${n > 0 ? n : 'the cluster'}</td>
      <td class="bar-cell">
        <svg aria-hidden="true" viewBox="0 0 200 12" width="200" height="12">
          <rect class="bar" width="${width}" height="12" rx="2" />
        </svg>
      </td>
    </tr> `;
  });
  const rest = rows.length - shown.length;
  return markup`<div class="scroll">
      <table>
        <caption class="plain">
          Causes by the number of pods, of ${count(subjects.length, 'pod')}
        </caption>
        <thead>
          <tr>
            <th scope="col">Cause</th>
            <th scope="col" class="num">Pods</th>
            <th scope="col"><span class="plain">share</span></th>
          </tr>
        </thead>
        <tbody>
          ${shown}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? markup`<p>… and ${rest} more.</p>` : undefined}`;
}

/** Every subject in a table whose columns sort. */
export function podTable({subjects, causes}: Diagnosis): Markup {
  const heads = ['Namespace', 'Name', 'Owner', 'Stage', 'State', 'For', 'Profile', 'First cause'];
  const firstCause = new Map<string, string>();
  for (const cause of causes)
    for (const name of cause.subjects) if (!firstCause.has(name)) firstCause.set(name, cause.id);
  const rows = subjects.slice(0, MOST_ROWS).map((s) => {
    const id = firstCause.get(`${s.namespace}/${s.name}`) ?? firstCause.get(`${s.kind} ${s.namespace}/${s.name}`);
    const stage = s.stage === undefined ? '' : `${stageNumber(s.stage)} ${s.stage}`;
    return markup`<tr data-namespace="${s.namespace}">
      <td>${s.namespace}</td>
      <td>${s.kind === 'Pod' ? '' : `${s.kind} `}${s.name}</td>
      <td>${s.owner ? `${s.owner.kind} ${s.owner.name}` : '–'}</td>
      <td>${stage}</td>
      <td>${s.standing}</td>
      <td class="num" data-sort="${s.stuckSeconds ?? 0}">
        ${s.stuckSeconds === undefined ? '–' : duration(s.stuckSeconds)}
      </td>
      <td>${s.profile ?? '–'}</td>
      <td>${id === undefined ? '–' : markup`<code>${id}</code>`}</td>
    </tr> `;
  });
  const rest = subjects.length - rows.length;
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Table of the pods">
      <table>
        <thead>
          <tr>
            ${heads.map((head) => markup`<th scope="col" ${head === 'For' ? markup` class="num"` : undefined}><button type="button">${head}</button></th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${rest > 0 ? markup`<p>… and ${rest} more, in the JSON report.</p>` : undefined}`;
}
