import type {Cause, Diagnosis, NotChecked, SubjectReport} from '../model/diagnosis.ts';
import type {Evidence, Remedy} from '../model/finding.ts';

// How a report is cut into pieces that belong together, whatever the format.

/** A cause with all that follows from it: one thing to mend. */
export interface Block {
  readonly cause: Cause;
  /** Consequences, of consequences too, by rank. */
  readonly consequences: readonly Cause[];
}

export interface Blocks {
  /** What is in the way now. */
  readonly now: readonly Block[];
  /** What will be met after that. */
  readonly next: readonly Block[];
}

/** Nests consequences under the cause that explains them. Each cause is in exactly one block; the order stays. */
export function blocksOf(causes: readonly Cause[]): Blocks {
  const consequences = new Map<Cause, Cause[]>();
  const roots: Cause[] = [];
  for (const cause of causes) {
    const root = rootOf(cause, causes);
    if (root === cause) roots.push(cause);
    else consequences.set(root, [...(consequences.get(root) ?? []), cause]);
  }
  const blocks = roots.map((cause) => ({cause, consequences: consequences.get(cause) ?? []}));
  const isNow = (b: Block): boolean => [b.cause, ...b.consequences].some((c) => c.when === 'now');
  return {now: blocks.filter(isNow), next: blocks.filter((b) => !isNow(b))};
}

/** What a cause is in the end a consequence of; itself where nothing explains it, or only a circle does. */
function rootOf(cause: Cause, causes: readonly Cause[]): Cause {
  const seen = new Set([cause]);
  let root = cause;
  for (;;) {
    const above = explainerOf(root, causes);
    if (above === undefined) return root;
    if (seen.has(above)) return cause;
    seen.add(above);
    root = above;
  }
}

/** The first cause in rank that explains it, preferably one that the same pods have. */
function explainerOf(cause: Cause, causes: readonly Cause[]): Cause | undefined {
  const explainers = causes.filter((c) => c !== cause && cause.explainedBy.includes(c.id));
  return explainers.find((c) => c.subjects.some((s) => cause.subjects.includes(s))) ?? explainers[0];
}

/** Subjects of one owner, or pods of a namespace without one, that fare alike. */
export interface Crowd {
  readonly owner?: {readonly kind: string; readonly name: string};
  readonly namespace: string;
  readonly standing: SubjectReport['standing'];
  readonly subjects: readonly SubjectReport[];
}

/** Subjects grouped by owner and standing, the largest group first, then in the order in which they came. */
export function crowdsOf(subjects: readonly SubjectReport[]): readonly Crowd[] {
  const crowds = new Map<string, SubjectReport[]>();
  for (const subject of subjects) {
    const {namespace, standing, owner} = subject;
    const whose = owner ? [owner.kind, owner.name] : subject.kind === 'Pod' ? [] : [subject.kind, subject.name];
    const key = JSON.stringify([namespace, standing, ...whose]);
    const crowd = crowds.get(key);
    if (crowd) crowd.push(subject);
    else crowds.set(key, [subject]);
  }
  return [...crowds.values()]
    .map((group) => {
      const {namespace, standing, owner} = group[0] as SubjectReport;
      return {namespace, standing, subjects: group, ...(owner ? {owner} : {})};
    })
    .sort((a, b) => b.subjects.length - a.subjects.length);
}

/** `default/nginx` for a pod, `deployment default/web` for the rest; a Fargate profile has no namespace. */
export function subjectName(subject: Pick<SubjectReport, 'kind' | 'namespace' | 'name'>): string {
  const path = subject.namespace === '' ? subject.name : `${subject.namespace}/${subject.name}`;
  if (subject.kind === 'Pod') return path;
  return `${subject.kind === 'FargateProfile' ? 'Fargate profile' : subject.kind.toLowerCase()} ${path}`;
}

/** Whether a subject hangs, failed, or can't be told. */
export function inTrouble(subject: SubjectReport): boolean {
  return subject.standing === 'stuck' || subject.standing === 'failed' || subject.standing === 'unknown';
}

/** One value, where it is in its object, and what it would have to be. */
export interface SeenValue {
  readonly path?: string;
  readonly value: string;
  readonly needed?: string;
}

/** Several values that one read saw on one object. */
export interface Seen {
  readonly source: string;
  readonly ref?: string;
  readonly at?: string;
  readonly values: readonly SeenValue[];
}

/** Evidence with the same source and object as one; events stay apart, each has its own time. */
export function seenIn(evidence: readonly Evidence[]): readonly Seen[] {
  const merged = new Map<string, {seen: Seen; values: SeenValue[]}>();
  evidence.forEach((item, i) => {
    const {source, ref, path, value, needed, at} = item;
    const key = at === undefined ? JSON.stringify([source, ref]) : `event ${i}`;
    const values = merged.get(key)?.values ?? [];
    values.push({...(path === undefined ? {} : {path}), value, ...(needed === undefined ? {} : {needed})});
    const seen = {source, values, ...(ref === undefined ? {} : {ref}), ...(at === undefined ? {} : {at})};
    if (!merged.has(key)) merged.set(key, {seen, values});
  });
  return [...merged.values()].map((m) => m.seen);
}

const READING =
  /^(?:kubectl (?:get|describe|logs|auth can-i|rollout status|events) |aws [a-z-]+ (?:describe|get|list|wait|simulate)\b|dig |fargate-doctor )/;

/** What a remedy touches, in words. One whose commands only look has a step after them that a person decides on. */
export function touched({changes, commands}: Remedy): string {
  if (commands.length > 0 && commands.every((command) => READING.test(command))) return 'changes nothing yet';
  return changes === 'aws' ? 'changes AWS' : `changes the ${changes}`;
}

/** What the last step of all remedies is, where it is the same for all. */
export function commonThen(remedies: readonly Remedy[]): string | undefined {
  const then = remedies[0]?.then;
  return then !== undefined && remedies.every((r) => r.then === then) ? then : undefined;
}

/** Checks that could not run, by what they lack: one permission, or one misfortune. */
export interface Blind {
  readonly topics: readonly string[];
  /** The permission that would tell. */
  readonly needs?: string;
  /** What happened, where it is not a missing permission. */
  readonly detail?: string;
  readonly reason: NotChecked['reason'];
  readonly matters: boolean;
  readonly couldHide: readonly string[];
}

/** Groups what was not checked, those that matter first. */
export function blindSpots(notChecked: readonly NotChecked[]): readonly Blind[] {
  const groups = new Map<string, NotChecked[]>();
  for (const item of notChecked) {
    const key = JSON.stringify([
      item.reason,
      item.needs ?? null,
      item.needs === undefined ? (item.detail ?? null) : null,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const blinds = [...groups.values()].map((items): Blind => {
    const {reason, needs, detail} = items[0] as NotChecked;
    return {
      topics: [...new Set(items.map((i) => i.topic))],
      ...(needs === undefined ? {} : {needs}),
      ...(detail === undefined ? {} : {detail}),
      reason,
      matters: items.some((i) => i.matters),
      couldHide: [...new Set(items.flatMap((i) => i.couldHide))],
    };
  });
  return [...blinds.filter((b) => b.matters), ...blinds.filter((b) => !b.matters)];
}

/** How many checks gave an answer or should have: those whose question arises here. */
export function checksIn(diagnosis: Diagnosis): number {
  const {causes, notes, ruledOut, notChecked} = diagnosis;
  return new Set([...causes, ...notes, ...ruledOut, ...notChecked].map((entry) => entry.check)).size;
}
