import type {Diagnosis, Ignored} from '../model/diagnosis.ts';
import {count, list} from './wording.ts';

/**
 * What was found and not told, as sentences: how many findings are ignored, by which ids and why; and which ignores are over.
 * Empty where there are neither.
 */
export function ignoredSentences({ignored = []}: Pick<Diagnosis, 'ignored'>): readonly string[] {
  const valid = ignored.filter((i) => !i.expired);
  const over = ignored.filter((i) => i.expired);
  const total = valid.reduce((sum, i) => sum + i.count, 0);
  return [
    ...(total > 0 ? [`${count(total, 'finding')} ignored: ${list(valid.map(named), 6)}`] : []),
    ...over.map((i) => `the ignore of ${named(i)} expired on ${i.expires ?? ''}`),
  ];
}

function named({id, subject, reason}: Ignored): string {
  return `${id}${subject === undefined ? '' : ` of ${subject}`}${reason === undefined ? '' : ` (${reason})`}`;
}
