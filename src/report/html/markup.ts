import {safe} from '../escape.ts';

// HTML is only made by the tag below, so that no foreign text gets into a page unescaped.

/** A piece of HTML or SVG that was made by {@link markup}. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a hole of the template: text is escaped, markup is taken as it is, `undefined` gives nothing. */
export type Hole = string | number | Markup | undefined | readonly Markup[];

/** Longest text in a hole, in characters; what has to be whole goes through {@link whole}. */
const LONGEST = 1200;

/** Template tag for HTML and SVG. Holes belong into text or into attributes in double quotes. */
export function markup(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  return new Markup(strings.map((string, i) => string + (i < holes.length ? fill(holes[i]) : '')).join(''));
}

function fill(hole: Hole): string {
  if (hole === undefined) return '';
  if (hole instanceof Markup) return hole.text;
  if (typeof hole === 'number') return String(hole);
  if (typeof hole === 'string') return escaped(hole, LONGEST);
  return hole.map((one) => one.text).join('');
}

/** A text that must not be cut, such as a command; line breaks stay. */
export const whole = (text: string): Markup =>
  new Markup(
    text
      .split('\n')
      .map((line) => escaped(line, Number.POSITIVE_INFINITY))
      .join('\n'),
  );

/** Our own style sheet or script, which is HTML's raw text: it must not contain what ends it. */
export function raw(text: string): Markup {
  if (/<\/|<!--/.test(text)) throw new Error('raw text must not hold a tag');
  return new Markup(text);
}

const escaped = (text: string, limit: number): string =>
  safe(text, {limit})
    .replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    // Not allowed in a document, though not invisible.
    .replace(/[\ufffe\uffff]/g, '\ufffd');
