import type {Diagnosis} from '../model/diagnosis.ts';
import {blocksOf} from './blocks.ts';
import {safe} from './escape.ts';
import {ignoredSentences} from './ignored.ts';
import {sentence} from './sentence.ts';
import {count, withoutStop} from './wording.ts';

/** One line per cause, for a chat: whose, what, how sure, which id. Without causes, the answer as one line. */
export function renderShort(diagnosis: Diagnosis, options: {readonly unicode?: boolean} = {}): string {
  const {now, next} = blocksOf(diagnosis.causes);
  const lines = [...now, ...next].map(({cause, consequences}) => {
    const marks = [
      cause.id,
      ...(cause.severity === 'error' ? [] : [cause.severity]),
      cause.certainty,
      ...(cause.when === 'next' ? ['next'] : []),
      ...(consequences.length > 0 ? [`explains ${consequences.map((c) => c.id).join(', ')}`] : []),
    ];
    return `${whose(diagnosis, cause.subjects)}: ${withoutStop(cause.summary)} [${marks.join('; ')}]`;
  });
  const shown = [...(lines.length > 0 ? lines : [sentence(diagnosis)]), ...ignoredSentences(diagnosis)];
  return shown.map((line) => `${safe(line, {unicode: options.unicode ?? true, limit: 600})}\n`).join('');
}

function whose(diagnosis: Diagnosis, subjects: readonly string[]): string {
  if (subjects.length === 0)
    return diagnosis.cluster.name === undefined ? 'cluster' : `cluster ${diagnosis.cluster.name}`;
  return subjects.length === 1 ? (subjects[0] ?? '') : `${count(subjects.length, 'pod')}`;
}
