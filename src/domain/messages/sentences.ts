import {namesOf, type ClauseList} from './clause.ts';
import {SENTENCES, type Sentence} from './sentence-table.ts';

const PULL_REASONS = ['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable', 'ErrImageNeverPull', 'Pulling'];
const PULL_WORDS = ['ailed to pull', 'ulling image', 'resolve reference', 'ErrImagePull'];

function aboutPulling(reason: string, text: string): boolean {
  return PULL_REASONS.includes(reason) || PULL_WORDS.some((words) => text.includes(words));
}

/** As much text before the words as a pattern may look at. */
const LOOK_BEHIND = 1200;
/** So often one sentence is read in one message. */
const REPEATS = 50;

/** Reads every known sentence of the text. */
export function readSentences(reason: string, text: string, clauses: ClauseList): void {
  const pulling = aboutPulling(reason, text);
  const families = new Map<string, string>();
  for (const sentence of SENTENCES) {
    if (sentence.pull && !pulling) continue;
    const taken = sentence.family && families.get(sentence.family);
    if (taken !== undefined) continue;
    if (readSentence(sentence, text, clauses) && sentence.family) families.set(sentence.family, sentence.says);
  }
}

function readSentence(sentence: Sentence, text: string, clauses: ClauseList): boolean {
  let found = false;
  let at = text.indexOf(sentence.words);
  for (let n = 0; at >= 0 && n < REPEATS; n++, at = text.indexOf(sentence.words, at + 1)) {
    let end = at + sentence.words.length;
    let names: Record<string, string> = {};
    if (sentence.at) {
      sentence.at.lastIndex = at;
      const match = sentence.at.exec(text);
      if (!match) continue;
      end = at + match[0].length;
      names = namesOf(match.groups);
    }
    const before = sentence.before?.exec(text.slice(Math.max(0, at - LOOK_BEHIND), at));
    if (before) names = {...names, ...namesOf(before.groups)};
    const {says, stage, cause} = sentence;
    clauses.add({
      says,
      stage,
      ...(cause === undefined ? {} : {cause}),
      text: text.slice(at - (before?.[0].length ?? 0), end),
      names: tidy(names),
    });
    found = true;
  }
  return found;
}

const ADVICE = ' Please fix the logging configmap';

/** Brings alternatives of one name together, and cuts what follows it in the sentence. */
function tidy(names: Readonly<Record<string, string>>): Record<string, string> {
  const {ip4, ip6, why, ...rest} = names;
  const ip = ip4 ?? ip6;
  const cut = why?.indexOf(ADVICE) ?? -1;
  return {
    ...rest,
    ...(ip === undefined ? {} : {ip}),
    ...(why === undefined ? {} : {why: (cut < 0 ? why : why.slice(0, cut)).trim()}),
  };
}
