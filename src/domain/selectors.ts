import type {FargateProfile, ProfileSelector} from '../model/aws.ts';
import type {Labels} from '../model/kubernetes.ts';

/**
 * Whether a Fargate selector's pattern fits a text: `*` is zero or more characters, `?` exactly one, all else is itself.
 * Time is bounded by the product of the lengths, whatever the pattern.
 */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** A label pair of a selector that the pod does not satisfy, with what the pod has under keys that fit. */
export interface LabelMiss {
  readonly key: string;
  readonly wanted: string;
  /** Values of the pod's labels whose keys fit; empty where it has no such label. */
  readonly seen: readonly string[];
}

/** How one selector relates to one pod. */
export interface SelectorMatch {
  readonly index: number;
  readonly selector: ProfileSelector;
  readonly namespaceMatches: boolean;
  readonly misses: readonly LabelMiss[];
  readonly matches: boolean;
}

/** Holds a selector against a pod's namespace and labels; every label pair must be satisfied. */
export function matchSelector(
  selector: ProfileSelector,
  index: number,
  namespace: string,
  labels: Labels,
): SelectorMatch {
  const namespaceMatches = globMatches(selector.namespace, namespace);
  const misses: LabelMiss[] = [];
  for (const [key, wanted] of Object.entries(selector.labels)) {
    const seen = Object.entries(labels)
      .filter(([name]) => globMatches(key, name))
      .map(([, value]) => value);
    if (!seen.some((value) => globMatches(wanted, value))) misses.push({key, wanted, seen});
  }
  return {index, selector, namespaceMatches, misses, matches: namespaceMatches && misses.length === 0};
}

/** How one profile relates to one pod: every selector, the nearest first. */
export interface ProfileMatch {
  readonly profile: FargateProfile;
  readonly matches: boolean;
  readonly selectors: readonly SelectorMatch[];
}

/** Holds a profile against a pod; one fitting selector is enough. */
export function matchProfile(profile: FargateProfile, namespace: string, labels: Labels): ProfileMatch {
  const selectors = profile.selectors
    .map((selector, index) => matchSelector(selector, index, namespace, labels))
    .sort(
      (a, b) =>
        Number(b.namespaceMatches) - Number(a.namespaceMatches) ||
        a.misses.length - b.misses.length ||
        a.index - b.index,
    );
  return {profile, matches: selectors.some((s) => s.matches), selectors};
}
