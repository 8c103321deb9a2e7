/** One word for a POSIX shell, quoted only where it must be. Control characters can't reach a terminal through it. */
export function shellWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  // NUL can't be part of an argument, and a raw control character in a printed command could move the cursor.

  const printable = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '?');
  return `'${printable.replaceAll("'", `'\\''`)}'`;
}

/**
 * A command line with its values filled in and quoted: sh`kubectl delete pod ${name} -n ${namespace}`. A list becomes
 * several words.
 */
export function sh(parts: TemplateStringsArray, ...values: readonly (string | number | readonly string[])[]): string {
  return parts.reduce((line, part, i) => {
    const value = values[i - 1] ?? '';
    const words = typeof value === 'object' ? value.map(shellWord).join(' ') : shellWord(String(value));
    return line + words + part;
  });
}
