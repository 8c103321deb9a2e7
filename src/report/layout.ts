import stringWidth from 'string-width';
import {safe} from './escape.ts';
import {painter, type Paint} from './style.ts';

// Lines for a terminal, measured in columns: a CJK letter takes two, a combining mark and an ANSI code none.

/** What the reader's terminal can show. */
export interface Look {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
  /** False: ASCII only. */
  readonly unicode: boolean;
}

/** A look, ready for use. */
export interface Page {
  /** Columns that lines may fill. */
  readonly width: number;
  readonly paint: Paint;
  /** Text made safe for the terminal, cut at the limit. */
  show(text: string, limit?: number): string;
  /** A command: safe to print, but whole and in its own letters, since a changed one would be a wrong one. */
  typed(command: string): string;
}

/** Beyond this, lines grow too long to read and the right column gets lost. */
const WIDEST = 140;
const NARROWEST = 40;

export function openPage(look: Look): Page {
  return {
    width: Math.min(WIDEST, Math.max(NARROWEST, Math.floor(look.width))),
    paint: painter(look.color),
    show: (text, limit) => safe(text, {unicode: look.unicode, ...(limit === undefined ? {} : {limit})}),
    typed: (command) => safe(command, {limit: Number.POSITIVE_INFINITY}),
  };
}

/** Columns that a text takes. */
export const columns = (text: string): number => stringWidth(text);

/**
 * Breaks a text at spaces. A word that is too long stays whole, so that it can be copied; only a run of letters from a
 * script without spaces, or a word longer than any name, is broken between letters. Never empty.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [, gap = '', word = ''] of text.matchAll(/( *)([^ ]+)/g)) {
    for (const piece of pieces(word, width)) {
      const space = used === 0 || piece.joined ? '' : gap;
      const needed = space.length + piece.width;
      if (used > 0 && used + needed > width) {
        lines.push(line);
        line = piece.text;
        used = piece.width;
      } else {
        line += space + piece.text;
        used += needed;
      }
    }
  }
  lines.push(line);
  return lines;
}

interface Piece {
  readonly text: string;
  readonly width: number;
  /** Belongs to the piece before it, with no space between. */
  readonly joined: boolean;
}

const graphemes = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Letters of scripts that are written without spaces, and pictures. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Emoji_Presentation}]/u;
/** Nothing that one would want to copy is a longer word: an ARN has at most some 200 letters. */
const LONGEST_WORD = 220;

function pieces(word: string, width: number): readonly Piece[] {
  const whole = columns(word);
  if (whole <= width || (whole <= LONGEST_WORD && !SPACELESS.test(word)))
    return [{text: word, width: whole, joined: false}];
  return Array.from(graphemes.segment(word), ({segment}, i) => ({
    text: segment,
    width: columns(segment),
    joined: i > 0,
  }));
}

/** Breaks a list only between its items: `a · b` / `c · d`. The separator stays at the end of no line. */
export function flow(items: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const joined = last === undefined ? undefined : last + separator + item;
    if (joined !== undefined && columns(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(...wrap(item, width));
  }
  return lines;
}

/** Puts a label before the first line and as much space before the others. The label may be painted. */
export function hang(label: string, column: number, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? pad(label, column) : ' '.repeat(column)) + line);
}

/** Fills up to a column; a text that reaches it gets one space. */
export function pad(text: string, column: number): string {
  return text + ' '.repeat(Math.max(columns(text) < column ? 0 : 1, column - columns(text)));
}

/** A text at the left, another at the right edge; the latter goes to a line of its own where there is no room. */
export function edges(left: string, right: string, width: number): string[] {
  const room = width - columns(left) - columns(right);
  if (room >= 2) return [left + ' '.repeat(room) + right];
  return [left, ' '.repeat(Math.max(0, width - columns(right))) + right];
}

/** What was seen, and where it was seen. */
export interface Row {
  readonly left: string;
  readonly right: string;
}

/** From this width on there is room for two columns. */
const TWO_COLUMNS = 88;

/** Rows of text with their source: a column of its own where the terminal is wide, else at the right edge. */
export function table(rows: readonly Row[], width: number, paint: (source: string) => string): string[] {
  if (width < TWO_COLUMNS) return rows.flatMap((row) => narrow(row, width, paint));
  const longest = Math.max(0, ...rows.map((r) => columns(r.right)));
  const right = Math.min(longest, Math.floor(width * 0.45));
  const room = width - right - 3;
  const left = Math.min(room, Math.max(0, ...rows.map((r) => columns(r.left))));
  return rows.flatMap((row) => wide(row, left + 3, left, right, paint));
}

function wide(row: Row, column: number, left: number, right: number, paint: (source: string) => string): string[] {
  const whole = columns(row.left) + 2 + columns(row.right);
  // Rather one ragged line than two straight ones.
  if (columns(row.left) > left && whole <= column + right) return [`${row.left}  ${paint(row.right)}`];
  const texts = wrap(row.left, left);
  const sources = row.right === '' ? [] : wrap(row.right, right);
  const lines: string[] = [];
  for (let i = 0; i < texts.length || sources.length > 0; i++) {
    const text = texts[i] ?? '';
    // An unbroken long word has reached into the other column: the source waits for the next line.
    if (columns(text) > left || sources.length === 0) lines.push(text);
    else lines.push(pad(text, column) + paint(sources.shift() ?? ''));
  }
  return lines;
}

function narrow(row: Row, width: number, paint: (source: string) => string): string[] {
  const lines = wrap(row.left, width);
  if (row.right === '') return lines;
  const last = lines.pop() ?? '';
  if (columns(last) + 2 + columns(row.right) <= width) return [...lines, ...edges(last, paint(row.right), width)];
  const sources = wrap(row.right, width - 2);
  return [...lines, last, ...sources.map((s) => ' '.repeat(Math.max(2, width - columns(s))) + paint(s))];
}
