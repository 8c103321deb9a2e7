// Runs of the built program for `npm run accuracy`: stories, messages from the field, healthy clusters of every shape.
import {fieldMessages, messageStory, type FieldMessage} from '../mocks/field-messages.ts';
import {serveWorld} from '../mocks/serve.ts';
import {loadStory, readStory, storyIds, type Story} from '../mocks/story.ts';
import {BASE_WORLDS} from '../mocks/world.ts';
import {CHECKS} from '../src/checks/index.ts';
import type {Diagnosis} from '../src/model/diagnosis.ts';
import {falseFriends} from '../test/false-friends.ts';
import {runIn, WORLD_NOW} from '../test/program.ts';

/** What came of one run. */
export interface Run {
  readonly id: string;
  /** Row of the table that it counts in. */
  readonly group: string;
  readonly document: Diagnosis;
  /** What differs from what must be; empty: right. */
  readonly wrong: readonly string[];
  /** The first cause is not the one that it must be. */
  readonly wrongFirst: boolean;
  readonly advice: readonly string[];
}

export interface MessageRun extends Run {
  readonly message: FieldMessage;
}

const AT_ONCE = 2;

/** Works through a list, two at a time, and keeps its order. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      results[next[0]] = await work(next[1]);
      process.stderr.write('.');
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, worker));
  process.stderr.write('\n');
  return results;
}

interface Answer {
  readonly code: number | null;
  readonly document: Diagnosis;
}

async function answer(story: Story): Promise<Answer> {
  const served = await serveWorld(story.world, {faults: story.faults, files: story.files});
  try {
    const {code, stdout, stderr} = await runIn(served, [...story.args, '-o', 'json'], story.env);
    if (!stdout.startsWith('{')) throw new Error(`${story.id}: no report: ${stderr}`);
    return {code, document: JSON.parse(stdout) as Diagnosis};
  } finally {
    await served.close();
  }
}

const GROUP_OF: ReadonlyMap<string, string> = new Map(
  CHECKS.flatMap((check) => Object.keys(check.causes).map((id): [string, string] => [id, check.group])),
);

/** Rows of the table that are no group of causes. */
export const HEALTHY = 'healthy, or no matter of Fargate';
export const LOOKALIKE = 'look-alikes';
export const UNREAD = 'denied or broken API';

/** A story whose naive answer is wrong: it says so in its name, or names that answer. */
const isLookalike = ({id, expect}: Story): boolean => id.startsWith('lookalike-') || expect.never !== undefined;

function groupOf(story: Story): string {
  const {expect, faults} = story;
  if (faults.length > 0) return UNREAD;
  if (isLookalike(story)) return LOOKALIKE;
  const first = expect.first ?? expect.causes?.[0];
  return first === undefined ? HEALTHY : (GROUP_OF.get(first) ?? 'other');
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join(' ') === b.join(' ');

/** What differs from a story's expectations, each as a phrase. */
function differences({expect}: Story, {code, document}: Answer): readonly string[] {
  const causes = document.causes.map((c) => c.id);
  const notes = document.notes.map((n) => n.id);
  const needs = [...new Set(document.notChecked.flatMap((n) => n.needs ?? []))].sort();
  const is = (what: string, got: unknown, wanted: unknown): readonly string[] =>
    got === wanted ? [] : [`${what} ${String(got)} for ${String(wanted)}`];
  const are = (what: string, got: readonly string[], wanted?: readonly string[]): readonly string[] =>
    wanted === undefined || same(got, wanted) ? [] : [`${what} ${got.join(', ')} for ${wanted.join(', ')}`];
  return [
    ...is('exit', code, expect.exit),
    ...is('verdict', document.verdict, expect.verdict),
    ...is('first cause', causes[0] ?? 'none', expect.first ?? expect.causes?.[0] ?? 'none'),
    ...are('causes', causes, expect.causes),
    ...are('notes', notes, expect.notes),
    ...are('not checked', needs, expect.notChecked && [...expect.notChecked].sort()),
    ...(expect.never ?? []).filter((id) => causes.includes(id)).map((id) => `names ${id}`),
  ];
}

/** Every story of mocks/stories. */
export function runStories(): Promise<readonly Run[]> {
  return each(storyIds(), async (id) => {
    const story = loadStory(id, WORLD_NOW);
    const got = await answer(story);
    const wrong = differences(story, got);
    const wrongFirst = wrong.some((w) => w.startsWith('first cause'));
    return {id, group: groupOf(story), document: got.document, wrong, wrongFirst, advice: falseFriends(got.document)};
  });
}

/** A running pod in a healthy cluster of every shape. */
export function runHealthy(): Promise<readonly Run[]> {
  return each(Object.keys(BASE_WORLDS), async (base) => {
    const text = {
      title: base,
      about: base,
      base,
      command: 'pod nginx',
      expect: {exit: 0, verdict: 'healthy', causes: []},
    };
    const story = readStory(JSON.stringify(text), `${base}.yaml`, WORLD_NOW);
    const got = await answer(story);
    const wrong = differences(story, got);
    const wrongFirst = got.document.causes.length > 0;
    return {id: base, group: HEALTHY, document: got.document, wrong, wrongFirst, advice: falseFriends(got.document)};
  });
}

const UNKNOWN = 'scheduler-message-unknown';

function misread(message: FieldMessage, document: Diagnosis): readonly string[] {
  const causes = document.causes.map((c) => c.id);
  const all = [...causes, ...document.notes.map((n) => n.id)];
  const blamed = causes.map((id) => `blames ${id}`);
  if (message.cause === 'unknown') return all.includes(UNKNOWN) ? blamed : ['is not shown as unknown', ...blamed];
  const unknown = all.includes(UNKNOWN) ? ['is shown as unknown'] : [];
  if (message.cause === 'none') return [...blamed, ...unknown];
  const missing = message.cause.filter((id) => !all.includes(id)).map((id) => `does not name ${id}`);
  return [...missing, ...unknown, ...(message.noCause === true || missing.length > 0 ? blamed : [])];
}

/** Every message of mocks/field-messages.yaml, in its small world. */
export function runMessages(): Promise<readonly MessageRun[]> {
  return each(fieldMessages().messages, async (message) => {
    const {document} = await answer(messageStory(message, WORLD_NOW));
    const wrong = misread(message, document);
    return {
      id: message.text,
      group: 'messages',
      message,
      document,
      wrong,
      wrongFirst: wrong.some((w) => w.startsWith('blames')),
      advice: falseFriends(document),
    };
  });
}
