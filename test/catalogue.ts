import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {CHECKS} from '../src/checks/index.ts';
import {UNREADABLE} from '../src/checks/unreadable.ts';
import type {Diagnosis} from '../src/model/diagnosis.ts';

const HERE = import.meta.dirname;

/** The ids of the catalogue of causes. */
export interface Catalogue {
  readonly ids: readonly string[];
  /** Ids that another one replaced, by the one that is used now. */
  readonly retired: Readonly<Record<string, string>>;
}

/** What each id has come to; it is in one of these lists. */
export interface Coverage {
  /** Reported by no check, and not listed as unreadable: there must be none. */
  readonly noCheck: readonly string[];
  /** Reported by a check, and in no story: there must be none. */
  readonly noStory: readonly string[];
  readonly withStory: readonly string[];
  readonly unreadable: readonly {readonly id: string; readonly reason: string}[];
}

const json = (file: string): unknown => JSON.parse(readFileSync(join(HERE, file), 'utf8'));

/** Reads test/catalogue-ids.json. */
export function catalogue(): Catalogue {
  return json('catalogue-ids.json') as Catalogue;
}

/** What each id of the catalogue has come to. `inStories`: ids that the reports of the stories name. */
export function coverage(inStories: ReadonlySet<string>): Coverage {
  const {ids} = catalogue();
  const reported = new Set(CHECKS.flatMap((check) => Object.keys(check.causes)));
  const reasons = new Map(UNREADABLE.map(({id, reason}) => [id, reason]));
  return {
    withStory: ids.filter((id) => reported.has(id) && inStories.has(id)),
    noStory: ids.filter((id) => reported.has(id) && !inStories.has(id)),
    unreadable: ids.flatMap((id) => {
      const reason = reported.has(id) ? undefined : reasons.get(id);
      return reason === undefined ? [] : [{id, reason}];
    }),
    noCheck: ids.filter((id) => !reported.has(id) && !reasons.has(id)),
  };
}

/** Ids of all causes and notes in a report. */
export function namedIn(document: Pick<Diagnosis, 'causes' | 'notes'>): readonly string[] {
  return [...document.causes, ...document.notes].map((cause) => cause.id);
}

/** Ids that the kept reports of the stories name, without running a story. */
export function namedInGoldens(): ReadonlySet<string> {
  const files = readdirSync(join(HERE, 'goldens')).filter((file) => file.endsWith('.json'));
  return new Set(files.flatMap((file) => namedIn(json(`goldens/${file}`) as Diagnosis)));
}
