const MEGABYTE = 1_000_000;

/** Texts that a careless pattern chokes on, or that would move a terminal's cursor. */
export const ATTACK: readonly string[] = [
  '\u001b[2J\u202e\u0000\r\n',
  'a'.repeat(MEGABYTE),
  ' '.repeat(MEGABYTE),
  '\n'.repeat(MEGABYTE),
  'not authorized to perform: '.repeat(MEGABYTE / 25),
  `not authorized to perform: ${'a'.repeat(MEGABYTE)}`,
  `${'a-'.repeat(MEGABYTE / 2)}:`,
  '__proto__',
];
