import {array, entries, text} from '../json.ts';
import type {KubeObject} from '../object.ts';

/** A column of a Table answer. `priority` 1 is shown by `-o wide` only. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

export type Cell = string | number | boolean;

/** How the API server prints objects of one kind. */
export interface TableShape {
  readonly columns: readonly Column[];
  /** One cell for each column; `now` in ms. */
  readonly row: (object: KubeObject, now: number) => readonly Cell[];
}

/** Columns from their names: `!` before a name is for wide output only, `#` for a number, `?` for a boolean. */
export function columns(...names: readonly string[]): readonly Column[] {
  return names.map((marked) => {
    const [, marks = '', name = ''] = /^([!#?]*)(.*)$/.exec(marked) ?? [];
    return {
      name,
      type: marks.includes('#') ? 'integer' : marks.includes('?') ? 'boolean' : 'string',
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: marks.includes('!') ? 1 : 0,
    };
  });
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

function two(seconds: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % big) / small);
  return `${Math.floor(seconds / big)}${bigName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}

/** A span as kubectl writes it: `90s`, `4m5s`, `20m`, `5h30m`, `30h`, `3d4h`, `20d`, `2y30d`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return two(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 3 * HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < 8 * HOUR) return two(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)}h`;
  if (seconds < 8 * DAY) return two(seconds, DAY, 'd', HOUR, 'h');
  if (seconds < 2 * YEAR) return `${Math.floor(seconds / DAY)}d`;
  if (seconds < 8 * YEAR) return two(seconds, YEAR, 'y', DAY, 'd');
  return `${Math.floor(seconds / YEAR)}y`;
}

/** How long ago a time was; `<unknown>` where there is none. */
export function since(time: string, now: number): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? '<unknown>' : humanDuration(now - at);
}

/** The AGE of an object. */
export function age(object: KubeObject, now: number): string {
  return since(text(object, 'metadata', 'creationTimestamp'), now);
}

/** The text, or what kubectl shows for none. */
export function orNone(value: string, none = '<none>'): string {
  return value === '' ? none : value;
}

/** A map as `a=b,c=d`, sorted. */
export function pairs(value: unknown, ...path: readonly string[]): string {
  const list = entries(value, ...path).map(([key, item]) => `${key}=${String(item)}`);
  return orNone(list.sort().join(','));
}

/** A LabelSelector as kubectl writes it: `app=web,tier in (a,b),!old`. */
export function labelSelector(selector: unknown): string {
  const parts = entries(selector, 'matchLabels')
    .map(([key, item]) => `${key}=${String(item)}`)
    .sort();
  for (const item of array(selector, 'matchExpressions')) {
    const [key, operator] = [text(item, 'key'), text(item, 'operator')];
    if (operator === 'Exists') parts.push(key);
    else if (operator === 'DoesNotExist') parts.push(`!${key}`);
    else parts.push(`${key} ${operator.toLowerCase()} (${array(item, 'values').map(String).join(',')})`);
  }
  return orNone(parts.join(','));
}

/** Names and images of a pod template's containers, for wide output. */
export function containersAndImages(podSpec: unknown): readonly [string, string] {
  const containers = array(podSpec, 'containers');
  return [
    containers.map((item) => text(item, 'name')).join(','),
    containers.map((item) => text(item, 'image')).join(','),
  ];
}

/** At most three of a list, then how many more there are. */
export function firstThree(list: readonly string[], none: string): string {
  if (list.length === 0) return none;
  const rest = list.length - 3;
  return list.slice(0, 3).join(',') + (rest > 0 ? ` + ${rest} more...` : '');
}
