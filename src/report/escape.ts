import {size} from './wording.ts';

// Names, events, tags and policies are written by others, and a report is read in a terminal, a ticket or a browser.
// Here they lose whatever could do more than be read: move the cursor, turn the direction of writing, hide letters.

/** Control, format, unpaired surrogate, and the two separators that are line breaks to some programs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const ZERO_WIDTH_JOINER = '\u200d';
/** What a joiner may follow in an emoji: a pictograph, its variation selector, a skin tone. */
const JOINABLE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;

/** Our own typography in ASCII; everything else beyond ASCII is shown as an escape. */
const ASCII: Readonly<Record<string, string>> = {
  '✗': 'x',
  '✓': '+',
  '├': '|',
  '└': '`',
  '→': '->',
  '←': '<-',
  '·': '-',
  '…': '...',
  '–': '-',
  '—': '-',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '≠': '!=',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
};

export interface SafeOptions {
  /** Whether the reader can show more than ASCII. Default true. */
  readonly unicode?: boolean;
  /** How many UTF-16 units are kept of a long text. Default {@link LONGEST}. */
  readonly limit?: number;
}

/** Beyond this a foreign text is cut; the rest is only counted. */
export const LONGEST = 300;

/**
 * Foreign text that can be printed: invisible characters as escapes (`\x1b`, `\u202e`), line breaks as one sign, what is
 * longer than the limit cut with the size of the rest. Takes time in proportion to the limit, not to the text.
 */
export function safe(text: string, options: SafeOptions = {}): string {
  const {unicode = true, limit = LONGEST} = options;
  const shown = cut(text, limit);
  const visible = shown.replace(UNSAFE, (found, at: number) => {
    if (found === ZERO_WIDTH_JOINER && JOINABLE.test(shown.slice(Math.max(0, at - 2), at))) return found;
    if (found === '\n' && unicode) return '⏎';
    return escaped(found);
  });
  return unicode ? visible : ascii(visible);
}

/** A message on its own line, for a terminal that may show anything: long, yet not endless. */
export function escapeTerminal(message: string): string {
  return safe(message, {limit: 2000});
}

/** The head of a text that is longer than the limit, with the size of what is left out. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit);
  // Not through the middle of a pair of surrogates.
  const whole = /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
  return `${whole}… (+${size(text.length - whole.length)})`;
}

/** Text for a reader that knows only ASCII: our typography transcribed, the rest escaped. */
export function ascii(text: string): string {
  return text.replace(/[^\u0020-\u007e]/gu, (found) => ASCII[found] ?? escaped(found));
}

/** Unpaired surrogates replaced, so that the text can be written as UTF-8 and read back the same. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/**
 * JSON text whose strings can't do anything to a terminal: JSON itself escapes only the controls below U+0020. All that
 * is escaped here can stand only inside a string, so the document stays the same.
 */
export function terminalSafeJson(json: string): string {
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (found) =>
    found === '\n' ? found : [...units(found)].map((u) => `\\u${hex(u, 4)}`).join(''),
  );
}

function* units(text: string): Generator<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\u{${hex(code, 1)}}`;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
