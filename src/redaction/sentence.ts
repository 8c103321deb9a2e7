import {kindsBetween, type Kind, type Redaction} from './kinds.ts';
import {Names} from './pieces.ts';
import {redactText} from './text.ts';
import {Tokens} from './tokens.ts';

/** What our own sentences say before a name that is withheld. */
const SAID_OF: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/\b[Cc]luster (?!of\b|in\b|but\b|names\b)([A-Za-z0-9][\w.-]{0,99}[\w])/g, 'cluster'],
  [/\bcontext ([\w@:/.-]{1,256}[\w])/g, 'context'],
];

/**
 * A sentence that stands for itself, such as why there is no report, with what is to be withheld exchanged: what has a form
 * of its own, and what it calls a cluster or a context.
 */
export function redactSentence(sentence: string, to: Redaction): string {
  const tokens = new Tokens(kindsBetween('none', to));
  if (to === 'none') return sentence;
  const named = new Map<string, string>();
  for (const [pattern, kind] of SAID_OF) {
    for (const [, name = ''] of sentence.matchAll(pattern)) named.set(name, tokens.name(kind, name));
  }
  // What an address becomes depends on all that are met.
  redactText(sentence, tokens, new Names(named));
  tokens.allMet();
  return redactText(sentence, tokens, new Names(named));
}
