import {Composer, LineCounter, Parser, type CST, type Document, type Tags} from 'yaml';
import type {Position} from '../../model/finding.ts';
import {DoctorError} from '../errors.ts';
import {oneLine} from '../network-words.ts';
import type {ManifestText} from './input.ts';
import {placeOf, type Step} from './positions.ts';

/** One document of a file that holds something. */
export interface ManifestDocument {
  readonly json: unknown;
  /** Where a field stands; where it is not there, the nearest field above it. */
  place(steps: readonly Step[]): Position;
}

/** Kubernetes objects are a dozen levels deep; the parser would run out of stack somewhere above a thousand. */
const MOST_LEVELS = 200;
/** How often aliases may be followed, nested ones multiplied, before it is taken for an attempt to fill the memory. */
const MOST_ALIASES = 1000;

/**
 * Reads the documents of a file as kubectl does: YAML 1.1 (`yes` is true, `<<` merges, 010 is eight) without the types that
 * Kubernetes has no use for (times, base-60 numbers, binary), or JSON, which is YAML too.
 *
 * @throws DoctorError (2) with the position of what can't be read.
 */
export function parseManifest({file, text}: ManifestText): readonly ManifestDocument[] {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tokens.map(tooDeep).find((offset) => offset !== undefined);
  if (deep !== undefined) throw refused(file, lines, deep, `it is nested more than ${MOST_LEVELS} levels deep`);
  const composer = new Composer({version: '1.1', customTags: kubernetesTags, logLevel: 'silent'});
  const documents: ManifestDocument[] = [];
  for (const doc of composer.compose(tokens, false, text.length)) {
    const [error] = doc.errors;
    if (error) throw refused(file, lines, error.pos[0], firstSentence(error.message), hintFor(text, error.pos[0]));
    const json = valueOf(doc, file, lines);
    if (json === null || json === undefined) continue;
    documents.push({
      json,
      place: (steps) => ({file, ...(placeOf(doc.contents, steps, doc, lines) ?? {line: 1, column: 1})}),
    });
  }
  return documents;
}

const kubernetesTags = (tags: Tags): Tags =>
  tags.filter(
    (tag) => typeof tag === 'string' || (!/:(?:timestamp|set|omap|pairs)$/.test(tag.tag) && tag.format !== 'TIME'),
  );

function valueOf(doc: Document.Parsed, file: string, lines: LineCounter): unknown {
  try {
    return doc.toJS({maxAliasCount: MOST_ALIASES}) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? firstSentence(error.message) : 'unknown reason';
    const what = reason.startsWith('Excessive alias count')
      ? 'its aliases stand for more than a manifest can hold'
      : `it can't be read: ${reason}`;
    throw refused(file, lines, doc.range[0], what);
  }
}

/** The offset of the first thing that lies too deep. Without recursion, since what it looks for is what that can't bear. */
function tooDeep(token: CST.Token): number | undefined {
  const open: {readonly token: CST.Token; readonly level: number}[] = [{token, level: 0}];
  for (let next = open.pop(); next; next = open.pop()) {
    const {token: at, level} = next;
    if (level > MOST_LEVELS) return at.offset;
    if (at.type === 'document' && at.value) open.push({token: at.value, level});
    if (!('items' in at)) continue;
    for (const item of at.items) {
      if (item.key) open.push({token: item.key, level: level + 1});
      if (item.value) open.push({token: item.value, level: level + 1});
    }
  }
  return undefined;
}

/** The parser's messages go on with the position and a picture of the line, which a report has by itself. */
function firstSentence(message: string): string {
  const [line = ''] = message.split('\n');
  return line.replace(/ at line \d+, column \d+:?$/, '');
}

/** A chart's template has Go's braces where YAML has flow maps. */
function hintFor(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? undefined : end).includes('{{')
    ? 'This looks like a template that was not rendered: helm template RELEASE CHART | fargate-doctor preflight -f -'
    : undefined;
}

function refused(file: string, lines: LineCounter, offset: number, what: string, hint?: string): DoctorError {
  const {line, col} = lines.linePos(offset);
  return unreadableAt({file, line, column: col}, what, hint);
}

/** What can't be read, with where: `web.yaml:3:5: …`. Wrong usage, since the cluster would never see it. */
export function unreadableAt({file, line, column}: Position, what: string, hint?: string): DoctorError {
  return new DoctorError(`${oneLine(file, 200)}:${line}:${column}: ${oneLine(what, 300)}.`, hint, 2);
}
