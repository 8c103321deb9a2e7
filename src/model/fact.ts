/**
 * The right that one read needs, as a person would grant it: `service:Action` for AWS, and
 * `verb resource[/name] [-n namespace]` for Kubernetes (`get configmaps/aws-auth -n kube-system`).
 */
export type Permission = string;

/**
 * The answer to one question put to the world.
 *
 * Absent, denied and failed are three different things, and a check is never shown one of them as another:
 * a denied read that is taken for an absent object is how a diagnosis becomes a confident lie.
 */
export type Fact<T> =
  /** We looked and saw this. */
  | {readonly is: 'known'; readonly value: T}
  /** We looked; it is not there. */
  | {readonly is: 'absent'}
  /** We may not look; `permission` is the one that is missing. */
  | {readonly is: 'denied'; readonly permission: Permission; readonly detail?: string}
  /** We looked and could not see: time-out, throttling, 5xx, expired credentials. */
  | {readonly is: 'failed'; readonly reason: string}
  /** This source cannot know: a manifest has no status, an older bundle lacks the fact. */
  | {readonly is: 'unavailable'; readonly reason: string};

/** A fact that was answered, with a value or with its absence. */
export type Answered<T> = Extract<Fact<T>, {is: 'known' | 'absent'}>;
/** A fact that was not answered. */
export type Gap = Exclude<Fact<never>, {is: 'known' | 'absent'}>;

export const known = <T>(value: T): Fact<T> => ({is: 'known', value});
export const absent: Fact<never> = {is: 'absent'};
export const denied = (permission: Permission, detail?: string): Gap =>
  detail === undefined ? {is: 'denied', permission} : {is: 'denied', permission, detail};
export const failed = (reason: string): Gap => ({is: 'failed', reason});
export const unavailable = (reason: string): Gap => ({is: 'unavailable', reason});

/** True when the question was answered, be it by a value or by "not there". */
export function answered<T>(fact: Fact<T>): fact is Answered<T> {
  return fact.is === 'known' || fact.is === 'absent';
}

/** The value of a known fact; `undefined` for everything else, so only for uses in which a gap may be silent (evidence). */
export function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.is === 'known' ? fact.value : undefined;
}
