import type {Fact} from '../model/fact.ts';
import {subjectKey} from '../model/kubernetes.ts';
import type {RecordedFacts, Recording} from '../model/recording.ts';
import {escapeTerminal} from './escape.ts';
import {withheldText, type Withheld} from './sharing.ts';

/** A bundle, as far as it is listed. */
export interface ListedBundle {
  readonly version: string;
  readonly redaction: string;
  readonly withheld: readonly Withheld[];
  readonly recording: Recording;
}

/** What a bundle holds: whose facts, each with what became of it, and what was withheld. */
export function bundleContents({version, redaction, withheld, recording}: ListedBundle): string {
  const {clock} = recording.cluster;
  const time = clock?.is === 'known' && typeof clock.value === 'string' ? clock.value : 'an unknown time';
  const lines = [
    `Bundle of fargate-doctor ${version}, of ${time}`,
    `redaction: ${redaction}`,
    `withheld:  ${withheld.length > 0 ? withheldText(withheld) : 'nothing'}`,
    ...recording.told.map((sentence) => `told:      ${sentence}`),
    '',
    `cluster (${count(recording.cluster)})`,
    ...factLines(recording.cluster),
    ...recording.subjects.flatMap(({subject, facts}) => [
      '',
      `${subject.kind} ${subjectKey(subject).replace(/^\S+ /, '')} (${count(facts)})`,
      ...factLines(facts),
    ]),
  ];
  return `${lines.map(escapeTerminal).join('\n')}\n`;
}

const count = (facts: RecordedFacts): string => {
  const all = Object.values(facts);
  const unanswered = all.filter((fact) => fact.is !== 'known' && fact.is !== 'absent').length;
  return unanswered > 0 ? `${all.length} facts, ${unanswered} of them without an answer` : `${all.length} facts`;
};

function factLines(facts: RecordedFacts): readonly string[] {
  const ids = Object.keys(facts).sort();
  const width = Math.max(0, ...ids.map((id) => id.length));
  return ids.flatMap((id) => (facts[id] ? [`  ${id.padEnd(width)}  ${stateOf(facts[id])}`] : []));
}

function stateOf(fact: Fact<unknown>): string {
  switch (fact.is) {
    case 'known':
      return Array.isArray(fact.value) ? `known, ${fact.value.length} of them` : 'known';
    case 'absent':
      return 'absent, or not asked';
    case 'denied':
      return `denied: needs ${fact.permission}`;
    case 'failed':
    case 'unavailable':
      return `${fact.is}: ${fact.reason}`;
  }
}
