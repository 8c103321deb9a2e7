import type {Ended} from './in-process.ts';

const CERTAINTY = ['certain', 'likely', 'possible'];

/** The exit code of a run. */
export const codeOf = (ended: Ended): number => ('conclusion' in ended ? ended.conclusion.exit.code : ended.error.exit);

/**
 * Promise 3 of the contract: what could not be read never yields "healthy" where there was a cause, nor a cause that is not
 * there, nor a surer one. The lie in a sentence, or undefined. `whole` is the run that could read everything; where
 * `notesCount`, what it noted may be a cause in the other.
 */
export function lieOf(whole: Ended, ended: Ended, notesCount = false): string | undefined {
  const code = codeOf(ended);
  if ((codeOf(whole) === 3 || codeOf(whole) === 4) && code === 0) return 'exit code 0 where there is a cause';
  if (!('conclusion' in ended) || !('conclusion' in whole)) return undefined;
  const {causes, notes} = whole.conclusion;
  const unread = ended.conclusion.subjects
    .filter((s) => s.standing === 'unknown')
    .map((s) => `${s.namespace}/${s.name}`);
  for (const cause of ended.conclusion.causes) {
    // Of a pod that can't be seen it is not known that it runs, so what would stop the next one counts.
    const unseen = notesCount || cause.subjects.every((subject) => unread.includes(subject));
    const same = [...causes, ...(unseen ? notes : [])].filter((c) => isSame(c, cause));
    if (same.length === 0) return `${cause.id} appeared: ${cause.summary}`;
    const surest = Math.min(...same.map((c) => CERTAINTY.indexOf(c.certainty)));
    if (CERTAINTY.indexOf(cause.certainty) < surest) return `${cause.id} became surer`;
  }
  return undefined;
}

/** One fact may have another id where less is seen of it: a role that is not mapped rightly, a profile that goes away. */
function isSame(before: {readonly id: string; readonly check: string}, now: typeof before): boolean {
  const going = ['profile-status-deleting', 'lifecycle-profile-deleted'];
  return before.id === now.id || before.check === now.check || (going.includes(before.id) && going.includes(now.id));
}
