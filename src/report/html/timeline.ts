import {USUAL} from '../../domain/timeline.ts';
import type {Milestone, SubjectReport} from '../../model/diagnosis.ts';
import {stageNumber, STAGES} from '../../model/stage.ts';
import {subjectName} from '../blocks.ts';
import {count, duration} from '../wording.ts';
import {markup, type Markup} from './markup.ts';

const STEP = 106;
const LEFT = 56;
const TOP = 30;
const WIDTH = LEFT * 2 + STEP * (STAGES.length - 1);

/** The pod's way through the stages: what it passed and when, where it stands, what each usually takes. */
export function timelineFigure(subject: SubjectReport): Markup {
  const {timeline = []} = subject;
  const here = timeline.find((m) => m.state === 'here');
  const words = here
    ? `${subjectName(subject)} stands at stage ${stageNumber(here.stage)} of ${STAGES.length}, ${here.stage}${subject.stuckSeconds === undefined ? '' : `, for ${duration(subject.stuckSeconds)}`}.`
    : `${subjectName(subject)}: its stage is not known.`;
  return markup`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="Way through the stages, drawn">
      <svg role="img" aria-label="${words}" viewBox="0 0 ${WIDTH} 118" width="${WIDTH}" height="118">
        ${timeline.slice(0, -1).map((m, i) => line(m, i))} ${timeline.map((m, i) => stop(m, i, subject))}
      </svg>
    </div>
    <figcaption>${words} Times are in UTC; “usually” is what public reports of starts show.</figcaption>
  </figure>`;
}

const line = ({state}: Milestone, i: number): Markup =>
  markup`<path
    class="edge${state === 'passed' ? '' : ' lost'}"
    d="M${LEFT + STEP * i + 15} ${TOP}H${LEFT + STEP * (i + 1) - 15}"
  /> `;

function stop(milestone: Milestone, i: number, subject: SubjectReport): Markup {
  const x = LEFT + STEP * i;
  const {stage, state} = milestone;
  const usual = USUAL[stage];
  const took =
    usual === undefined ? undefined : `usually ${usual.from === 0 ? `≤ ${usual.to}` : `${usual.from}–${usual.to}`} s`;
  const look = state === 'here' ? 'strong badtext' : state === 'ahead' ? 'muted' : '';
  return markup`<g text-anchor="middle">
<circle class="dot ${state}" cx="${x}" cy="${TOP}" r="14"/>${sign(state, x)}
<text class="${look}" x="${x}" y="${TOP + 34}">${stage}</text>${second(milestone, x, subject)}
${took === undefined ? undefined : markup`<text class="small" x="${x}" y="${TOP + 70}">${took}</text>`}</g>
`;
}

function sign(state: Milestone['state'], x: number): Markup | undefined {
  switch (state) {
    case 'passed':
      return markup`<path class="tick" d="M${x - 6} ${TOP}l4.5 5l7.5 -9" />`;
    case 'here':
      return markup`<text class="strong badtext" x="${x}" y="${TOP + 4.5}">!</text>`;
    case 'unknown':
      return markup`<text class="muted" x="${x}" y="${TOP + 4.5}">?</text>`;
    case 'ahead':
      return undefined;
  }
}

/** Under the stage: when it was passed, or for how long it lasts. */
function second({state, at}: Milestone, x: number, {stuckSeconds, standing}: SubjectReport): Markup | undefined {
  const time = at === undefined ? undefined : /T(\d\d:\d\d:\d\d)/.exec(at)?.[1];
  const text =
    state === 'here'
      ? `${standing} ${stuckSeconds === undefined ? '' : `for ${duration(stuckSeconds)}`}`.trim()
      : state === 'passed'
        ? (time ?? 'passed')
        : state === 'unknown'
          ? 'not known'
          : undefined;
  if (text === undefined) return undefined;
  return markup`<text class="${state === 'here' ? 'strong badtext' : 'muted'}" x="${x}" y="${TOP + 52}">${text}</text>`;
}

/** Where many subjects stand: how many at which stage. */
export function stagesFigure(subjects: readonly SubjectReport[]): Markup {
  const at = STAGES.map((stage) => subjects.filter((s) => s.stage === stage && s.timeline).length);
  const most = Math.max(1, ...at);
  const words = STAGES.flatMap((stage, i) => (at[i] === 0 ? [] : [`${count(at[i] ?? 0, 'pod')} at ${stage}`])).join(
    ', ',
  );
  const bars = STAGES.map((stage, i) => {
    const n = at[i] ?? 0;
    const height = n === 0 ? 0 : Math.max(3, Math.round((n / most) * 70));
    const x = LEFT + STEP * i;
    return markup`<g text-anchor="middle">
<rect class="bar" x="${x - 30}" y="${90 - height}" width="60" height="${height}"/>
<text class="${n > 0 ? 'strong' : 'muted'}" x="${x}" y="${84 - height}">${n}</text>
<text class="${n > 0 ? '' : 'muted'}" x="${x}" y="108">${stage}</text></g>
`;
  });
  return markup`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="Pods by stage, drawn">
      <svg role="img" aria-label="Pods by stage: ${words}" viewBox="0 0 ${WIDTH} 118" width="${WIDTH}" height="118">
        <path class="edge lost" d="M10 90.5H${WIDTH - 10}" />
        ${bars}
      </svg>
    </div>
    <figcaption>At which stage the pods stand: ${words || 'none hangs'}.</figcaption>
  </figure>`;
}
