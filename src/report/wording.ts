// Small words that all report formats share: durations, ages, counts, lists.

/**
 * Seconds as kubectl would write an age: `45s`, `3m20s`, `14m`, `1h5m`, `26h`, `3d`. Two units at most, the second only
 * where it still tells something.
 */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${big}${bigUnit}` : `${big}${bigUnit}${small}${smallUnit}`;
  if (s < 120) return `${s}s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 10) return two(minutes, 'm', s % 60, 's');
  if (minutes < 60) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  return `${Math.floor(hours / 24)}d`;
}

/**
 * How long ago `at` was, seen from `now` (both RFC 3339): `8m ago`. A clock that runs ahead gives `just now`. Undefined
 * where one of them is no time.
 */
export function ago(at: string, now: string): string | undefined {
  const seconds = (Date.parse(now) - Date.parse(at)) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return seconds < 1 ? 'just now' : `${duration(seconds)} ago`;
}

/** `1 cause`, `3 causes`; the plural is given where it is not the word with an `s`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most` items `a, b, c and 9 more`. */
export function list(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = items.length > most ? items.slice(0, most) : items;
  const rest = items.length - shown.length;
  const words = rest > 0 ? [...shown, `${rest} more`] : shown;
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Milliseconds as a person reads the length of a run: `80 ms`, `0.9 s`, `12.3 s`. */
export function runTime(ms: number): string {
  return ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** A size in characters, as far as a person cares: `212 characters`, `5.3 kB`, `1.0 MB`. */
export function size(characters: number): string {
  if (characters < 1000) return count(characters, 'character');
  if (characters < 999_950) return `${(characters / 1000).toFixed(1)} kB`;
  return `${(characters / 1_000_000).toFixed(1)} MB`;
}

/** Words that keep their capital inside a sentence, beside all that hold another capital (`IAM`, `CoreDNS`). */
const PROPER = new Set(['Amazon', 'Bottlerocket', 'Fargate', 'Fluent', 'Graviton', 'Kubernetes', 'Linux', 'Windows']);

/** A phrase that began a line, put inside a sentence: its first letter becomes small unless it is a name. */
export function inSentence(phrase: string): string {
  const first = /^[A-Za-z]+/.exec(phrase)?.[0];
  if (first === undefined || PROPER.has(first) || /[A-Z]/.test(first.slice(1))) return phrase;
  // A single capital letter is a name too, unless it is the article.
  if (first.length === 1 && first !== 'A') return phrase;
  return phrase.charAt(0).toLowerCase() + phrase.slice(1);
}

/** The first letter as a capital, where the first word is a word and not a name such as `fargate-scheduler`. */
export function capital(phrase: string): string {
  return /^[a-z]+(?![^ ,;:])/.test(phrase) ? phrase.charAt(0).toUpperCase() + phrase.slice(1) : phrase;
}

/** Without the full stop at its end. */
export function withoutStop(sentence: string): string {
  return sentence.endsWith('.') ? sentence.slice(0, -1) : sentence;
}

/** With a full stop, unless it already ends like a sentence. */
export function withStop(sentence: string): string {
  return /[.!?:"”]$/.test(sentence) ? sentence : `${sentence}.`;
}
