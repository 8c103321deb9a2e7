// Colour says nothing that the words do not say; it only helps the eye to find them.

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Style = keyof typeof CODES;

/** Paints a piece of one line. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

/** A painter: with colour it wraps text in ANSI codes, without it gives it back. */
export function painter(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...styles) =>
    text === '' ? text : styles.reduce((t, s) => `\u001b[${CODES[s][0]}m${t}\u001b[${CODES[s][1]}m`, text);
}
