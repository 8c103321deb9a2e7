import {FAULT_SWITCHES, type Fault} from './faults.ts';
import {isObject, type Json} from './merge.ts';
import {POD_STATES, type PodOptions} from './objects-pod.ts';
import type {DeploymentOptions, EventOptions} from './objects.ts';

/** What the doctor must say to a story. Lists that are absent are not asserted. */
export interface Expectation {
  readonly exit: number;
  readonly verdict: string;
  /** Id of the cause at the top; absent where there must be none. */
  readonly first?: string;
  /** All causes, in order of rank. */
  readonly causes?: readonly string[];
  /** What a hasty reader would name, and what must not be among the causes. Marks the story as a look-alike. */
  readonly never?: readonly string[];
  readonly notes?: readonly string[];
  /** `needs` of what could not be checked. */
  readonly notChecked?: readonly string[];
  /** The first line of the text report. */
  readonly headline?: string;
  /** `manifest.yaml:12:5` of each evidence of the causes that is written in the manifest, in the order of the report. */
  readonly positions?: readonly string[];
}

/** A story's file, checked, before it is applied to a world. */
export interface StoryText {
  readonly title: string;
  readonly about: string;
  readonly base: string;
  /** Arguments of `fargate-doctor`, as one would type them. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** The text of `manifest.yaml` in the folder in which the command is run. Empty: there is no such file. */
  readonly manifest: string;
  /** Merge patch on the AWS half. */
  readonly aws: Json;
  readonly kube: {readonly remove: readonly string[]; readonly apply: readonly Json[]};
  readonly deployments: readonly Partial<DeploymentOptions>[];
  readonly pods: readonly PodOptions[];
  readonly events: readonly EventOptions[];
  readonly faults: readonly Fault[];
  readonly expect: Expectation;
}

/** What is wrong with a story: its file, the key, and what should be there. */
export class StoryError extends Error {
  override readonly name = 'StoryError';
  constructor(file: string, key: string, problem: string) {
    super(`${file}: ${key === '' ? '' : `${key}: `}${problem}`);
  }
}

type Kind = 'string' | 'number' | 'boolean' | 'strings' | 'map' | 'texts' | 'any';
type Schema<T> = Readonly<Record<keyof Required<T> & string, Kind>>;

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  strings: 'a list of texts',
  map: 'a map',
  texts: 'a map of texts',
  any: 'anything',
};

function isKind(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'strings':
      return Array.isArray(value) && value.every((v) => typeof v === 'string');
    case 'map':
      return isObject(value);
    case 'texts':
      return isObject(value) && Object.values(value).every((v) => typeof v === 'string');
    case 'any':
      return true;
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === kind;
  }
}

/** Holds a map against its keys. Throws StoryError for an unknown or missing key and for a value of the wrong kind. */
function checked<T>(
  file: string,
  key: string,
  value: unknown,
  schema: Schema<T>,
  needed: readonly (keyof T & string)[],
): T {
  const kinds: Readonly<Record<string, Kind>> = schema;
  const under = (name: string): string => (key === '' ? name : `${key}.${name}`);
  if (!isObject(value)) throw new StoryError(file, key, `must be a map with ${Object.keys(kinds).join(', ')}`);
  for (const [name, v] of Object.entries(value)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      throw new StoryError(file, under(name), `unknown key; there are ${Object.keys(kinds).join(', ')}`);
    if (!isKind(kind, v)) throw new StoryError(file, under(name), `must be ${KIND_WORDS[kind]}`);
  }
  for (const name of needed) if (!Object.hasOwn(value, name)) throw new StoryError(file, under(name), 'is missing');
  return value as T;
}

const STORY: Schema<StoryText> = {
  title: 'string',
  about: 'string',
  base: 'string',
  command: 'string',
  env: 'texts',
  manifest: 'string',
  aws: 'map',
  kube: 'map',
  deployments: 'any',
  pods: 'any',
  events: 'any',
  faults: 'any',
  expect: 'map',
};
const KUBE: Schema<StoryText['kube']> = {remove: 'strings', apply: 'any'};
const DEPLOYMENT: Schema<DeploymentOptions> = {
  name: 'string',
  namespace: 'string',
  age: 'string',
  replicas: 'number',
  labels: 'texts',
  annotations: 'texts',
  selector: 'texts',
  templateLabels: 'texts',
  templateAnnotations: 'texts',
  spec: 'map',
};
const POD: Schema<PodOptions> = {
  name: 'string',
  namespace: 'string',
  age: 'string',
  state: 'string',
  profile: 'string',
  labels: 'texts',
  annotations: 'texts',
  owner: 'string',
  image: 'string',
  requests: 'texts',
  limits: 'texts',
  spec: 'map',
  status: 'map',
  capacity: 'string',
  logging: 'string',
  ip: 'string',
  zone: 'string',
  node: 'string',
  reason: 'string',
  message: 'string',
  restarts: 'number',
  deleted: 'string',
  finalizers: 'strings',
};
const EVENT: Schema<EventOptions> = {
  about: 'string',
  reason: 'string',
  from: 'string',
  message: 'string',
  age: 'string',
  first: 'string',
  count: 'number',
  type: 'string',
  uid: 'string',
};
const FAULT: Schema<Fault> = {match: 'string', ...FAULT_SWITCHES};
const EXPECT: Schema<Expectation> = {
  exit: 'number',
  verdict: 'string',
  first: 'string',
  causes: 'strings',
  never: 'strings',
  notes: 'strings',
  notChecked: 'strings',
  headline: 'string',
  positions: 'strings',
};

/** Checks a parsed story. Throws StoryError. */
export function checkStory(file: string, parsed: unknown): StoryText {
  const raw = checked<Partial<StoryText>>(file, '', parsed, STORY, ['title', 'about', 'command', 'expect']);
  const each = <T>(
    key: string,
    value: unknown,
    schema: Schema<T>,
    needed: readonly (keyof T & string)[],
  ): readonly T[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw new StoryError(file, key, 'must be a list');
    return value.map((v: unknown, i) => checked(file, `${key}[${i}]`, v, schema, needed));
  };
  const kube = checked<Partial<StoryText['kube']>>(file, 'kube', raw.kube ?? {}, KUBE, []);
  const apply: unknown = kube.apply ?? [];
  if (!Array.isArray(apply) || !apply.every(isObject))
    throw new StoryError(file, 'kube.apply', 'must be a list of objects');
  const pods = each<PodOptions>('pods', raw.pods, POD, ['name']);
  pods.forEach((pod, i) => {
    oneOf(file, `pods[${i}].state`, pod.state, POD_STATES);
    oneOf(file, `pods[${i}].logging`, pod.logging, ['enabled', 'disabled']);
  });
  return {
    title: raw.title ?? '',
    about: raw.about ?? '',
    base: raw.base ?? 'healthy',
    command: raw.command ?? '',
    env: raw.env ?? {},
    manifest: raw.manifest ?? '',
    aws: raw.aws ?? {},
    kube: {remove: kube.remove ?? [], apply},
    deployments: each<Partial<DeploymentOptions>>('deployments', raw.deployments, DEPLOYMENT, ['name']),
    pods,
    events: each<EventOptions>('events', raw.events, EVENT, ['about', 'reason', 'from', 'message', 'age']),
    faults: each<Fault>('faults', raw.faults, FAULT, ['match']),
    expect: checked<Expectation>(file, 'expect', raw.expect, EXPECT, ['exit', 'verdict']),
  };
}

function oneOf(file: string, key: string, value: string | undefined, known: readonly string[]): void {
  if (value !== undefined && !known.includes(value))
    throw new StoryError(file, key, `"${value}" is not one of ${known.join(', ')}`);
}
