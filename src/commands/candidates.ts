import {COMPLETIONS, type CompletedFlag} from './completions.ts';

/** What a word under the cursor stands for. */
export type Wanted =
  | {readonly is: 'words'; readonly words: readonly string[]}
  | {readonly is: 'files'}
  | {readonly is: 'causes'}
  | {readonly is: 'checks'}
  | {readonly is: 'stories'}
  | {readonly is: 'contexts'}
  | {readonly is: 'namespaces'}
  /** Pods and workloads of a namespace, if it is named. */
  | {readonly is: 'pods'; readonly namespace?: string};

/** What flags without a list of values take. */
const VALUES: Readonly<Record<string, Wanted>> = {
  filename: {is: 'files'},
  kubeconfig: {is: 'files'},
  config: {is: 'files'},
  from: {is: 'files'},
  'output-file': {is: 'files'},
  namespace: {is: 'namespaces'},
  context: {is: 'contexts'},
  ignore: {is: 'causes'},
  checks: {is: 'checks'},
};

const NOTHING: Wanted = {is: 'words', words: []};

/** What may stand in the last of the words, which may be empty or begun. The program's own name is not among them. */
export function wantedAt(typed: readonly string[]): Wanted {
  const words = joined(typed);
  const current = words.at(-1) ?? '';
  const [command = '', ...before] = words.slice(0, -1);
  if (words.length <= 1) return {is: 'words', words: Object.keys(COMPLETIONS)};
  const flags = Object.hasOwn(COMPLETIONS, command) ? (COMPLETIONS[command] ?? {}) : {};
  const [, glued] = /^--([a-z-]+)=/.exec(current) ?? [];
  if (glued !== undefined) return valuesOf(glued, flags[glued]);
  const last = flagOf(before.at(-1) ?? '', flags);
  if (last?.flag.takes) return valuesOf(last.name, last.flag);
  if (current.startsWith('-')) {
    return {is: 'words', words: Object.keys(flags).map((name) => `--${name}`)};
  }
  const namespace = namespaceIn(before, flags);
  switch (command) {
    case 'pod':
    case 'capture':
      return {is: 'pods', ...(namespace === undefined ? {} : {namespace})};
    case 'explain':
      return {is: 'causes'};
    case 'demo':
      return {is: 'stories'};
    case 'completion':
      return {is: 'words', words: ['bash', 'zsh', 'fish']};
    default:
      return NOTHING;
  }
}

/** What the shell cut at `=` as one word again: bash gives `--output`, `=`, `js`. */
function joined(typed: readonly string[]): readonly string[] {
  const words: string[] = [];
  typed.forEach((word, i) => {
    const last = words.at(-1);
    const glued = word === '=' || typed[i - 1] === '=';
    if (glued && last?.startsWith('--')) words[words.length - 1] = last + word;
    else words.push(word);
  });
  return words;
}

type Flags = Readonly<Record<string, CompletedFlag>>;

function flagOf(word: string, flags: Flags): {readonly name: string; readonly flag: CompletedFlag} | undefined {
  const found = Object.entries(flags).find(([name, {char}]) => word === `--${name}` || word === `-${char ?? '-'}`);
  return found && {name: found[0], flag: found[1]};
}

function valuesOf(name: string, flag: CompletedFlag | undefined): Wanted {
  if (flag?.options) return {is: 'words', words: flag.options};
  return (Object.hasOwn(VALUES, name) ? VALUES[name] : undefined) ?? NOTHING;
}

function namespaceIn(words: readonly string[], flags: Flags): string | undefined {
  const at = words.findIndex((word) => flagOf(word, flags)?.name === 'namespace');
  const glued = words.find((word) => word.startsWith('--namespace='));
  return glued?.slice('--namespace='.length) ?? (at < 0 ? undefined : words[at + 1]);
}

/** Words that a shell takes as they are; of anything else it would have to be told. */
const PLAIN = /^[A-Za-z0-9_.:@=*/-]{1,300}$/;

/** Those of the words that the last one begins, sorted; for a word such as `--output=js` the values alone. */
export function fitting(typed: readonly string[], words: readonly string[]): readonly string[] {
  const current = joined(typed).at(-1) ?? '';
  const begun = typed.at(-1) === '=' ? '' : current.replace(/^--[a-z-]+=/, '');
  return [...new Set(words)].filter((word) => word.startsWith(begun) && PLAIN.test(word)).sort();
}
