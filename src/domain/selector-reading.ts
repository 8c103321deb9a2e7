import type {ProfileMatch, SelectorMatch} from './selectors.ts';
import {globMatches} from './selectors.ts';

/** A selector as a person reads it: `namespace prod, tier=web, env=*`. */
export function selectorText(match: Pick<SelectorMatch, 'selector'>): string {
  const labels = Object.entries(match.selector.labels).map(([key, value]) => `${key}=${value}`);
  return [`namespace ${match.selector.namespace}`, ...labels].join(', ');
}

/** The selectors that fit the namespace but miss labels, the nearest first, across profiles. */
export function labelNearMisses(
  matches: readonly ProfileMatch[],
): readonly {readonly profile: ProfileMatch['profile']; readonly selector: SelectorMatch}[] {
  return matches
    .flatMap((m) =>
      m.selectors.filter((s) => s.namespaceMatches && !s.matches).map((selector) => ({profile: m.profile, selector})),
    )
    .sort((a, b) => a.selector.misses.length - b.selector.misses.length);
}

/**
 * Whether a pattern was written as a regular expression or with signs that Fargate's selectors don't know, and would fit
 * the text if read that way. Only `*` and `?` have a meaning there.
 */
export function misreadWildcard(pattern: string, text: string): boolean {
  if (globMatches(pattern, text) || !/[.[\]|^$!()+?]/.test(pattern)) return false;
  const alternatives = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/^\((.*)\)$/, '$1')
    .split('|');
  // In a regular expression a question mark makes the character before it optional.
  const readings = alternatives.flatMap((a) => [a, a.replace(/(\w)\?/g, '$1'), a.replace(/\w\?/g, '')]);
  return readings.some((alternative) => {
    // A class may stand for any one character here: the question is only whether the author meant a pattern.
    const glob = alternative
      .replace(/\[[^\]]{0,64}\]/g, '?')
      .replaceAll('.*', '*')
      .replaceAll('.+', '?*')
      .replaceAll('?+', '?*');
    return glob !== pattern && globMatches(glob, text);
  });
}
