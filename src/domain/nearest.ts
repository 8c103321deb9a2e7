/** No Kubernetes or AWS name is longer; what is beyond it does not take part in a comparison. */
const LONGEST = 253;

/**
 * The existing names that a mistyped word probably meant, the nearest first and at most `max` of them: those that hold it
 * or begin it, and those that differ by a few slips of the keys. Empty where nothing is near.
 */
export function nearest(word: string, candidates: Iterable<string>, max = 3): readonly string[] {
  const wanted = word.slice(0, LONGEST).toLowerCase();
  if (wanted === '') return [];
  const ranked: {readonly name: string; readonly distance: number}[] = [];
  for (const name of new Set(candidates)) {
    const distance = distanceTo(wanted, name.slice(0, LONGEST).toLowerCase());
    if (distance !== undefined) ranked.push({name, distance});
  }
  return ranked
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, max)
    .map((r) => r.name);
}

/** How far apart two words are, where they are near at all. A part of a name is nearer than a slip in it. */
function distanceTo(wanted: string, name: string): number | undefined {
  if (name === wanted) return 0;
  if (wanted.length >= 2 && name.startsWith(wanted)) return 0.25;
  if (wanted.length >= 3 && name.includes(wanted)) return 0.5;
  if (name.length >= 3 && wanted.startsWith(name)) return 0.75;
  const allowed = wanted.length <= 3 ? 1 : wanted.length <= 7 ? 2 : 3;
  const edits = editDistance(wanted, name, allowed);
  return edits <= allowed ? edits : undefined;
}

/**
 * Edits that turn one word into the other: insert, delete, replace, or swap two neighbours. Anything above `limit` is
 * reported as `limit + 1`, which keeps the work to a narrow band.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({length: b.length + 1}, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = new Array<number>(b.length + 1).fill(limit + 1);
    row[0] = i;
    let least = i;
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cell = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cell = Math.min(cell, at(beforeLast, j - 2) + 1);
      }
      row[j] = cell;
      least = Math.min(least, cell);
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(at(last, b.length), limit + 1);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
