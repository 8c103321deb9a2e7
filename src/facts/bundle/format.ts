import {gzipSync} from 'node:zlib';
import type {Fact, Gap} from '../../model/fact.ts';
import {unavailable} from '../../model/fact.ts';
import type {Subject} from '../../model/kubernetes.ts';
import type {RecordedFacts, RecordedScan, RecordedSubject, Recording} from '../../model/recording.ts';
import {DoctorError} from '../errors.ts';
import {SHAPES} from './fact-shapes.ts';
import {fit, type Shape} from './shape.ts';

/** Name and version of the format (`docs/bundles.md`, `schemas/bundle.v1.schema.json`). */
export const BUNDLE_SCHEMA = 'fargate-doctor-bundle/v1';
const VERSION = /^fargate-doctor-bundle\/v(\d{1,6})$/;

/** How deep a bundle's brackets may nest; a real one's do about twelve deep. */
const DEEPEST = 64;

/** A recording as it is kept and sent. */
export interface Bundle {
  /** Version of the program that made it. */
  readonly version: string;
  /** `none | standard | strict`: what was withheld. */
  readonly redaction: string;
  readonly withheld: readonly {readonly kind: string; readonly count: number}[];
  readonly recording: Recording;
}

/** The bytes of a bundle: the same for the same facts, whoever packs them and when. */
export function packBundle({version, redaction, withheld, recording}: Bundle): Buffer {
  const document = {schema: BUNDLE_SCHEMA, version, redaction, withheld, ...recording};
  const bytes = gzipSync(Buffer.from(`${JSON.stringify(sorted(document))}\n`), {level: 9});
  // Node leaves the time at zero; the system on which it was packed is told in the next but one byte.
  bytes[9] = 255;
  return bytes;
}

/** The same value with the keys of its objects in order, so that neither an API's order nor ours shows. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/**
 * Reads the unpacked text of a bundle.
 *
 * @throws DoctorError (1) where it is none, is of a later version, or holds what no version writes.
 */
export function readBundle(text: string, name: string): Bundle {
  const refuse = (why: string): DoctorError => new DoctorError(`${name} can't be read as a bundle: ${why}.`, HINT);
  if (deeper(text, DEEPEST)) throw refuse(`its brackets nest deeper than ${DEEPEST}`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse('it holds no complete JSON document');
  }
  const schema = isObject(document) ? document['schema'] : undefined;
  const version = typeof schema === 'string' ? VERSION.exec(schema)?.[1] : undefined;
  if (version === undefined) throw refuse('it does not say that it is one');
  if (schema !== BUNDLE_SCHEMA) {
    throw new DoctorError(
      `${name} is a bundle of version ${version}, and this program reads version 1.`,
      'Install a newer fargate-doctor: npm install -g fargate-doctor',
    );
  }
  const frame = fit(document, FRAME, SHAPES);
  if ('misfit' in frame) throw refuse(`${frame.misfit.path.slice(1)} ${frame.misfit.problem}`);
  return bundleOf(frame.value as Frame, document as Raw, (why) => refuse(why));
}

const HINT = 'Bundles are made by: fargate-doctor capture -o FILE pod NAME';

/** All of a bundle but its facts, which are held against their own shapes. */
const FRAME: Shape = {
  needs: {
    schema: 'text',
    version: 'text',
    redaction: {words: ['none', 'standard', 'strict']},
    withheld: {list: {needs: {kind: 'text', count: 'number'}, may: {}}},
    told: {list: 'text'},
    subjects: {list: {needs: {subject: {of: 'Subject'}, facts: {needs: {}, may: {}}}, may: {}}},
    cluster: {needs: {}, may: {}},
  },
  may: {
    scan: {
      needs: {
        scanned: {
          needs: {
            allNamespaces: 'flag',
            namespaces: {list: 'text'},
            pods: 'number',
            fargate: 'number',
            elsewhere: 'number',
            onTheirWay: 'number',
            partial: 'flag',
          },
          may: {selector: 'text'},
        },
        unread: {
          list: {
            needs: {
              check: 'text',
              title: 'text',
              topic: 'text',
              reason: {words: ['broken', 'denied', 'failed', 'unavailable']},
              couldHide: {list: 'text'},
              matters: 'flag',
            },
            may: {needs: 'text', detail: 'text'},
          },
        },
        alike: {
          list: {
            needs: {
              subject: 'text',
              others: {list: {needs: {subject: {of: 'Subject'}, seconds: 'number'}, may: {}}},
            },
            may: {},
          },
        },
      },
      may: {},
    },
  },
};
interface Frame extends Omit<Bundle, 'recording'> {
  readonly told: readonly string[];
  readonly subjects: readonly {readonly subject: Subject}[];
  readonly scan?: RecordedScan;
}
interface Raw {
  readonly subjects: readonly {readonly facts: Readonly<Record<string, unknown>>}[];
  readonly cluster: Readonly<Record<string, unknown>>;
}

function bundleOf(frame: Frame, raw: Raw, refuse: (why: string) => DoctorError): Bundle {
  const {version, redaction, withheld, told, scan} = frame;
  const facts = (given: Readonly<Record<string, unknown>>, where: string): RecordedFacts =>
    Object.fromEntries(
      Object.entries(given)
        // A fact of a later version: no check here asks for it.
        .filter(([id]) => Object.hasOwn(SHAPES.facts, id))
        .map(([id, fact]) => [id, readFact(id, fact, (why) => refuse(`${where}.${why}`))]),
    );
  const subjects = frame.subjects.map(({subject}, i): RecordedSubject => ({
    subject,
    facts: facts(raw.subjects[i]?.facts ?? {}, `subjects[${i}].facts`),
  }));
  if (subjects.length === 0 && !scan) throw refuse('it is about nothing');
  return {
    version,
    redaction,
    withheld,
    recording: {subjects, cluster: facts(raw.cluster, 'cluster'), told, ...(scan ? {scan} : {})},
  };
}

function readFact(id: string, given: unknown, refuse: (why: string) => DoctorError): Fact<unknown> {
  if (!isObject(given)) throw refuse(`${id} must be an object`);
  const {is, value, permission, reason, detail} = given;
  switch (is) {
    case 'absent':
      return {is};
    case 'denied':
      if (typeof permission !== 'string') throw refuse(`${id}.permission must be a text`);
      return typeof detail === 'string' ? {is, permission, detail} : {is, permission};
    case 'failed':
    case 'unavailable':
      if (typeof reason !== 'string') throw refuse(`${id}.reason must be a text`);
      return {is, reason};
    case 'known':
      return readValue(id, value, refuse);
    default:
      throw refuse(`${id}.is must be known, absent, denied, failed or unavailable`);
  }
}

function readValue(id: string, value: unknown, refuse: (why: string) => DoctorError): Fact<unknown> {
  const fitted = fit(value, SHAPES.facts[id] ?? 'text', SHAPES);
  if ('value' in fitted) return {is: 'known', value: fitted.value};
  const {path, problem, is} = fitted.misfit;
  if (is === 'wrong') throw refuse(`${id}.value${path} ${problem}`);
  return otherVersion(`${id}${path} ${problem}`);
}

const otherVersion = (what: string): Gap => unavailable(`the bundle was made by another version: ${what}`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether brackets outside of strings nest deeper than this: told before anything recursive looks at the text. */
function deeper(text: string, most: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i);
    if (quoted) {
      if (sign === BACKSLASH) i++;
      else if (sign === QUOTE) quoted = false;
    } else if (sign === QUOTE) quoted = true;
    else if (sign === OPEN_BRACE || sign === OPEN_BRACKET) {
      if (++depth > most) return true;
    } else if (sign === CLOSE_BRACE || sign === CLOSE_BRACKET) depth--;
  }
  return false;
}

const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [34, 92, 123, 125, 91, 93];
