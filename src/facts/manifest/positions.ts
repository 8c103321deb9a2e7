import {isAlias, isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node, type Pair} from 'yaml';

/** A place in a text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A step on the way to a field. */
export type Step = string | number;

/**
 * Takes a field's path apart, as evidence writes it: `spec.containers[0].ports[1].hostPort`,
 * `metadata.annotations['eks.amazonaws.com/x']`, `spec.nodeSelector[kubernetes.io/arch]`.
 */
export function stepsOf(path: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    if (path[at] === '.') {
      at++;
    } else if (path[at] === '[') {
      const end = path.indexOf(']', at);
      const inner = path.slice(at + 1, end < 0 ? path.length : end);
      const bare = /^(['"])(.*)\1$/s.exec(inner)?.[2];
      steps.push(bare ?? (/^\d{1,6}$/.test(inner) ? Number(inner) : inner));
      at = end < 0 ? path.length : end + 1;
    } else {
      const rest = path.slice(at);
      const length = rest.search(/[.[]/);
      steps.push(length < 0 ? rest : rest.slice(0, length));
      at += length < 0 ? rest.length : length;
    }
  }
  return steps;
}

/**
 * Where a field stands: its key, or the item of a list. Where the text has no such field, the nearest one above it that is
 * there.
 */
export function placeOf(
  root: Node | null,
  steps: readonly Step[],
  doc: Document,
  lines: LineCounter,
): Place | undefined {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0];
  for (const step of steps) {
    const found = child(node, step, doc);
    if (!found) break;
    offset = found.offset ?? offset;
    node = found.node;
  }
  if (offset === undefined) return undefined;
  const {line, col} = lines.linePos(offset);
  return {line, column: col};
}

interface Found {
  readonly node: Node | null;
  readonly offset: number | undefined;
}

function child(parent: Node | null | undefined, step: Step, doc: Document): Found | undefined {
  const node = resolved(parent, doc);
  if (isSeq(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    if (item === undefined || isPair(item)) return undefined;
    return {node: item as Node, offset: (item as Node).range?.[0]};
  }
  if (!isMap(node)) return undefined;
  const pair = pairOf(node.items, String(step), doc, 0);
  if (!pair) return undefined;
  return {node: pair.value as Node | null, offset: (pair.key as Node).range?.[0]};
}

/** The pair of a key, in the map itself or in what it merges (`<<`). */
function pairOf(pairs: readonly Pair[], key: string, doc: Document, depth: number): Pair | undefined {
  const own = pairs.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
  if (own || depth > 8) return own;
  for (const pair of pairs) {
    if (!isScalar(pair.key) || (pair.key.source ?? pair.key.value) !== '<<') continue;
    const merged = resolved(pair.value as Node | null, doc);
    for (const part of isSeq(merged) ? (merged.items as Node[]) : [merged]) {
      const map = resolved(part, doc);
      const found = isMap(map) ? pairOf(map.items, key, doc, depth + 1) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

const resolved = (node: Node | null | undefined, doc: Document): Node | null | undefined =>
  isAlias(node) ? node.resolve(doc) : node;
