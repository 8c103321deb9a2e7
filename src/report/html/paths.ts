import type {NetworkPath, PathHop} from '../../model/diagnosis.ts';
import {cut} from '../escape.ts';
import {pathDrawing} from '../path-drawing.ts';
import {DESTINATIONS, HOP_NAMES, stateOf, troubleText} from '../path-lines.ts';
import {count, list} from '../wording.ts';
import {markup, type Markup} from './markup.ts';

// The network paths of one subnet as a tree: what they share is drawn once, and they part where they go different ways.

interface Node {
  readonly hop: PathHop | undefined;
  readonly texts: readonly Line[];
  readonly children: Node[];
  readonly depth: number;
  column: number;
}

interface Line {
  readonly text: string;
  readonly look: string;
}

const WIDTH = 236;
const GAP_X = 22;
const GAP_Y = 20;
const LINE = 16;
const PADDING = 10;
/** Characters that fit into a box, of running text and of fixed width. */
const WORDS = 33;
const STRONG_WORDS = 28;
const LETTERS = 29;
const MOST_LINES = 5;
const MOST_FIGURES = 12;

/** One picture for each subnet; those with a break come first and are open, the others can be opened. */
export function pathFigures(paths: readonly NetworkPath[]): Markup {
  const groups = new Map<string, NetworkPath[]>();
  for (const path of paths) {
    const key = JSON.stringify([path.profile, path.subnet, path.subject]);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  const broken = (group: readonly NetworkPath[]): number => group.filter((p) => stateOf(p) === 'broken').length;
  const sorted = [...groups.values()].sort((a, b) => broken(b) - broken(a));
  const shown = sorted.slice(0, MOST_FIGURES);
  const figures = shown.map((group, i) => {
    const [first] = group as [NetworkPath];
    const name = `${first.subnet} of profile ${first.profile}: ${verdictText(group)}`;
    return markup`<details${i === 0 ? markup` open` : undefined}><summary>${name}</summary>${figure(group, name)}</details>`;
  });
  const rest = sorted.length - shown.length;
  return markup`${figures}${rest > 0 ? markup`<p>… and ${count(rest, 'more subnet')}, in the JSON report.</p>` : undefined}`;
}

function verdictText(group: readonly NetworkPath[]): string {
  const names = (state: PathHop['state']): readonly string[] =>
    group.filter((path) => stateOf(path) === state).map((path) => DESTINATIONS[path.destination]);
  const [broken, unknown, open] = [names('broken'), names('unknown'), names('open')];
  return [
    ...(broken.length > 0 ? [`broken to ${list(broken)}`] : []),
    ...(unknown.length > 0 ? [`not known to ${list(unknown)}`] : []),
    ...(open.length > 0 ? [`open to ${list(open)}`] : []),
  ].join('; ');
}

function figure(group: readonly NetworkPath[], name: string): Markup {
  const root = treeOf(group);
  const nodes = flatten(root);
  const columns = Math.max(...nodes.map((node) => node.column)) + 1;
  const tops = rowTops(nodes);
  const width = columns * (WIDTH + GAP_X) - GAP_X + 4;
  const height = (tops.at(-1) ?? 0) + 4;
  const at = (node: Node): {x: number; y: number} => ({
    x: 2 + node.column * (WIDTH + GAP_X),
    y: 2 + (tops[node.depth] ?? 0),
  });
  const edges = nodes.flatMap((node) => node.children.map((child) => edge(node, child, at)));
  return markup`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="Network paths, drawn">
      <svg
        role="img"
        aria-label="Network paths from ${name}"
        viewBox="0 0 ${width} ${height}"
        width="${width}"
        height="${height}"
      >
        ${edges}${nodes.map((node) => box(node, at(node)))}
      </svg>
    </div>
    <details>
      <summary>The same as text</summary>
      ${group.map((path) => textOf(path))}
    </details>
  </figure>`;
}

function textOf(path: NetworkPath): Markup {
  const [title, ...lines] = pathDrawing(path);
  return markup`<h4>${title?.text ?? ''}</h4>
    <ol>
      ${lines.map(({text}) => markup`<li>${text.slice(2)}</li>`)}
    </ol>`;
}

/** Joins the paths at what they have in common. Where one is broken, only its destination is drawn behind that. */
function treeOf(group: readonly NetworkPath[]): Node {
  const [first] = group as [NetworkPath];
  const root: Node = {hop: undefined, depth: 0, children: [], column: 0, texts: podLines(first.subject)};
  for (const path of group) {
    let node = root;
    for (const hop of drawn(path.hops)) {
      const key = JSON.stringify(hop);
      let next = node.children.find((child) => JSON.stringify(child.hop) === key);
      if (!next) {
        next = {hop, depth: node.depth + 1, children: [], column: 0, texts: linesOf(hop)};
        node.children.push(next);
      }
      node = next;
    }
  }
  place(root, 0);
  return root;
}

/** Without what tells nothing: the NAT gateway's own subnet and table where they are open, and what a break hides. */
function drawn(hops: readonly PathHop[]): readonly PathHop[] {
  const nat = hops.findIndex((hop) => hop.what === 'nat-gateway');
  const broken = hops.findIndex((hop) => hop.state === 'broken');
  return hops.filter((hop, i) => {
    if (broken >= 0 && i > broken) return i === hops.length - 1 || hop.state === 'broken';
    const behindNat = nat >= 0 && i > nat && (hop.what === 'subnet' || hop.what === 'route-table');
    return !behindNat || hop.state !== 'open';
  });
}

/** Gives each leaf a column of its own; a shared stretch stands above its first. Returns the next free column. */
function place(node: Node, column: number): number {
  node.column = column;
  if (node.children.length === 0) return column + 1;
  return node.children.reduce((next, child) => place(child, next), column);
}

const flatten = (node: Node): readonly Node[] => [node, ...node.children.flatMap(flatten)];

const podLines = (subject: string): readonly Line[] => [
  {text: 'pod', look: 'small'},
  {text: cut(subject, LETTERS), look: 'mono'},
];

function linesOf(hop: PathHop): readonly Line[] {
  const trouble = troubleText(hop);
  const strong = hop.state === 'broken';
  const head = hop.what === 'destination' ? 'destination' : HOP_NAMES[hop.what];
  const shortId = hop.id.length > LETTERS ? `${hop.id.slice(0, LETTERS - 1)}…` : hop.id;
  const reason =
    trouble === undefined ? [] : broken(`${strong ? '✗ ' : ''}${trouble}`, MOST_LINES, strong ? STRONG_WORDS : WORDS);
  return [
    ...broken(`${head}${hop.detail === undefined ? '' : ` · ${hop.detail}`}`, 2, WORDS).map((text) => ({
      text,
      look: 'small',
    })),
    {text: shortId, look: hop.what === 'destination' ? 'strong' : 'mono'},
    ...reason.map((text) => ({text, look: strong ? 'strong badtext' : 'small'})),
  ];
}

/** A text in lines that fit into a box; SVG does not wrap. */
function broken(text: string, most: number, room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.slice(0, 400).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...pieces(word, room));
  }
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${(lines[most - 1] ?? '').slice(0, room - 1)}…`];
}

function pieces(word: string, room: number): readonly string[] {
  const parts: string[] = [];
  for (let i = 0; i < word.length; i += room) parts.push(word.slice(i, i + room));
  return parts.length > 0 ? parts : [''];
}

const heightOf = (node: Node): number => node.texts.length * LINE + PADDING * 2 - 4;

/** Where each row begins; the last entry is where the picture ends. */
function rowTops(nodes: readonly Node[]): readonly number[] {
  const deepest = Math.max(...nodes.map((node) => node.depth));
  const tops = [0];
  for (let depth = 0; depth <= deepest; depth++) {
    const tallest = Math.max(...nodes.filter((node) => node.depth === depth).map(heightOf));
    tops.push((tops[depth] ?? 0) + tallest + (depth < deepest ? GAP_Y : 0));
  }
  return tops;
}

type Place = (node: Node) => {readonly x: number; readonly y: number};

function edge(from: Node, to: Node, at: Place): Markup {
  const [a, b] = [at(from), at(to)];
  const lost = from.hop?.state === 'broken' || to.hop?.state === 'unknown' || from.hop?.state === 'unknown';
  const [x1, y1, x2] = [a.x + 24, a.y + heightOf(from), b.x + 24];
  return markup`<path class="edge${lost ? ' lost' : ''}" d="M${x1} ${y1}V${b.y - GAP_Y / 2}H${x2}V${b.y}" /> `;
}

function box(node: Node, {x, y}: {readonly x: number; readonly y: number}): Markup {
  const state = node.hop?.state ?? 'open';
  const full = node.hop ? `${node.hop.id}${node.hop.reason === undefined ? '' : `: ${node.hop.reason}`}` : '';
  const lines = node.texts.map(
    ({text, look}, i) => markup`<text class="${look}" x="${x + 11}" y="${y + PADDING + 9 + i * LINE}">${text}</text>`,
  );
  const title = full === '' ? undefined : markup`<title>${full}</title>`;
  return markup`<g>${title}<rect class="box ${state}" x="${x}" y="${y}" width="${WIDTH}" height="${heightOf(node)}" rx="5"/>
${lines}</g>
`;
}
