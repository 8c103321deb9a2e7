/** A list in a sentence, each word once: "a", "a and b", "a, b and c". */
export function listText(words: readonly string[]): string {
  const each = [...new Set(words)];
  return each.length < 2 ? (each[0] ?? '') : `${each.slice(0, -1).join(', ')} and ${each.at(-1)}`;
}
