import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseDocument} from 'yaml';
import type {Fault} from './faults.ts';
import {globMatches} from './glob.ts';
import type {KubeObject} from './kube/object.ts';
import {isObject, mergePatch, type Json} from './merge.ts';
import {
  apiVersionOf,
  deployment,
  event,
  object,
  objectName,
  parseObjectName,
  replicaSetName,
  type BuildContext,
} from './objects.ts';
import {fargatePod, inherit} from './objects-pod.ts';
import {checkStory, StoryError, type Expectation, type StoryText} from './story-format.ts';
import {resolveAges} from './time.ts';
import {settle} from './world-settle.ts';
import {shapeProblems} from './world-shape.ts';
import {BASE_WORLDS, type World} from './world.ts';
import type {AwsWorld} from './world-aws.ts';

/** A world in which something is wrong, the command that is run in it, and what must come out. */
export interface Story {
  /** The file's name without its ending. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Arguments of `fargate-doctor`, split into words. */
  readonly args: readonly string[];
  /** The same as one would type them. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** Files in the folder in which the command is run, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly world: World;
  readonly faults: readonly Fault[];
  readonly expect: Expectation;
}

/** The folder of stories: beside this file in a checkout, in the package's root when bundled. */
export function storyFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const stories = join(folder, 'mocks', 'stories');
    if (existsSync(stories)) return stories;
    if (dirname(folder) === folder) throw new Error('There is no folder mocks/stories above this program');
  }
}

/** Names of all stories, sorted. */
export function storyIds(folder = storyFolder()): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/** Reads a story and builds its world as of `now` (RFC 3339). Throws StoryError for what the file says wrong. */
export function loadStory(id: string, now: string, folder = storyFolder()): Story {
  return readStory(readFileSync(join(folder, `${id}.yaml`), 'utf8'), `mocks/stories/${id}.yaml`, now);
}

/** The same from text; `file` is for the error messages. */
export function readStory(yaml: string, file: string, now: string): Story {
  const document = parseDocument(yaml);
  const [problem] = document.errors;
  if (problem) throw new StoryError(file, '', problem.message);
  const text = checkStory(file, document.toJS());
  return {
    id: basename(file, '.yaml'),
    title: text.title,
    about: text.about,
    args: words(text.command),
    command: text.command,
    env: text.env,
    files: text.manifest === '' ? {} : {'manifest.yaml': text.manifest},
    world: worldOf(text, file, now),
    faults: text.faults,
    expect: text.expect,
  };
}

/** Splits a command line at blanks; quotes of either kind hold words together. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

function worldOf(text: StoryText, file: string, now: string): World {
  const build = Object.hasOwn(BASE_WORLDS, text.base) ? BASE_WORLDS[text.base] : undefined;
  if (build === undefined)
    throw new StoryError(file, 'base', `"${text.base}" is not one of ${Object.keys(BASE_WORLDS).join(', ')}`);
  const base = build(now);
  const aws = mergePatch(base.aws, resolveAges(text.aws, now));
  const [problem] = shapeProblems(aws as Json, {...base.aws});
  if (problem !== undefined) throw new StoryError(file, '', problem);
  const context = {now, region: (aws as AwsWorld).region};
  const objects = objectsOf(base.kube.objects, text, file, context);
  return {now, aws: aws as AwsWorld, kube: {version: (aws as AwsWorld).cluster.version, objects}};
}

/**
 * Removes, applies, adds the objects given in short, lets the controllers catch up, and applies once more: so a story can
 * both build on what it applies and overrule what was derived.
 */
function objectsOf(
  base: readonly KubeObject[],
  text: StoryText,
  file: string,
  context: BuildContext,
): readonly KubeObject[] {
  const apply = (objects: readonly KubeObject[]): readonly KubeObject[] =>
    text.kube.apply.reduce<readonly KubeObject[]>(
      (all, patch, i) => attempt(file, `kube.apply[${i}]`, () => applied(all, patch, context)),
      objects,
    );
  let objects = apply(removed(base, text.kube.remove, file));
  text.deployments.forEach((options, i) => {
    const spec = options.spec ?? {containers: [{name: 'app', image: 'public.ecr.aws/nginx/nginx:1.29'}]};
    objects = attempt(file, `deployments[${i}]`, () =>
      replaced(objects, deployment({name: '', ...options, spec}, context)),
    );
  });
  text.pods.forEach((options, i) => {
    objects = attempt(file, `pods[${i}]`, () => {
      const name = `Pod/${options.namespace ?? 'default'}/${options.name}`;
      const predecessor = objects.find((o) => objectName(o) === name);
      const [pod, ...node] = fargatePod(predecessor ? inherit(options, predecessor) : options, context);
      if (pod === undefined) return objects;
      requireOwner(objects, options.owner, options.namespace ?? 'default');
      return replaced(withoutEventsOn(objects, pod), [pod, ...node]);
    });
  });
  text.events.forEach((options, i) => {
    objects = attempt(file, `events[${i}]`, () => replaced(objects, [event(options, context)]));
  });
  return apply(settle(objects));
}

/** Gives an error the place in the story that it comes from. */
function attempt<T>(file: string, key: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StoryError
      ? error
      : new StoryError(file, key, error instanceof Error ? error.message : String(error));
  }
}

function removed(objects: readonly KubeObject[], patterns: readonly string[], file: string): readonly KubeObject[] {
  patterns.forEach((pattern, i) => {
    if (!objects.some((o) => globMatches(pattern, objectName(o))))
      throw new StoryError(
        file,
        `kube.remove[${i}]`,
        `nothing is called "${pattern}"; write Kind/namespace/name, * allowed`,
      );
  });
  const gone = (o: KubeObject): boolean => patterns.some((pattern) => globMatches(pattern, objectName(o)));
  const names = new Set(objects.filter(gone).map(objectName));
  const about = (o: KubeObject): string => (o.kind === 'Event' ? eventSubject(o) : '');
  const home = (o: KubeObject): string => `Namespace/${o.metadata.namespace ?? ''}`;
  return settle(objects.filter((o) => !gone(o) && !names.has(about(o)) && !names.has(home(o))));
}

/** `Kind/namespace/name` of what an event is about. */
function eventSubject(o: KubeObject): string {
  const about = o['involvedObject'];
  if (!isObject(about)) return '';
  return [about['kind'], about['namespace'], about['name']].filter((part) => typeof part === 'string').join('/');
}

function withoutEventsOn(objects: readonly KubeObject[], subject: KubeObject): readonly KubeObject[] {
  const name = objectName(subject);
  return objects.filter((o) => o.kind !== 'Event' || eventSubject(o) !== name);
}

function replaced(objects: readonly KubeObject[], fresh: readonly KubeObject[]): readonly KubeObject[] {
  const names = new Set(fresh.map(objectName));
  return [...objects.filter((o) => !names.has(objectName(o))), ...fresh];
}

function requireOwner(objects: readonly KubeObject[], owner: string | undefined, namespace: string): void {
  const [kind = '', name = ''] = owner?.split('/') ?? [];
  if (kind !== 'Deployment' && kind !== 'ReplicaSet') return;
  const wanted = `ReplicaSet/${namespace}/${kind === 'Deployment' ? replicaSetName(namespace, name) : name}`;
  if (!objects.some((o) => objectName(o) === wanted))
    throw new Error(`owner ${owner ?? ''} has no ReplicaSet in namespace ${namespace}; add it under deployments`);
}

/** Merges a full or partial object over the one of its kind, namespace and name, or creates it. */
function applied(objects: readonly KubeObject[], raw: Json, context: BuildContext): readonly KubeObject[] {
  const patch = resolveAges(raw, context.now) as Json;
  const {kind, metadata} = patch;
  if (typeof kind !== 'string' || !isObject(metadata) || typeof metadata['name'] !== 'string')
    throw new Error('needs kind and metadata.name');
  const meta = {...metadata, name: metadata['name']};
  // Holds the name to the kind: a namespaced object without its namespace would be a second one beside the real one.
  const wanted = objectName({kind, metadata: meta});
  parseObjectName(wanted);
  const existing = objects.find((o) => objectName(o) === wanted);
  const start = existing ?? object(kind, meta, context, {apiVersion: patch['apiVersion'] ?? apiVersionOf(kind)});
  return [...objects.filter((o) => o !== existing), mergePatch(start, patch) as KubeObject];
}
