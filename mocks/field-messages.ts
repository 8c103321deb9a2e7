import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';
import {isObject, mergePatch, type Json} from './merge.ts';
import {readStory, storyFolder, type Story} from './story.ts';

/** A text from the field, and what the doctor has to make of it. */
export interface FieldMessage {
  readonly text: string;
  /** Where it was posted: an address, or `field report`. */
  readonly source: string;
  /** What is special in its world. */
  readonly about?: string;
  /** Default: `FailedScheduling`. */
  readonly reason?: string;
  /** Default: `fargate-scheduler`. */
  readonly component?: string;
  /** Ids that must be among causes and notes; `none`: understood, and no cause; `unknown`: shown as unknown. */
  readonly cause: readonly string[] | 'none' | 'unknown';
  /** It must not be a cause, a note at most. */
  readonly noCause?: boolean;
  /** The object that the event is about; default: the pod. */
  readonly on?: string;
  readonly command?: string;
  readonly base?: string;
  /** The pod's; default: `timed-out`. */
  readonly state?: string;
  readonly pod?: Json;
  readonly aws?: Json;
  readonly remove?: readonly string[];
  readonly apply?: readonly Json[];
}

/** A text that no API keeps where the doctor could read it. */
export interface ElsewhereMessage {
  readonly text: string;
  readonly source: string;
  readonly where: string;
}

export interface FieldMessages {
  readonly messages: readonly FieldMessage[];
  readonly elsewhere: readonly ElsewhereMessage[];
}

/** Reads mocks/field-messages.yaml. */
export function fieldMessages(): FieldMessages {
  const parsed: unknown = parse(readFileSync(join(storyFolder(), '..', 'field-messages.yaml'), 'utf8'));
  if (!isObject(parsed)) throw new Error('field-messages.yaml must be a map with messages and elsewhere');
  return parsed as unknown as FieldMessages;
}

/** The small world of a message: a healthy cluster in which one pod has this one event. */
export function messageStory(message: FieldMessage, now: string): Story {
  const {reason = 'FailedScheduling', component = 'fargate-scheduler', state = 'timed-out'} = message;
  const about = message.on ?? 'Pod/default/nginx';
  const said = state === 'refused' || state === 'rejected' ? {message: message.text} : {};
  const pod = mergePatch({name: 'nginx', age: '14m', state, ...said}, message.pod ?? {});
  const event = {about, reason, from: component, age: '3m', first: '11m', count: 4, message: message.text};
  const [kind = '', namespace = '', name = ''] = about.split('/');
  const workload =
    kind === 'ReplicaSet' ? {name: name.slice(0, name.lastIndexOf('-')), namespace, age: '20m'} : undefined;
  const text = {
    title: 'A message from the field',
    about: message.about ?? message.source,
    base: message.base ?? 'healthy',
    command: message.command ?? 'pod nginx',
    aws: message.aws ?? {},
    kube: {remove: ['Deployment/default/web', ...(message.remove ?? [])], apply: message.apply ?? []},
    deployments: workload === undefined ? [] : [workload],
    pods: [pod],
    events: [event],
    expect: {exit: 3, verdict: 'causes-found'},
  };
  return readStory(JSON.stringify(text), `field message "${message.text.slice(0, 40)}"`, now);
}
